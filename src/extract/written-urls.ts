import type { WrittenUrl } from './ir'
import { regionAt, scanRegions, type TextLang } from './scan'
import { lineStarts, position } from './lines'

/** An absolute URL in a text: from the scheme to a blank, a quote or a bracket. */
export const URL_IN_TEXT = /(?<![a-z\d+.-])[a-z][a-z\d+.-]{0,20}:\/\/[^\s'"`<>\\]*/gi

/**
 * The absolute URLs of a text outside its comments, by a scan. One that begins its literal stands where the literal does,
 * quote included.
 */
export function writtenUrls(code: string, lang: TextLang): WrittenUrl[] {
  if (!code.includes('://')) return []
  const regions = scanRegions(code, lang, true)
  const isComment = (slashes: number): boolean => {
    const at = regionAt(regions, slashes)
    return at >= 0 && regions.kinds[at] === 'comment'
  }
  const lines = lineStarts(code)
  const out: WrittenUrl[] = []
  for (const match of code.matchAll(URL_IN_TEXT)) {
    if (isComment(match.index + match[0].indexOf('//'))) continue
    const quoted = /['"`]/.test(code.charAt(match.index - 1))
    const { line, column } = position(lines, quoted ? match.index - 1 : match.index)
    out.push([match[0], line, column])
  }
  return out
}
