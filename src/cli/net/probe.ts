import { lookup as resolveName } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { HostProbe, Target } from '../../console/doctor'
import { askPage, askSocket } from './ask'
import { reasonOf } from './reason'
import { secured, type Contexts } from './secured'

/** How hosts are asked. */
export interface ProbeSettings {
  /** For each step, in milliseconds. */
  timeout: number
  contexts: Contexts
  /** Where to connect instead, by `host:port`: a server that DNS does not name yet. */
  instead: ReadonlyMap<string, { host: string; port: number }>
  /** Paths to try an upgrade at. */
  socketPaths: (target: Target) => readonly string[]
}

/** How a connection to a target is opened. */
export interface Route {
  /** The name that the server is asked for: SNI, the certificate's name, the `Host` header. */
  name: string
  /** As the `Host` header writes it. */
  authority: string
  host: string
  port: number
  plain: boolean
  lookup: LookupFunction
  contexts: Contexts
  timeout: number
}

/** Asks one target everything that its lists need. Never throws. */
export async function probe(target: Target, settings: ProbeSettings): Promise<HostProbe> {
  const key = `${target.host}:${target.port}`
  const instead = settings.instead.get(key)
  const host = instead?.host ?? target.host
  const out: HostProbe = { addresses: [], dns: null, tls: null, page: null, sockets: [] }
  const found = await addressesOf(host, settings.timeout)
  if (typeof found === 'string') return { ...out, dns: found }
  out.addresses = found.map(({ address }) => address)
  if (!target.asks.page && !target.asks.socket) return out
  const isStandard = target.port === (target.plain ? 80 : 443)
  const route: Route = {
    name: target.host,
    authority: isStandard ? target.host : key,
    host,
    port: instead?.port ?? target.port,
    plain: target.plain,
    // Asked once: every connection goes to the addresses that are shown.
    lookup: (_name, options, done) =>
      options.all ? done(null, found) : done(null, found[0]!.address, found[0]!.family),
    contexts: settings.contexts,
    timeout: settings.timeout,
  }
  if (!target.plain) {
    out.tls = await secured(route)
    // Phones talk no further either.
    if (out.tls.protocol === null || /^TLSv1(?:\.1)?$/.test(out.tls.protocol)) return out
  }
  if (target.asks.page) out.page = await askPage(route)
  if (target.asks.socket) {
    for (const path of settings.socketPaths(target)) {
      const answer = await askSocket(route, path)
      out.sockets.push(answer)
      if (answer.ok) break
    }
  }
  return out
}

/** The addresses of a host, or why there are none. */
function addressesOf(host: string, timeout: number): Promise<{ address: string; family: number }[] | string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('timeout'), timeout)
    resolveName(host.replace(/^\[(.*)\]$/, '$1'), { all: true }, (error, addresses) => {
      clearTimeout(timer)
      resolve(error ? reasonOf(error) : addresses.length > 0 ? addresses : 'ENODATA')
    })
  })
}

/** Runs a task for each item, so many at a time; results stand in the order of the items. */
export async function pooled<T, R>(items: readonly T[], most: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await task(items[index]!)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work))
  return results
}
