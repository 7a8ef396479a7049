import type { Lang } from '../report/types'
import type { Words } from './lang'

/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** The option concerned, as a path (`domains.production.request[0]`), or null where no option is. */
  key: string | null
  /** Where it was set: a configuration file's name, `plugin options`, `--platform`. */
  from: string
  /** What is wrong. */
  text: Words
  /** The way out. */
  help: Words
}

/**
 * Wrong use or configuration: the build can't be judged at all (the command's exit code 2).
 * The message holds every problem found, each with its key, where it was set, and the way out.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[], lang: Lang) {
    super(problems.map((problem) => describe(problem, lang)).join('\n'))
    this.problems = problems
  }
}

function describe({ key, from, text, help }: ConfigProblem, lang: Lang): string {
  const head = key === null ? from : `${from}: \`${key}\``
  const space = lang === 'zh' ? '' : ' '
  return `${head}${key !== null && /^[一-龥]/.test(text[lang]) ? space : ' '}${text[lang]}\n  → ${help[lang]}`
}
