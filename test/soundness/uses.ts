import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { attachComponent, type Registered } from './native'
import type { Screens } from './screens'

/** Shows a native component that a template uses, with the properties that it hands over; once for the same properties. */
export function useComponents(dir: string, registered: Registered): NonNullable<Screens['use']> {
  const done = new Set<string>()
  const configOf = (file: string): Record<string, string> => {
    const config = path.join(dir, `${file}.json`)
    return existsSync(config) ? (JSON.parse(readFileSync(config, 'utf8')).usingComponents ?? {}) : {}
  }
  return (element, properties, from) => {
    const user = from.replace(/\.\w+$/, '')
    const written = configOf(user)[element] ?? configOf('app')[element]
    if (!written) return
    const file = written.startsWith('/') ? written.slice(1) : path.posix.join(path.posix.dirname(user), written)
    const component = [...registered.files].find(([, of]) => of === file)?.[0]
    const given = properties()
    const key = `${file} ${JSON.stringify(given)}`
    if (!component || done.has(key)) return
    done.add(key)
    registered.used.add(component)
    attachComponent(component, registered, given)
  }
}
