import { CODES } from '../check/codes'
import type { Options } from '../options'
import type { Lang } from '../report/types'
import { readEnvFiles } from './env'
import { ConfigError, type ConfigProblem } from './error'
import { envDirOf, environmentFor, platformFor, rootOf } from './facts'
import { relativePath } from './files'
import type { ConfigContext, ResolveInput } from './input'
import { asObject } from './json'
import { pickLang } from './lang'
import { appidOf, projectDirectory } from './project'
import { validateOptions } from './validate'

const CODE_NAMES = CODES.map(({ code }) => code)
/** How messages call what the plugin was given. */
const PLUGIN = 'plugin options'

/** The plugin's options over the configuration's, and where each key came from. */
export async function withConfig(
  input: ResolveInput,
): Promise<{ settings: Options; from: (key: keyof Options) => string }> {
  const { config } = input
  const lang = pickLang(input.options?.lang ?? asObject(config?.value)?.lang)
  const given = validateOptions(input.options ?? {}, PLUGIN, CODE_NAMES, lang)
  if (!config) return { settings: given, from: () => PLUGIN }
  const file = relativePath(input.root, config.file)
  let { value } = config
  if (typeof value === 'function') {
    const build = value as (context: ConfigContext) => unknown
    let context = contextFor(input, given, lang)
    value = await call(build, context, file, lang)
    // Aliases and names of environments stand in what the function returns: where they change the environment, ask again.
    const settings = merge(validateOptions(value, file, CODE_NAMES, lang), given)
    if (environmentFor(input, settings).environment !== context.environment) {
      context = contextFor(input, settings, lang)
      value = await call(build, context, file, lang)
    }
  }
  return {
    settings: merge(validateOptions(value, file, CODE_NAMES, lang), given),
    from: (key) => (given[key] === undefined ? file : PLUGIN),
  }
}

/** Calls a configuration that is a function; what it throws is a problem of the configuration. */
async function call(
  build: (context: ConfigContext) => unknown,
  context: ConfigContext,
  file: string,
  lang: Lang,
): Promise<unknown> {
  try {
    return await build(context)
  } catch (error) {
    throw new ConfigError([thrown(file, error)], lang)
  }
}

/** The problem of a configuration file that does not load or whose function throws. */
export function thrown(file: string, error: unknown): ConfigProblem {
  const message = error instanceof Error ? error.message : String(error)
  return {
    key: null,
    from: file,
    text: { en: `can't be used: ${message}`, zh: `无法使用：${message}` },
    help: { en: 'correct the file, or name another one with --config', zh: '请修正该文件，或用 --config 指定其他文件' },
  }
}

function merge(below: Options, above: Options): Options {
  const set = Object.entries(above).filter(([, value]) => value !== undefined)
  return { ...below, ...(Object.fromEntries(set) as Options) }
}

function contextFor(input: ResolveInput, settings: Options, lang: Lang): ConfigContext {
  const root = rootOf(input, settings)
  const { platform } = platformFor(input, settings, root, lang)
  const { mode, environment } = environmentFor(input, settings)
  const base = projectDirectory(input.files, root)
  const values = readEnvFiles(input.files, envDirOf(input, settings, base), mode, input.shell)
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(input.shell)) if (value !== undefined) env[name] = value
  for (const [name, { value }] of values) env[name] = value
  const appid = appidOf(input, base, platform, values)
  return { platform: platform.name, environment, command: input.command, appid, env }
}
