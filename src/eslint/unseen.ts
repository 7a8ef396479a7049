import { findSecrets, mayHoldComments, type Finding } from '../check'
import { lineStarts, position } from '../extract'
import { scanRegions, type TextLang } from '../extract/scan'
import { comparePlaces } from '../url/place'
import { difference } from './edits'

/** A text without what no program sees: comments, and all but one blank or line end between two pieces of code. */
interface Condensed {
  text: string
  /** Where its pieces begin, and where they stand in the whole text. */
  from: number[]
  at: number[]
}

/** Conditions of uni-app's compiler: comments that a program is made by. */
const CONDITION = /#\s{0,8}(?:if|el|end)/i

/**
 * Leads places of one text to another that differs from it only in what no program sees: comments, blank lines, indentation.
 * Null where more is different, or where that can't be told for certain. Linear in the texts.
 */
export function unseenEdit(before: string, after: string, lang: TextLang): ((offset: number) => number) | null {
  // What is accepted or declared holds for the very next line.
  if (mayHoldComments(before) || mayHoldComments(after)) return null
  if (!mayBeUnseen(before, after)) return null
  // Secrets count wherever they stand.
  if (findSecrets(before).length > 0 || findSecrets(after).length > 0) return null
  // What a key writes is mostly code, and a scan tells that.
  const code = changedCode(after, before, lang)
  if (code === null || code !== changedCode(before, after, lang)) return null
  const old = condense(before, lang)
  const now = old && condense(after, lang)
  if (!old || !now || old.text !== now.text) return null
  return (offset) => {
    const piece = lastUpTo(old.at, offset)
    if (piece < 0) return now.at[0] ?? after.length
    const place = old.from[piece]! + (offset - old.at[piece]!)
    const target = lastUpTo(now.from, place)
    return Math.min(after.length, now.at[target]! + (place - now.from[target]!))
  }
}

/** Findings of one text at their places in the other. */
export function moveFindings(
  findings: readonly Finding[],
  move: (offset: number) => number,
  before: string,
  after: string,
): Finding[] {
  if (findings.length === 0) return []
  const old = lineStarts(before)
  const now = lineStarts(after)
  return findings
    .map((finding) => ({ ...finding, ...position(now, move((old[finding.line - 1] ?? 0) + finding.column - 1)) }))
    .sort(comparePlaces)
}

/** The code, without blanks, in the lines that differ from another text; null where that can't be told for certain. */
function changedCode(text: string, other: string, lang: TextLang): string | null {
  const { head, tail } = difference(text, other)
  const end = text.indexOf('\n', text.length - tail)
  const last = end < 0 ? text.length : end
  const { kinds, starts, ends, certain } = scanRegions(text, lang)
  if (!certain) return null
  let out = ''
  let at = text.lastIndexOf('\n', head - 1) + 1
  for (let i = 0; i < kinds.length && at < last; i++) {
    if (kinds[i] !== 'comment' || ends[i]! <= at) continue
    out += text.slice(at, Math.max(at, Math.min(starts[i]!, last)))
    at = ends[i]!
  }
  return (out + text.slice(Math.min(at, last), last)).replace(/\s/g, '')
}

function condense(text: string, lang: TextLang): Condensed | null {
  const { kinds, starts, ends, certain } = scanRegions(text, lang)
  if (!certain) return null
  const from: number[] = []
  const at: number[] = []
  let out = ''
  /** Blanks that were passed since the last code, and where they began. */
  let blanks = ''
  let blanksAt = 0
  const keep = (piece: string, offset: number) => {
    from.push(out.length)
    at.push(offset)
    out += piece
  }
  const verbatim = (start: number, end: number) => {
    // In templates a single blank may stand in an attribute's value.
    if (blanks !== '' && out !== '')
      keep(/[\n\r\u2028\u2029]/.test(blanks) ? '\n' : lang === 'markup' ? blanks : ' ', blanksAt)
    blanks = ''
    keep(text.slice(start, end), start)
  }
  const code = (start: number, end: number) => {
    for (const { 0: piece, index } of text.slice(start, end).matchAll(/\s+|\S+/g)) {
      if (piece.trim() !== '') verbatim(start + index, start + index + piece.length)
      else {
        if (blanks === '') blanksAt = start + index
        blanks += piece
      }
    }
  }
  let end = 0
  for (let i = 0; i < kinds.length; i++) {
    code(end, starts[i]!)
    if (kinds[i] === 'comment' && !CONDITION.test(text.slice(starts[i], ends[i]))) {
      if (blanks === '') blanksAt = starts[i]!
      // A comment parts what stands on its sides, by a line end where it has one.
      blanks += /[\n\r]/.test(text.slice(starts[i], ends[i])) ? '\n' : ' '
    } else verbatim(starts[i]!, ends[i]!)
    end = ends[i]!
  }
  code(end, text.length)
  return { text: out, from, at }
}

/** The last of sorted numbers that is not greater; -1 where all are. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! <= most) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** A cheap look at the one stretch that differs: whether it may be blanks, or stand in a comment. */
function mayBeUnseen(before: string, after: string): boolean {
  const { head, tail } = difference(before, after)
  const isBlank = (text: string) => text.slice(head, text.length - tail).trim() === ''
  if (isBlank(before) && isBlank(after)) return true
  return [before, after].every((text) => {
    const end = text.length - tail
    if (text.slice(head, end).trim() === '') return true
    const isOpen = (open: string, close: string) => text.lastIndexOf(open, end) > text.lastIndexOf(close, head - 1)
    const line = text.slice(text.lastIndexOf('\n', head - 1) + 1, end)
    return /\/\/|#/.test(line) || isOpen('/*', '*/') || isOpen('<!--', '-->')
  })
}
