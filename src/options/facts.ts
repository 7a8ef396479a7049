import type { Options } from '../options'
import type { Lang } from '../report/types'
import { environmentsOf } from './domains'
import { pickEnvironment, type PickedEnvironment } from './environment'
import { ConfigError } from './error'
import { directoryOf, joinPath } from './files'
import type { ResolveInput } from './input'
import { pickPlatform, type PickedPlatform } from './platform'
import { targetOfShell } from './toolchain'

/** Which environment's set judges what the platform's run-time versions ask for, unless it is configured. */
export const ENV_VERSION: Readonly<Record<string, string>> = {
  develop: 'development',
  trial: 'trial',
  release: 'production',
}

/** `root` counts from the host's root in the plugin, and from its own file in a configuration. */
export function rootOf(input: ResolveInput, settings: Options): string {
  if (input.options?.root) return joinPath(input.root, input.options.root)
  if (settings.root && input.config) return joinPath(directoryOf(input.config.file), settings.root)
  return input.root
}

export function envDirOf(input: Pick<ResolveInput, 'envDir'>, settings: Options, root: string): string {
  return joinPath(root, settings.envDir ?? input.envDir ?? '.')
}

export function platformFor(input: ResolveInput, settings: Options, root: string, lang: Lang): PickedPlatform {
  const target = input.target ?? targetOfShell(input.shell)
  const picked = pickPlatform(
    [
      { value: input.flags?.platform, from: '--platform', key: null },
      { value: settings.platform, from: 'option', key: 'platform' },
      { value: target?.name, from: target?.from ?? '', key: null },
    ],
    input.files,
    root,
  )
  if ('platform' in picked) return picked
  throw new ConfigError([picked], lang)
}

export function environmentFor(input: ResolveInput, settings: Options): PickedEnvironment {
  return pickEnvironment({
    option: settings.environment,
    flag: input.flags?.env,
    shell: input.shell,
    mode: input.mode,
    aliases: settings.environments ?? {},
    known: knownEnvironments(settings),
  })
}

export function knownEnvironments(settings: Options): string[] {
  const names = [
    'development',
    'production',
    ...environmentsOf(settings.domains),
    ...environmentsOf(settings.hostMap),
    ...Object.entries(settings.environments ?? {}).flat(),
    ...Object.values(settings.envVersion ?? ENV_VERSION),
  ]
  return [...new Set(names)]
}
