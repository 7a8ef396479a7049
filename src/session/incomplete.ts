import type { Unapplied } from '../check'
import { position, type ModuleSummary } from '../extract'
import type { ResolvedUrl } from '../link/types'
import { mapUrl, type Incomplete } from '../rewrite'
import type { Place } from '../url/place'
import type { Rewrites } from './rewrites'
import { filesOf, isJoinOf, literalOf, startsWith } from './rewritten'

/** A match that a module's own text shows and that could not be applied there. */
interface Row {
  place: Place
  found: Incomplete
  /** A call asks for it: its finding tells it. */
  told: boolean
  /** Calls ask for what begins with its literals, and all of it leads elsewhere: not what the map names. */
  refuted: boolean
}

/** What rewriting reads of a build's modules. */
export interface RewrittenModules {
  summaryOf(id: string): ModuleSummary | undefined
  /** Whether a module's text reaches the program as it is: nothing of ours could change it. */
  isAsItIs(id: string): boolean
  rewrites: Rewrites
}

/** Matches of the host map that could not be applied: which call asks for them, and which no call does. */
export class IncompleteRewrites {
  private readonly rows = new Map<string, Row[]>()

  constructor(private readonly modules: RewrittenModules) {
    for (const [id, found] of modules.rewrites.incomplete()) {
      const summary = modules.summaryOf(id)
      if (!summary) continue
      const row: Row = {
        place: { file: id, ...position(summary.lines, found.start) },
        found,
        told: false,
        refuted: false,
      }
      const rows = this.rows.get(id)
      if (rows) rows.push(row)
      else this.rows.set(id, [row])
    }
  }

  /**
   * Why a URL still is as the source has it although the host map names it; null where the map doesn't. Where the text of one
   * module shows the match, its own reason is told, at the place where it is put together.
   */
  of(url: ResolvedUrl): Unapplied | null {
    const { modules } = this
    if (modules.rewrites.map.isEmpty || url.rewritten !== null) return null
    const mapped = mapUrl(modules.rewrites.map, url.url)
    const rows = this.rowsOf(url)
    if (mapped === null) {
      // A hole in one module's text may be known to all modules together.
      if (url.origin !== null) for (const row of rows) row.refuted ||= row.found.reason === 'hole'
      return null
    }
    const row = rows[0]
    if (!row) {
      return { to: mapped, reason: this.reasonOf(url), place: null }
    }
    row.told = true
    const { reason } = row.found
    return { to: mapped, reason: reason === 'hole' && url.origin !== null ? 'joined' : reason, place: row.place }
  }

  /** Why a URL was left that no text of one module shows as a match. */
  private reasonOf({ source }: ResolvedUrl): string {
    if (source === null) return 'made'
    if (this.modules.isAsItIs(source.file)) return 'outside'
    return source.file.endsWith('.json') ? 'data' : 'joined'
  }

  /** Those that no call was found to ask for. */
  *untold(): Generator<{ place: Place; from: string; to: string; reason: string }> {
    for (const rows of this.rows.values()) {
      for (const { place, found, told, refuted } of rows) {
        if (!told && !refuted) yield { place, from: found.from, to: found.to, reason: found.reason }
      }
    }
  }

  private rowsOf(url: ResolvedUrl): Row[] {
    const { summaryOf } = this.modules
    return filesOf(url).flatMap((file) => {
      const rows = this.rows.get(file)
      const summary = rows && summaryOf(file)
      if (!summary) return []
      const literal = url.source?.file === file ? literalOf(url, summary) : null
      return rows.filter(
        ({ found }) =>
          startsWith(url.url, found.from) &&
          (found.join === null
            ? literal !== null && found.literal === literal
            : isJoinOf(url, file, literal, summary, found.join)),
      )
    })
  }
}
