import type { RunSettings } from './project'

/** A dev host in the sources of an example: the text that stands at the place, and what is said of it. */
export type Expected = readonly [code: string, file: string, text: string]

/** One production build of an example. */
export interface BuildOf {
  /** The platform, as reports name it. */
  platform: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** The working directory. Default: the project. */
  cwd?: string
  /** Where the files come out. */
  output: string
  /** Every finding of `error` where no host map is configured. */
  findings: readonly Expected[]
  /** webpack numbers the modules by their requests, loaders included: outputs are compared without the numbers. */
  numbered?: boolean
}

/** An example of the playground and what is asked of it. */
export interface Example {
  /** Its folder in `playground/`. */
  name: string
  /** What is installed for it; examples with the same name share an installation. */
  toolchain: string
  /** Its page in `docs/toolchains/`, whose first block is the file that turns the plugin on. */
  page: string
  /** That file. */
  config: string
  builds: readonly BuildOf[]
  /** What the environment's name is said to come from. */
  environmentFrom: string
  /** The flag of its command that names an environment. Without one the shell does (`MP_DOMAINS_ENV`). */
  modeFlag?: string
  /** The variable of the shell that names one, where there is no flag. Default: `MP_DOMAINS_ENV`. */
  modeVariable?: string
  /** The toolchain makes source maps of a production build. */
  maps?: boolean
  /** A warm build is compared with the cold one: the toolchain keeps modules on disk, or is quick enough to be asked. */
  cached?: boolean
  /** A command that goes on and builds again. */
  watch?: { command: readonly string[]; settings?: RunSettings }
  /** The file that gives a build-time value with a dev host, and what is found of it. Default: `.env`. */
  variable?: readonly [file: string, ...Expected[]]
  /** Where the config module's dev host stands. */
  hostFile: string
}
