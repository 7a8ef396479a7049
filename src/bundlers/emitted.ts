import type { Finding } from '../check/types'
import { relativePath } from '../options/files'
import type { ReportRewrite } from '../report/types'
import type { AssetRewrite, Inspector } from './core'
import { isSourceMap } from './ids'
import type { SourceFile } from './sources'

/** Finds the file of the project that an emitted file was made from; asked for only where there is something to tell. */
export type Original = () => SourceFile | null

interface Asset {
  rewrites: ReportRewrite[]
  findings: Finding[]
  /** The text, for the frames of findings. */
  text: string | null
}

/**
 * What was done to the emitted files of one build and found in them. Places are those of the project's own file where
 * the emitted one was made from it: that is where people mend it.
 */
export class Emitted {
  /** By label: the path that reports show. */
  private readonly assets = new Map<string, Asset>()

  constructor(private readonly root: string) {}

  clear(): void {
    this.assets.clear()
  }

  /** Applies the host map to an emitted file; null where nothing matches. */
  rewrite(inspector: Inspector, label: string, text: string, original?: Original): AssetRewrite | null {
    if (isSourceMap(label)) return null
    const result = inspector.rewrite(label, text)
    if (result) {
      this.assetOf(label).rewrites = this.atSource(
        result.rewrites,
        original,
        (file, source) => inspector.rewrite(file, source)?.rewrites ?? [],
        ({ from }) => from,
      )
    }
    return result
  }

  /** Looks for what must not stand in an emitted file. */
  audit(inspector: Inspector, label: string, text: string, original?: Original): void {
    if (isSourceMap(label)) return
    const findings = this.atSource(
      inspector.audit(label, text),
      original,
      (file, source) => inspector.audit(file, source),
      ({ code, url, args }) => `${code} ${url} ${String(args.masked)}`,
    )
    if (findings.length > 0) Object.assign(this.assetOf(label), { findings, text })
  }

  /** All findings, each place once: one file of the project may be emitted several times. */
  findings(): Finding[] {
    return unique(
      [...this.assets.values()].flatMap(({ findings }) => findings),
      ({ code, file, line, column, url }) => `${code} ${file}:${line}:${column} ${url}`,
    )
  }

  /** All replacements but those that were already made at the source. */
  rewrites(made: readonly ReportRewrite[]): ReportRewrite[] {
    const key = ({ file, line, column, from }: ReportRewrite) => `${file}:${line}:${column} ${from}`
    const known = new Set(made.map(key))
    const rows = [...this.assets.values()].flatMap(({ rewrites }) => rewrites)
    return unique(rows, key).filter((row) => !known.has(key(row)))
  }

  /** The text of an emitted file as it was looked at. */
  text(label: string): string | null {
    return this.assets.get(label)?.text ?? null
  }

  /** The same rows as the original says them; those that it does not hold stay where they are. */
  private atSource<Row>(
    rows: Row[],
    original: Original | undefined,
    inSource: (file: string, text: string) => Row[],
    keyOf: (row: Row) => string,
  ): Row[] {
    const source = rows.length > 0 ? original?.() : null
    if (!source) return rows
    const own = inSource(relativePath(this.root, source.path), source.text)
    const keys = new Set(own.map(keyOf))
    const wanted = new Set(rows.map(keyOf))
    return [...rows.filter((row) => !keys.has(keyOf(row))), ...own.filter((row) => wanted.has(keyOf(row)))]
  }

  private assetOf(label: string): Asset {
    let asset = this.assets.get(label)
    if (!asset) this.assets.set(label, (asset = { rewrites: [], findings: [], text: null }))
    return asset
  }
}

function unique<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()]
}
