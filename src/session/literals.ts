import { position, type ModuleSummary } from '../extract'
import type { LiteralRecord } from '../extract/literals'
import type { ReportLiteral } from '../report/types'
import { comparePlaces } from '../url/place'
import { originOf } from '../url/template'

/** An absolute URL in a longer text: from the scheme to a blank, a quote or a bracket. */
const URL_IN_TEXT = /(?<![a-z\d+.-])[a-z][a-z\d+.-]{0,20}:\/\/[^\s'"`<>\\]*/gi

/**
 * Every absolute URL in literals outside comments, of all modules that were summarised; `file` is the module's id.
 * @param used which literals calls were traced to, by module
 */
export function listLiterals(
  ids: Iterable<string>,
  summaryOf: (id: string) => ModuleSummary | undefined,
  used: ReadonlyMap<string, ReadonlySet<number>>,
): ReportLiteral[] {
  const rows: ReportLiteral[] = []
  for (const id of ids) {
    const summary = summaryOf(id)
    if (!summary || summary.literals.length === 0) continue
    const starts = literalStarts(summary)
    const usedHere = used.get(id)
    summary.literals.forEach((literal, index) => {
      for (const match of literal.text.matchAll(URL_IN_TEXT)) {
        // A URL that is the whole text stands where its literal stands, quote included: the place that calls name as their source.
        const offset = match.index === 0 ? starts[index] : rawOffset(literal, match.index)
        const url = match[0]
        rows.push({
          url,
          origin: originOf(url),
          file: id,
          ...position(summary.lines, offset),
          used: usedHere?.has(index) ?? false,
        })
      }
    })
  }
  return rows.sort(comparePlaces)
}

/** Where each literal begins in the file, its quote included. */
function literalStarts({ literals, nodes }: ModuleSummary): number[] {
  const starts = literals.map(({ start, quote }) => (quote ? start - 1 : start))
  for (const node of nodes) if (node[0] === 's' && node[3] >= 0) starts[node[3]] = node[2]
  return starts
}

function rawOffset(literal: LiteralRecord, at: number): number {
  return literal.start + (literal.map ? literal.map[at] : at)
}
