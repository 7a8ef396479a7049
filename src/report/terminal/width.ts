/** First and last code points that take two cells (East Asian Wide and Fullwidth, emoji), from Unicode's EastAsianWidth. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x23f0, 0x23f0],
  [0x23f3, 0x23f3],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x267f, 0x267f],
  [0x2693, 0x2693],
  [0x26a1, 0x26a1],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x26ce, 0x26ce],
  [0x26d4, 0x26d4],
  [0x26ea, 0x26ea],
  [0x26f2, 0x26f3],
  [0x26f5, 0x26f5],
  [0x26fa, 0x26fa],
  [0x26fd, 0x26fd],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x274e, 0x274e],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x27b0, 0x27b0],
  [0x27bf, 0x27bf],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f335],
  [0x1f337, 0x1f37c],
  [0x1f37e, 0x1f393],
  [0x1f3a0, 0x1f3ca],
  [0x1f3cf, 0x1f3d3],
  [0x1f3e0, 0x1f3f0],
  [0x1f3f4, 0x1f3f4],
  [0x1f3f8, 0x1f43e],
  [0x1f440, 0x1f440],
  [0x1f442, 0x1f4fc],
  [0x1f4ff, 0x1f53d],
  [0x1f54b, 0x1f54e],
  [0x1f550, 0x1f567],
  [0x1f57a, 0x1f57a],
  [0x1f595, 0x1f596],
  [0x1f5a4, 0x1f5a4],
  [0x1f5fb, 0x1f64f],
  [0x1f680, 0x1f6c5],
  [0x1f6cc, 0x1f6cc],
  [0x1f6d0, 0x1f6d2],
  [0x1f6d5, 0x1f6df],
  [0x1f6eb, 0x1f6ec],
  [0x1f6f4, 0x1f6fc],
  [0x1f7e0, 0x1f7eb],
  [0x1f90c, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
]

function isWide(code: number): boolean {
  if (code < WIDE[0]![0]) return false
  let low = 0
  let high = WIDE.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = WIDE[middle]!
    if (code < first) high = middle - 1
    else if (code > last) low = middle + 1
    else return true
  }
  return false
}

/** Cells that one character (a code point) takes in a terminal: 0 for combining marks and joiners, 2 for wide ones. */
export function charWidth(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x300) return 1
  if (code === 0x200d || code === 0xfe0f || code === 0x200c || /\p{Mn}|\p{Me}/u.test(character)) return 0
  return isWide(code) ? 2 : 1
}

/** Cells that printable text takes. */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += charWidth(character)
  return width
}

/** Text padded with blanks to at least `width` cells. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}

/** Closing marks that must not begin a line. */
const CLOSING = /^[、。，：；！？）」』】》…,.;:!?)\]}]/

/** Splits text where a line may end: after blanks, around wide characters, after the marks inside URLs and paths. */
function pieces(text: string): string[] {
  const list: string[] = []
  let current = ''
  for (const character of text) {
    const wide = charWidth(character) === 2
    if (!current && CLOSING.test(character) && list.length && !list.at(-1)!.endsWith(' ')) {
      list[list.length - 1] += character
      continue
    }
    if (current && wide && !CLOSING.test(character)) {
      list.push(current)
      current = ''
    }
    current += character
    if (character === ' ' || wide) {
      list.push(current)
      current = ''
    }
  }
  if (current) list.push(current)
  return list
}

/** Breaks a piece that is wider than a line: after `/`, `?` or `&` where that helps, else anywhere. */
function breakPiece(piece: string, width: number): string[] {
  const list: string[] = []
  let line = ''
  let cells = 0
  for (const character of piece) {
    const wide = charWidth(character)
    if (cells + wide > width && line) {
      const at = Math.max(line.lastIndexOf('/'), line.lastIndexOf('?'), line.lastIndexOf('&')) + 1
      const cut = at > line.length / 2 ? at : line.length
      list.push(line.slice(0, cut))
      line = line.slice(cut)
      cells = textWidth(line)
    }
    line += character
    cells += wide
  }
  return line ? [...list, line] : list
}

/** Wraps printable text into lines of at most `width` cells. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let cells = 0
  for (const whole of pieces(text)) {
    for (const piece of textWidth(whole.trimEnd()) > width ? breakPiece(whole, width) : [whole]) {
      const size = textWidth(piece.trimEnd())
      if (line && cells + size > width) {
        lines.push(line.trimEnd())
        line = ''
        cells = 0
      }
      line += piece
      cells += textWidth(piece)
    }
  }
  if (line.trim() || lines.length === 0) lines.push(line.trimEnd())
  return lines
}
