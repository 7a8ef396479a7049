import type { BuildValue, Options } from '../options'
import type { Platform } from '../platforms/types'
import type { ProjectFiles } from './files'

/** What is being done, for `failOn`'s default and for configurations that are functions. */
export type Command = 'build' | 'dev' | 'watch' | 'check' | 'audit'

/** What a configuration that is a function is given. */
export interface ConfigContext {
  /** Our name of the platform. */
  platform: string
  environment: string
  command: Command
  appid: string | null
  /** The variables of the `.env` files of this environment, the shell's over them. */
  env: Record<string, string>
}

/** A configuration as `mp-domains.config.*` exports it. */
export type Config = Options | ((context: ConfigContext) => Options | Promise<Options>)

/** What options are resolved from. All that comes from the outside world comes in here. */
export interface ResolveInput {
  /** The host's root, absolute, with `/`. */
  root: string
  command: Command
  files: ProjectFiles
  /** The process's environment. */
  shell: Readonly<Record<string, string | undefined>>
  /** Options given to the plugin. */
  options?: Options
  /** What the configuration file exports, and the file. */
  config?: { file: string; value: unknown } | null
  /** The command's own flags. */
  flags?: { env?: string; platform?: string; rewrite?: boolean }
  /** The host's mode and how reports call it (`uni --mode`). */
  mode?: { name: string; from: string }
  /** The platform that the host builds for, where it is not in the shell. */
  target?: { name: string; from: string }
  /** The appid, where the project's files name none: what a build left beside its output. */
  appid?: string | null
  /** Where the host looks for `.env` files, and which of their variables programs see; the options win. */
  envDir?: string
  envPrefix?: string | string[]
  /** `NODE_ENV` as the host has it; without one it follows from the environment. */
  nodeEnv?: string
  /** Build-time values that the host knows. */
  defines?: Iterable<readonly [string, BuildValue]>
  /** Reads the toolchain's own configuration, for hosts that are no bundler. */
  readBuildConfig?: (input: BuildConfigInput) => BuildSettings
  /** For the command that writes the lock file: sets that come from it count as not known where it lacks them. */
  lockOptional?: boolean
  /** Whether the host hands over sources in which `#ifdef` is resolved (uni-app with Vue 3). */
  ifdefResolved?: boolean
}

/** What a reader of the toolchain's configuration is given. */
export interface BuildConfigInput {
  files: ProjectFiles
  root: string
  platform: Platform
  /** Names the mode, which configurations may be functions of. */
  mode: string
  /** The values known so far: `NODE_ENV`, all variables of the `.env` files. */
  defines: ReadonlyMap<string, BuildValue>
}

/** What the toolchain's configuration says. */
export interface BuildSettings {
  defines: (readonly [string, BuildValue])[]
  alias: Record<string, string>
  envPrefix?: string[]
  /** Relative to the root, or absolute. */
  envDir?: string
}
