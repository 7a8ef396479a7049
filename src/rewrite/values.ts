import type { CompiledHostMap } from './host-map'
import { findMatches } from './match'

/** Applies a host map to a text that stands for itself, such as a value of a `.env` file. The same text where nothing matches. */
export function mapText(compiled: CompiledHostMap, text: string): string {
  let out = ''
  let from = 0
  for (const match of findMatches(compiled, text)) {
    if (match.state === 'uncertain') continue
    out += text.slice(from, match.start) + match.to
    from = match.end
  }
  return from === 0 ? text : out + text.slice(from)
}

/**
 * Applies a host map to all strings of a JSON value (a build-time value of `.env` or `define`); keys stay.
 * The same value, by identity, where nothing matches.
 */
export function mapBuildValue<T>(value: T, compiled: CompiledHostMap): T {
  return compiled.isEmpty ? value : (mapValue(value, compiled) as T)
}

function mapValue(value: unknown, compiled: CompiledHostMap): unknown {
  if (typeof value === 'string') return mapText(compiled, value)
  if (Array.isArray(value)) {
    const items = value.map((item) => mapValue(item, compiled))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, mapValue(item, compiled)])
  return entries.some(([key, item]) => item !== (value as Record<string, unknown>)[key])
    ? Object.fromEntries(entries)
    : value
}
