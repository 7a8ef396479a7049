import { position, URL_IN_TEXT, type ModuleSummary } from '../extract'
import type { WrittenUrl } from '../extract/ir'
import type { LiteralRecord } from '../extract/literals'
import type { ReportLiteral } from '../report/types'
import { comparePlaces } from '../url/place'
import { originOf } from '../url/template'

/** What is known of the literals of one module: its summary, or what a scan found in a bundle that was refused. */
export interface ModuleLiterals {
  summaryOf(id: string): ModuleSummary | undefined
  urlsOf(id: string): readonly WrittenUrl[]
}

/**
 * Every absolute URL in literals outside comments; `file` is the module's id.
 * @param used which literals calls were traced to, by module
 */
export function listLiterals(
  ids: Iterable<string>,
  modules: ModuleLiterals,
  used: ReadonlyMap<string, ReadonlySet<number>>,
): ReportLiteral[] {
  const rows: ReportLiteral[] = []
  for (const id of ids) {
    const summary = modules.summaryOf(id)
    if (!summary) {
      for (const [url, line, column] of modules.urlsOf(id))
        rows.push({ url, origin: originOf(url), file: id, line, column, used: false })
      continue
    }
    if (summary.literals.length === 0) continue
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
