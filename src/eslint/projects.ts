import { resolve } from 'node:path'
import { CONFIG_NAMES } from '../cli/config-file'
import { NodeFiles } from '../cli/files'
import { slashed } from '../cli/paths'
import { directoryOf, joinPath } from '../options/files'
import { LintProject } from './project'
import type { LintAnswer, LintRequest, LintSettings } from './types'

/** Files that tell the directory of a mini program where no configuration does. */
const PROJECT_FILES = [
  'project.config.json',
  'mini.project.json',
  'project.swan.json',
  'project.tt.json',
  'manifest.json',
]

/** All projects of a linter's run, each analysed once. */
export class LintProjects {
  private readonly open = new Map<string, { project: LintProject | null; problem: string | null; at: number }>()

  /** @param env the process's variables, which may pick the environment and the platform */
  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  /** Judges one text. Never throws: what stands in the way is told in the answer. */
  async lint({ file, text, cwd, settings }: LintRequest): Promise<LintAnswer> {
    const id = slashed(file)
    const base = slashed(cwd)
    try {
      const root = settings.root === undefined ? rootFor(id, base) : slashed(resolve(cwd, settings.root))
      const { project, problem } = await this.projectAt(root, base, settings)
      return { findings: project ? await project.lint(id, text) : [], problem }
    } catch (error) {
      return { findings: [], problem: error instanceof Error ? error.message : String(error) }
    }
  }

  private async projectAt(
    root: string,
    cwd: string,
    settings: LintSettings,
  ): Promise<{ project: LintProject | null; problem: string | null }> {
    const key = JSON.stringify([root, cwd, settings])
    const known = this.open.get(key)
    // A wrong configuration is read again once a second: a person is correcting it.
    if (known && (known.project ? known.project.refresh() : performance.now() - known.at < 1000)) return known
    let entry: { project: LintProject | null; problem: string | null; at: number }
    try {
      entry = { project: await LintProject.open(root, cwd, settings, this.env), problem: null, at: 0 }
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      entry = { project: null, problem, at: performance.now() }
    }
    this.open.set(key, entry)
    return entry
  }
}

/**
 * The project that a file belongs to: the nearest directory with `mp-domains.config.*`, else the nearest with the IDE's
 * project file, neither above the working directory; else that directory itself.
 */
export function rootFor(file: string, cwd: string): string {
  const files = new NodeFiles()
  const isInside = file.startsWith(`${cwd}/`)
  for (const names of [CONFIG_NAMES, PROJECT_FILES]) {
    for (let directory = directoryOf(file); ; directory = directoryOf(directory)) {
      // uni-app keeps its manifest in `src`, beside which the project's own files lie.
      const found = names.some((name) => files.kind(joinPath(directory, name)) === 'file')
      if (found) return directory.endsWith('/src') && names === PROJECT_FILES ? directoryOf(directory) : directory
      if (directory === cwd || directoryOf(directory) === directory) break
    }
  }
  return isInside ? cwd : directoryOf(file)
}
