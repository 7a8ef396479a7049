/** Offsets at which the lines of a text start; CRLF, LF and CR all end one. */
export function lineStarts(text: string): number[] {
  const out = [0]
  for (let i = text.search(/[\r\n]/); i >= 0 && i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) out.push(i + 1)
  }
  return out
}

/** Line and column (from 1) of an offset. */
export function position(lines: readonly number[], offset: number): { line: number; column: number } {
  let lo = 0
  let hi = lines.length - 1
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1
    if (lines[mid]! <= offset) lo = mid
    else hi = mid - 1
  }
  return { line: lo + 1, column: offset - lines[lo]! + 1 }
}
