import { one, textOf, type Alternatives } from './values'
import type { World } from './world'

/**
 * Names under which `Taro.getEnv()` tells the platform, by `TARO_ENV`: `Taro.ENV_TYPE` has each under itself.
 * https://docs.taro.zone/docs/apis/about/env, https://docs.taro.zone/docs/envs
 */
const ENV_TYPE: Readonly<Record<string, string>> = {
  weapp: 'WEAPP',
  swan: 'SWAN',
  alipay: 'ALIPAY',
  tt: 'TT',
  qq: 'QQ',
  jd: 'JD',
  h5: 'WEB',
  rn: 'RN',
}
const NAMES: ReadonlySet<string> = new Set(Object.values(ENV_TYPE))

/** What `Taro.getEnv()` gives in this build; null for other paths, and where the build does not say. */
export function taroEnv(world: World, path: string): Alternatives | null {
  if (path !== 'Taro.getEnv') return null
  const env = world.defines.get('process.env.TARO_ENV')?.value
  const name = typeof env === 'string' && Object.hasOwn(ENV_TYPE, env) ? ENV_TYPE[env]! : null
  return name === null ? null : one(textOf(name))
}

/** A member of `Taro.ENV_TYPE`; null for other paths, and for names that no page of Taro's tells. */
export function taroEnvType(path: string): Alternatives | null {
  const name = path.startsWith('Taro.ENV_TYPE.') ? path.slice('Taro.ENV_TYPE.'.length) : ''
  return NAMES.has(name) ? one(textOf(name)) : null
}
