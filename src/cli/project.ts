import { resolve } from 'node:path'
import type { Command, Options, Resolved } from '../options'
import { resolveOptions } from '../options'
import { pickLang, type Words } from '../options/lang'
import { readBuildConfig } from '../session'
import { loadConfigFile } from './config-file'
import type { NodeFiles } from './files'
import { slashed } from './paths'
import { UsageError, type Flags } from './io'

/** What a command starts from. */
export interface ProjectInput {
  /** Absolute, with `/`. */
  directory: string
  command: Command
  files: NodeFiles
  flags: Flags
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** Options given in code; they win over the configuration file's. */
  options?: Options
  /** Whether a configuration file is looked for. Default true. */
  findConfig?: boolean
  /** What a build left beside the directory: its platform and appid count where nothing else names one. */
  marker?: { platform: string; appid: string | null; file: string } | null
  /** Whether sets from a lock file that is not there yet are simply not known. */
  lockOptional?: boolean
}

/** A directory given on the command line, absolute; a missing one is wrong use. */
export function directoryFor(given: string | undefined, cwd: string, files: NodeFiles): string {
  const path = slashed(resolve(cwd, given ?? '.'))
  const kind = files.kind(path)
  if (kind === 'directory') return path
  throw new UsageError(
    say(
      kind === 'file'
        ? { en: `'${given}' is a file; name the directory of a project`, zh: `「${given}」是文件，请给出项目目录` }
        : { en: `there is no directory '${given}'`, zh: `目录「${given}」不存在` },
    ),
  )
}

/** Reads the configuration and settles the options of a command. */
export async function projectOptions(input: ProjectInput): Promise<Resolved> {
  const { directory, files, flags, cwd } = input
  const named = flags.config === undefined ? undefined : slashed(resolve(cwd, flags.config))
  const lang = pickLang(input.options?.lang)
  return resolveOptions({
    root: directory,
    command: input.command,
    files,
    shell: input.env,
    options: input.options,
    config: input.findConfig === false ? null : await loadConfigFile(files, directory, lang, named),
    readBuildConfig,
    ...(input.marker && {
      appid: input.marker.appid,
      target: { name: input.marker.platform, from: input.marker.file },
    }),
    lockOptional: input.lockOptional,
    flags: { env: flags.env, platform: flags.platform, rewrite: flags.rewrite },
  })
}

/** A text in the language of the locale, for what is said before the configuration is known. */
export function say(words: Words): string {
  return words[pickLang('auto')]
}
