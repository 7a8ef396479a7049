import { keyText } from './truth'
import type { Part, TextValue, Value } from './values'

/**
 * Whether two texts can be the same, whatever their holes stand for: `config.agreement_{*}_url` is never
 * `currency_symbol`. In doubt they can.
 */
export function mayBeSame(a: TextValue, b: TextValue): boolean {
  const [x, y] = [ends(a.parts), ends(b.parts)]
  if (x.whole && y.whole) return x.start === y.start
  const start = Math.min(x.start.length, y.start.length)
  if (x.start.slice(0, start) !== y.start.slice(0, start)) return false
  const end = Math.min(x.end.length, y.end.length)
  if (x.end.slice(x.end.length - end) !== y.end.slice(y.end.length - end)) return false
  return x.whole ? fits(b.parts, x.start) : y.whole ? fits(a.parts, y.start) : true
}

/** Whether a key of which only parts are known can be this name; true where nothing is known of it. */
export const mayBeNamed = (key: Value, name: string): boolean => key.t !== 'text' || fits(key.parts, name)

/** Whether a text of which parts are known can be that one. */
function fits(parts: readonly Part[], text: string): boolean {
  const { start, end, whole } = ends(parts)
  if (whole) return start === text
  if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end)) return false
  let at = start.length
  // What stands between holes comes in this order; the first place where each fits leaves the most for the next.
  let open = false
  let piece = ''
  const last = text.length - end.length
  for (const p of parts) {
    if (!('hole' in p)) {
      if (open) piece += p.s
      continue
    }
    if (piece) {
      const found = text.indexOf(piece, at)
      if (found < 0 || found + piece.length > last) return false
      at = found + piece.length
      piece = ''
    }
    open = true
  }
  return true
}

/** The text in front of the first hole, and the one behind the last. */
function ends(parts: readonly Part[]): { start: string; end: string; whole: boolean } {
  const text = keyText({ t: 'text', parts: [...parts] })
  if (text !== null) return { start: text, end: text, whole: true }
  let start = ''
  for (const p of parts) {
    if ('hole' in p) break
    start += p.s
  }
  let end = ''
  for (let i = parts.length - 1; i >= 0; i--) {
    const p = parts[i]!
    if ('hole' in p) break
    end = p.s + end
  }
  return { start, end, whole: false }
}
