import { readFileSync, statSync } from 'node:fs'
import { isBinary, isSourceMap, textOf } from '../bundlers/ids'
import { createInspector } from '../bundlers/rooms'
import { compareFindings, type Finding } from '../check'
import { langOf } from '../extract/scan'
import type { ResolvedOptions } from '../options'
import { joinPath, relativePath } from '../options/files'
import type { ReportData, ReportRewrite } from '../report/types'
import { compileHostMap } from '../rewrite'
import { comparePlaces } from '../url/place'
import { checkFiles } from './check'
import { isToolFile, type ProjectFile } from './fix-tree'
import { LARGEST_FILE, type NodeFiles } from './files'

/** A file whose text the host map changes. */
export interface FileChange {
  /** Absolute; links followed. */
  path: string
  /** From the project's directory. */
  file: string
  before: Uint8Array
  after: Uint8Array
  /** Permission bits. */
  mode: number
}

/** What `fix` would do, and what it would leave. */
export interface FixPlan {
  /** The report as `check --rewrite` gives it, with the edits of all files. */
  data: ReportData
  /** By path as the tree names it. */
  changes: ReadonlyMap<string, FileChange>
  /** Files that the host map matches and that can't be written: not UTF-8, or a link out of the project. */
  unwritable: { file: string; reason: 'encoding' | 'outside' }[]
}

/**
 * Applies the host map to a project in memory: sources as the plugin does in `transform`, everything else that ships as it
 * does with emitted files.
 * @param audit whether the result is looked through for dev hosts, as a build's output is
 */
export async function planFix(
  files: NodeFiles,
  given: ResolvedOptions,
  tree: readonly ProjectFile[],
  { audit, dependencies }: { audit: boolean; dependencies?: boolean },
): Promise<FixPlan> {
  const shipped = new Set(tree.filter(({ ships }) => ships).map(({ path }) => path))
  const { root } = given
  const options: ResolvedOptions = {
    ...given,
    filter: (id) => given.filter(id) && !isToolFile(id.slice(id.lastIndexOf('/') + 1)),
  }
  const sources = new Map<string, string>()
  const linked = await checkFiles(files, options, dependencies, (id, { rewritten }) => {
    if (rewritten && shipped.has(id)) sources.set(id, rewritten.code)
  })
  const inspector = createInspector(options, linked, compileHostMap(options.hostMapOf(options.environment)))
  const plan = new Plan(files, root)
  const found: Finding[] = []
  const rewrites: ReportRewrite[] = linked.rewrites.filter(({ file }) => shipped.has(joinPath(root, file)))
  for (const { path, file, ships } of tree) {
    // In place only what is surely source is changed; in a copy all text is, as in a build's output.
    if (!ships || !(audit || isSourceText(file)) || !options.filter(path)) continue
    const bytes = readText(path)
    if (bytes === null) continue
    if (isBinary(file) || isSourceMap(file) || bytes.subarray(0, 4096).includes(0)) continue
    const text = textOf(file, bytes)
    // What is no UTF-8 was read with losses; the edits would be written with them.
    const original = text ?? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const source = sources.get(path) ?? original
    const asset = inspector.rewrite(file, source)
    // The places of edits are those of the file as it is; lines are the same in both.
    if (asset) rewrites.push(...asset.rewrites)
    const result = asset?.code ?? source
    if (result !== original) plan.change(path, file, bytes, text === null ? null : result)
    if (audit) found.push(...inspector.audit(file, result))
  }
  return {
    data: {
      ...linked,
      findings: [...linked.findings, ...found].sort(compareFindings),
      rewrites: rewrites.sort(comparePlaces),
    },
    changes: plan.changes,
    unwritable: plan.unwritable,
  }
}

class Plan {
  readonly changes = new Map<string, FileChange>()
  readonly unwritable: FixPlan['unwritable'] = []

  constructor(
    private readonly files: NodeFiles,
    private readonly root: string,
  ) {}

  change(path: string, file: string, before: Uint8Array, after: string | null): void {
    const real = this.files.isLink(path) ? this.files.real(path) : path
    if (after === null) {
      this.unwritable.push({ file, reason: 'encoding' })
      return
    }
    const isOutside = relativePath(this.files.real(this.root), this.files.real(path)).startsWith('../')
    if (isOutside) this.unwritable.push({ file, reason: 'outside' })
    this.changes.set(path, {
      path: real,
      file,
      before,
      after: new TextEncoder().encode(after),
      mode: statSync(path).mode,
    })
  }
}

/** Languages whose literals are known; other text (`.md`, `.txt`, `.env`) is no part of the program. */
function isSourceText(file: string): boolean {
  const lang = langOf(file)
  return lang !== 'text' && lang !== 'env'
}

/** A file's bytes, or null where it is too large to be source or can't be read: those are told by the check. */
function readText(path: string): Uint8Array | null {
  try {
    return statSync(path).size > LARGEST_FILE ? null : readFileSync(path)
  } catch {
    return null
  }
}
