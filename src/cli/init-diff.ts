/** Lines of unchanged text around a change. */
const CONTEXT = 2
/** Differences are looked for in stretches up to so many lines squared; larger ones are shown whole. */
const MOST_CELLS = 4_000_000

/** One line of a diff: its sign and its text. */
type Row = [sign: ' ' | '-' | '+', text: string]

/** A diff as people read it: changed lines with a little around them, `…` between stretches. Empty where nothing differs. */
export function diffText(before: string, after: string): string {
  const rows = rowsOf(before.split(/\r?\n/), after.split(/\r?\n/))
  const near = (at: number) => rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(([sign]) => sign !== ' ')
  let shown = true
  let out = ''
  rows.forEach(([sign, text], at) => {
    if (near(at)) {
      out += `${sign} ${text}`.trimEnd() + '\n'
      shown = true
    } else if (shown && at > 0) {
      out += '  …\n'
      shown = false
    } else shown = false
  })
  return out.replace(/ {2}…\n$/, '')
}

function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const same = (text: string): Row => [' ', text]
  return [
    ...before.slice(0, head).map(same),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ]
}

/** The longest common subsequence of two stretches, by the usual table. */
function middle(a: readonly string[], b: readonly string[]): Row[] {
  if (a.length * b.length > MOST_CELLS) {
    return [...a.map((text): Row => ['-', text]), ...b.map((text): Row => ['+', text])]
  }
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j
      lengths[at] = a[i] === b[j] ? lengths[at + width + 1]! + 1 : Math.max(lengths[at + width]!, lengths[at + 1]!)
    }
  }
  const rows: Row[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push([' ', a[i]!])
      i++
      j++
    } else if (j === b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      rows.push(['-', a[i++]!])
    } else rows.push(['+', b[j++]!])
  }
  return rows
}
