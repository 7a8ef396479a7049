import type { BuildValue } from '../options'
import { definedValue } from '../options/defines'

/** Maps a text by the host map: the new text, or null where nothing matches. */
export type MapText = (text: string) => string | null

/**
 * A host's table of definitions. A text is source: `'"https://x"'` is a string value. A value that is no text is
 * itself in Vite and esbuild-likes (`json`); in webpack and Rspack an object is a tree of further definitions (`tree`).
 */
export type Definitions = Record<string, unknown>
export type DefinitionForm = 'json' | 'tree'

/**
 * The values that a table of definitions gives to the program, by the text that reads them.
 * Expressions whose value is not known are left out.
 */
export function readDefinitions(table: Definitions, form: DefinitionForm): Map<string, BuildValue> {
  const values = new Map<string, BuildValue>()
  const read = (entries: Definitions, prefix: string) => {
    for (const [name, entry] of Object.entries(entries)) {
      if (form === 'tree' && isTree(entry)) {
        read(entry, `${prefix}${name}.`)
        continue
      }
      const value = jsonValue(entry)
      if (value !== undefined) values.set(prefix + name, { value, place: null })
    }
  }
  read(table, '')
  return values
}

/**
 * The entries that the host map changes, in the form in which the host takes them. Strings inside a JSON value count
 * as well. Null where nothing matches.
 */
export function mapDefinitions(table: Definitions, form: DefinitionForm, map: MapText): Definitions | null {
  const out: [string, unknown][] = []
  for (const [name, entry] of Object.entries(table)) {
    if (form === 'tree' && isTree(entry)) {
      const inner = mapDefinitions(entry, form, map)
      if (inner) out.push([name, { ...entry, ...inner }])
      continue
    }
    const value = jsonValue(entry)
    const mapped = value === undefined ? undefined : mapValue(value, map)
    if (mapped !== undefined) out.push([name, JSON.stringify(mapped)])
  }
  return out.length > 0 ? Object.fromEntries(out) : null
}

/** A JSON value with its strings mapped, or undefined where none matches. */
export function mapValue(value: unknown, map: MapText): unknown {
  if (typeof value === 'string') return map(value) ?? undefined
  if (typeof value !== 'object' || value === null) return undefined
  let changed = false
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const mapped = mapValue(item, map)
    if (mapped !== undefined) changed = true
    return [key, mapped === undefined ? item : mapped]
  })
  if (!changed) return undefined
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

/** The value of an entry where JSON can hold it; functions, instances (webpack's `RuntimeValue`) and expressions are not known. */
function jsonValue(entry: unknown): unknown {
  const value = definedValue(entry)
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value)) return value
  return isTree(value) ? value : undefined
}

function isTree(entry: unknown): entry is Definitions {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return false
  const prototype: unknown = Object.getPrototypeOf(entry)
  return prototype === Object.prototype || prototype === null
}
