import type { CodeRegions } from '../extract/scan'
import { skipTrivia } from './continuation'

/**
 * Whether a string stands where no URL of the program's own is written: as an object key, as the module of an import,
 * or as a directive.
 */
export function isImportOrKey(text: string, regions: CodeRegions, region: number, isJson: boolean): boolean {
  if (regions.kinds[region] !== 'string') return false
  const next = text.charAt(skipTrivia(text, regions.ends[region]))
  if (isJson) return next === ':'
  const before = skipBack(text, regions, region)
  const previous = text.charAt(before - 1)
  if (next === ':') return previous === '{' || previous === ','
  if (next === ';' && (previous === '' || previous === ';' || previous === '{' || previous === '}')) return true
  const head = text.slice(Math.max(0, before - 20), before)
  return /(?:^|[^\w$.])(?:from|import|import\s*\(|require\s*\()$/.test(head)
}

/** Offset behind the last token before a region: blanks and comments are passed over. */
function skipBack(text: string, regions: CodeRegions, region: number): number {
  let at = regions.starts[region]
  let previous = region - 1
  for (;;) {
    while (at > 0 && /\s/.test(text.charAt(at - 1))) at--
    if (previous < 0 || regions.kinds[previous] !== 'comment' || regions.ends[previous] !== at) return at
    at = regions.starts[previous--]
  }
}
