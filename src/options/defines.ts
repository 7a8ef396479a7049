import type { BuildValue } from '../options'
import type { Place } from '../url/place'
import { TOOLCHAINS } from './toolchain'

/** What the build-time values of one build are made from. */
export interface DefineInput {
  /** The name that picks the `.env` files; also `import.meta.env.MODE`. */
  mode: string
  nodeEnv: string
  /** Our name of the platform. */
  platform: string
  /** The platform's name by the toolchain that runs, where one does, and the variable that holds it. */
  target: { name: string; from: string } | null
  /** The variables that programs see. */
  variables: ReadonlyMap<string, BuildValue>
  /** Values read from the toolchain's configuration files, e.g. `API_BASE`. */
  configured: Iterable<readonly [string, BuildValue]>
  /** The option `define`. */
  option: Readonly<Record<string, unknown>>
  /** What the host itself knows; it wins over everything but the option. */
  host: Iterable<readonly [string, BuildValue]>
}

/** Build-time values by the text that the program reads them with; see `ResolvedOptions.defines`. */
export function buildDefines(input: DefineInput): Map<string, BuildValue> {
  const defines = new Map<string, BuildValue>()
  const set = (name: string, value: unknown, place: Place | null = null) => defines.set(name, { value, place })
  set('process.env.NODE_ENV', input.nodeEnv)
  set('import.meta.env.MODE', input.mode)
  set('import.meta.env.PROD', input.nodeEnv === 'production')
  set('import.meta.env.DEV', input.nodeEnv !== 'production')
  set('import.meta.env.SSR', false)
  set('import.meta.env.BASE_URL', '/')
  for (const { variable, define, targets } of TOOLCHAINS) {
    if (!define) continue
    const name = variable === input.target?.from ? input.target.name : targets[input.platform]
    if (name) set(define, name)
  }
  for (const [name, { value, place }] of input.variables) {
    set(`process.env.${name}`, value, place)
    set(`import.meta.env.${name}`, value, place)
  }
  // An entry whose value is not known still hides what the name meant before.
  // A host that hands on what a file states (`DefinePlugin` with the variables of `.env`) does not hide where it stands.
  const define = (name: string, value: unknown, place: Place | null) => {
    const before = defines.get(name)
    if (value === undefined) defines.delete(name)
    else set(name, value, place ?? (before && before.value === value ? before.place : null))
  }
  for (const [name, { value, place }] of [...input.configured, ...input.host]) define(name, value, place)
  for (const [name, value] of Object.entries(input.option)) define(name, definedValue(value), null)
  return defines
}

/**
 * The value of one entry of a `define` table. Texts are source text, as in Vite: `'"https://x"'` is a string and
 * `'42'` a number; a text that is no JSON is an expression or a bare name whose value is not known (`undefined`).
 * Other values stand for themselves.
 */
export function definedValue(entry: unknown): unknown {
  if (typeof entry !== 'string') return entry
  const text = entry.trim()
  try {
    return JSON.parse(text)
  } catch {
    const quoted = /^'([^'\\\n]*)'$|^`([^`\\$]*)`$/.exec(text)
    return quoted ? (quoted[1] ?? quoted[2]) : undefined
  }
}
