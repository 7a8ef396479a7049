import type { HostMap, Options } from '../options'
import { compileHostMap, HostMapError, type HostMapProblem } from '../rewrite'
import type { ConfigProblem } from './error'
import { asObject } from './json'
import type { Words } from './lang'

const KEYS: Words = {
  en: "write an origin ('http://127.0.0.1:3000'), an origin with a path prefix, or a class ('<lan>:3000', '<loopback>:*')",
  zh: '请写源地址（如 http://127.0.0.1:3000）、带路径前缀的源地址，或类别（如 <lan>:3000、<loopback>:*）',
}

const WORDS: Record<HostMapProblem, (other: string | null) => { text: Words; help: Words }> = {
  key: () => ({ text: { en: 'is no origin', zh: '不是源地址' }, help: KEYS }),
  target: () => ({
    text: { en: 'has a target that is no origin', zh: '的目标不是源地址' },
    help: {
      en: "write an origin with its scheme, such as 'https://api.example.com'",
      zh: '请写带协议的源地址，如 https://api.example.com',
    },
  }),
  chain: (other) => ({
    text: {
      en: `has a target that the key '${other}' matches, so that a second run would change it again`,
      zh: `的目标又匹配键「${other}」，再次运行会被二次改写`,
    },
    help: {
      en: 'give the final origin as the target, or remove one of the two',
      zh: '请直接写最终地址，或删去其中一项',
    },
  }),
  duplicate: (other) => ({
    text: { en: `is the same as '${other}' and leads elsewhere`, zh: `与「${other}」相同但目标不同` },
    help: { en: 'keep one of the two', zh: '请只保留一项' },
  }),
}

/** What is wrong with the host maps of any environment; the first problem of each map. */
export function hostMapProblems(option: Options['hostMap'], from: string): ConfigProblem[] {
  const record = asObject(option) ?? {}
  const flat = Object.values(record).some((item) => typeof item === 'string')
  const maps: [string, unknown][] = flat
    ? [['hostMap', record]]
    : Object.entries(record).map(([name, map]) => [`hostMap.${name}`, map])
  const problems: ConfigProblem[] = []
  for (const [path, map] of maps) {
    try {
      compileHostMap((asObject(map) ?? {}) as HostMap)
    } catch (error) {
      if (!(error instanceof HostMapError)) throw error
      problems.push({ key: `${path}['${error.key}']`, from, ...WORDS[error.problem](error.other) })
    }
  }
  return problems
}
