import type { Code, SeveritySetting } from '../check/types'
import type { Options, ResolvedOptions } from '../options'
import { LISTED_CATEGORIES, type Platform } from '../platforms/types'
import { lockSelection } from '../console/lock'
import { withConfig } from './config'
import { buildDefines } from './defines'
import { domainsOfEnvironment, hostMapOfEnvironment } from './domains'
import { exposed, readEnvFiles } from './env'
import { throughAliases } from './environment'
import { ENV_VERSION, envDirOf, environmentFor, knownEnvironments, platformFor, rootOf } from './facts'
import type { BuildSettings, ResolveInput } from './input'
import { directoryOf, joinPath } from './files'
import { ifdefNames } from './ifdef'
import { pickLang } from './lang'
import { lockedSets } from './lock'
import { configPlaces } from './places'
import { appidOf, extValues, projectDirectory, projectSecrets, urlCheckSwitches } from './project'
import { DEFAULT_SEVERITIES } from '../check/codes'
import { prefixesOf, targetOfShell, toolchainsOf } from './toolchain'

/** What a caller may want to know besides the options. */
export interface Resolved {
  options: ResolvedOptions
  /** What the user set, configuration and plugin put together. */
  settings: Options
  /** The name that picks `.env.<mode>` files: the environment before aliases. */
  mode: string
  /** What decided the platform (`option`, `UNI_PLATFORM`, `.axml`, `default`). */
  platformFrom: string
}

/**
 * Puts together what the user set, what the host knows and what the tree shows.
 * Options given to the plugin win over the configuration file's, key by key.
 * @throws {ConfigError} naming every problem found
 */
export async function resolveOptions(input: ResolveInput): Promise<Resolved> {
  const { settings, from } = await withConfig(input)
  const lang = pickLang(settings.lang)
  const root = rootOf(input, settings)
  const { platform, from: platformFrom } = platformFor(input, settings, root, lang)
  const picked = environmentFor(input, settings)
  const { environment } = picked
  const aliases = settings.environments ?? {}
  const nodeEnv = input.nodeEnv ?? (environment === 'development' ? 'development' : 'production')
  const base = projectDirectory(input.files, root)
  const built = buildSettings(input, settings, base, platform, picked.mode, nodeEnv)
  const prefix = settings.envPrefix ?? input.envPrefix ?? built?.envPrefix
  const toolchains = toolchainsOf(input.files, base)
  const prefixes = prefix ? [prefix].flat() : prefixesOf(toolchains)
  const directory = envDirOf({ envDir: input.envDir ?? built?.envDir }, settings, base)
  const values = readEnvFiles(input.files, directory, picked.mode, input.shell)
  const own = (name: string) => throughAliases(name, aliases)
  const defines = buildDefines({
    mode: picked.mode,
    nodeEnv,
    platform: platform.name,
    target: targetOfShell(input.shell),
    variables: exposed(values, input.shell, prefixes),
    configured: [...extValues(input.files, root), ...(built?.defines ?? [])],
    option: settings.define ?? {},
    host: input.defines ?? [],
  })
  const appid = appidOf(input, base, platform, values)
  const domainsFrom = settings.domains === undefined ? null : from('domains')
  const locked = lockedSets({
    files: input.files,
    root,
    domains: settings.domains,
    appid,
    platform: platform.name,
    from: domainsFrom ?? '',
    lang,
    optional: input.lockOptional,
  })
  const setOf = (name: string) => domainsOfEnvironment(settings.domains, own(name))
  const places = configPlaces(input.files, base, input.config?.file ?? null)
  const options: ResolvedOptions = {
    root,
    platform,
    appid,
    environment,
    environmentFrom: picked.from,
    knownEnvironments: knownEnvironments(settings),
    domainsOf: (name) => locked.resolve(setOf(name)),
    leftOutOf: (name) => locked.leftOutOf(setOf(name)),
    domainsFrom: lockSelection(setOf(environment)) && locked.file !== null ? locked.file : domainsFrom,
    hostMapOf: (name) => hostMapOfEnvironment(settings.hostMap, own(name)),
    envVersion: settings.envVersion ?? ENV_VERSION,
    rules: rulesOf(settings),
    failOn: settings.failOn ?? (input.command === 'dev' || input.command === 'watch' ? 'never' : 'error'),
    ignores: settings.ignores ?? [],
    declares: settings.declares ?? [],
    clients: settings.clients ?? [],
    namespaces: toolchains.flatMap(({ replaces }) => replaces ?? []),
    filter: await filterOf(settings, root),
    alias: { ...built?.alias, ...settings.alias },
    urlCheckDisabled: urlCheckSwitches(input.files, base, platform),
    projectSecrets: projectSecrets(input.files, base, platform),
    places: {
      ...places,
      entry: (name, category, entry) =>
        locked.placeOf(setOf(name), category, entry) ?? places.entry(name, category, entry),
    },
    ifdef: input.ifdefResolved ? null : ifdefNames(input.files, base, platform.name),
    defines,
    lang,
    limits: limitsOf(settings),
    report: settings.report ?? {},
    command: input.command,
    development: defines.get('process.env.NODE_ENV')?.value === 'development',
    baseline: baselinePath(input, settings, root),
    guard: settings.guard ?? 'upload',
    overlay: settings.overlay ?? true,
    configFile: input.config?.file ?? null,
    rewrite: input.flags?.rewrite ?? input.command !== 'check',
  }
  return { options, settings, mode: picked.mode, platformFrom }
}

/** Beside the configuration that names it: an audit's root is the output, where nothing of ours may lie. */
function baselinePath({ config, options }: ResolveInput, { baseline }: Options, root: string): string | null {
  if (baseline === undefined) return null
  return joinPath(config && options?.baseline === undefined ? directoryOf(config.file) : root, baseline)
}

function rulesOf(settings: Options): Record<Code, SeveritySetting> {
  const rules: Record<Code, SeveritySetting> = { ...DEFAULT_SEVERITIES }
  for (const [code, severity] of Object.entries(settings.rules ?? {}) as [Code, SeveritySetting | undefined][]) {
    if (severity !== undefined) rules[code] = severity
  }
  return rules
}

function limitsOf({ limits }: Options): ResolvedOptions['limits'] {
  const most = limits?.perCategory
  return most === undefined ? {} : Object.fromEntries(LISTED_CATEGORIES.map((category) => [category, most]))
}

/** What the toolchain's own configuration says, where the host has it read. It may use every variable, whatever its prefix. */
function buildSettings(
  input: ResolveInput,
  settings: Options,
  root: string,
  platform: Platform,
  mode: string,
  nodeEnv: string,
): BuildSettings | undefined {
  if (!input.readBuildConfig) return undefined
  const { files, shell } = input
  const variables = readEnvFiles(files, envDirOf(input, settings, root), mode, shell)
  const target = targetOfShell(shell)
  const defines = buildDefines({
    mode,
    nodeEnv,
    platform: platform.name,
    target,
    variables,
    configured: [],
    option: {},
    host: [],
  })
  return input.readBuildConfig({ files, root, platform, mode, defines })
}

/** Which modules are looked at. Virtual ones (with a NUL) never are. */
async function filterOf({ include, exclude }: Options, root: string): Promise<(id: string) => boolean> {
  if (include === undefined && exclude === undefined) return (id) => !id.includes('\0')
  const { createFilter } = await import('unplugin-utils')
  return createFilter(include, exclude, { resolve: root })
}
