import { createGate, summarise } from '../../../src/extract'
import { link } from '../../../src/link'
import type { ClientRow, NetworkCall } from '../../../src/link/types'
import { findPlatform } from '../../../src/platforms'

/** The network calls of a small project. */
export async function networkCallsOf(
  files: Readonly<Record<string, string>>,
  {
    platform = 'wechat',
    clients = [] as readonly ClientRow[],
    defines = {} as Readonly<Record<string, unknown>>,
    imports = true,
  } = {},
): Promise<readonly NetworkCall[]> {
  const options = {
    imports,
    gate: createGate(
      null,
      clients.flatMap((row) => row.packages),
    ),
  }
  const records = new Map(Object.entries(files).map(([id, code]) => [`/p/${id}`, summarise(`/p/${id}`, code, options)]))
  const resolve = (specifier: string, importer: string): string | null => {
    if (!specifier.startsWith('.'))
      return records.has(`/p/node_modules/${specifier}.js`) ? `/p/node_modules/${specifier}.js` : null
    const id = new URL(specifier, `file://${importer}`).pathname
    return [id, `${id}.js`, `${id}.ts`].find((path) => records.has(path)) ?? null
  }
  const { calls } = await link({
    records,
    port: { resolve, read: (id) => files[id.slice(3)] ?? null },
    summarise: (id, code) => summarise(id, code, { ...options, force: true }),
    platform: findPlatform(platform)!,
    defines: new Map(Object.entries(defines).map(([name, value]) => [name, { value, place: null }])),
    clients,
  })
  return calls
}

/** What a small project asks for: `file:line api url`, holes as `{*}`, alternatives joined by ` | `; library functions of `via` behind `<`. */
export async function callsOf(
  files: Readonly<Record<string, string>>,
  setting: Parameters<typeof networkCallsOf>[1] = {},
): Promise<string[]> {
  const calls = await networkCallsOf(files, setting)
  return calls
    .filter((call) => !call.inner)
    .map((call) => {
      const library = call.via.filter((step) => step.file === null).map((step) => ` < ${step.name}`)
      return `${call.file.slice(3)}:${call.line} ${call.api} ${call.urls.map(({ url }) => url).join(' | ') || '?'}${library.join('')}`
    })
}
