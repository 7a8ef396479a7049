import type { LiteralRecord } from '../literals'
import { isUrlText } from './template'
import type { SourceParts, TextPart } from './types'

/**
 * The literals of a file's markup and styles: each run of static text that holds `://` or starts with `//`. Those inside of
 * expressions and scripts are the script parser's. Ascending, each place once.
 */
export function literalsOfMarkup(parts: SourceParts, code: string): LiteralRecord[] {
  const found = new Map<number, LiteralRecord>()
  const add = (part: TextPart, kind: 'markup' | 'style', quote: string): void => {
    const { start, end, text, map } = part
    if (!isUrlText(text) || found.has(start) || end > code.length) return
    found.set(start, map ? { start, end, text, kind, quote, map } : { start, end, text, kind, quote })
  }
  for (const attribute of parts.attributes) {
    for (const part of attribute.parts) if ('text' in part) add(part, 'markup', attribute.quote)
  }
  for (const text of parts.texts) {
    for (const part of text.parts) if ('text' in part) add(part, 'markup', '')
  }
  for (const url of parts.styleUrls) add(url, 'style', url.quote)
  return [...found.values()].sort((a, b) => a.start - b.start)
}
