import { connect as connectTcp, isIP, type Socket } from 'node:net'
import {
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import type { TlsProbe } from '../../console/doctor'
import type { Route } from './probe'
import { reasonOf } from './reason'

/** Errors by which OpenSSL says that the two sides share no version. */
const VERSION_ERROR =
  /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|WRONG_SSL_VERSION|VERSION_TOO_LOW|HANDSHAKE_FAILURE|NO_PROTOCOLS/
/** The other side sent something that is no TLS record. */
const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE/

/** What handshakes trust and allow. Made once for all hosts: reading the built-in authorities takes longer than a handshake. */
export interface Contexts {
  /** TLS 1.2 and later. */
  modern(): SecureContext
  /** Any version and cipher that OpenSSL still knows. */
  old(): SecureContext
}

/** @param ca certificates (PEM) to trust besides the built-in ones */
export function makeContexts(ca: readonly string[]): Contexts {
  const trusted = ca.length > 0 ? { ca: [...rootCertificates, ...ca] } : {}
  let modern: SecureContext | undefined
  let old: SecureContext | undefined
  return {
    modern: () => (modern ??= createSecureContext({ ...trusted, minVersion: 'TLSv1.2' })),
    old: () => (old ??= createSecureContext({ ...trusted, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })),
  }
}

/**
 * Shakes hands and looks at the certificate, trusted or not: what is wrong is the result. Where the server speaks no TLS
 * from 1.2 on, older versions are tried, so that the version can be named.
 */
export async function secured(route: Route): Promise<TlsProbe> {
  const first = await shake(route, false)
  if ('socket' in first) return look(first.socket, route)
  if (NO_TLS.test(first.error)) return failedProbe('no-tls')
  if (VERSION_ERROR.test(first.error)) {
    const second = await shake(route, true)
    if ('socket' in second) return look(second.socket, route)
  }
  return failedProbe(first.error)
}

/** Opens a connection for a request, with TLS where the route has it. Certificates were judged before and stop nothing here. */
export async function open(route: Route): Promise<{ socket: Socket } | { error: string }> {
  return route.plain ? connected(() => connectTcp(route), 'connect', route.timeout) : shake(route, false)
}

function shake(route: Route, isOld: boolean): Promise<{ socket: TLSSocket } | { error: string }> {
  const { host, port, lookup, contexts, name } = route
  return connected(
    () =>
      connectTls({
        host,
        port,
        lookup,
        secureContext: isOld ? contexts.old() : contexts.modern(),
        // No name of an IP address may be sent.
        servername: isIP(name.replace(/^\[(.*)\]$/, '$1')) ? '' : name,
        rejectUnauthorized: false,
        ALPNProtocols: ['http/1.1'],
      }),
    'secureConnect',
    route.timeout,
  )
}

/** Waits until a socket is ready; what fails later must not end the process. */
function connected<T extends Socket>(
  make: () => T,
  ready: 'connect' | 'secureConnect',
  timeout: number,
): Promise<{ socket: T } | { error: string }> {
  return new Promise((resolve) => {
    const socket = make()
    const timer = setTimeout(() => {
      resolve({ error: 'timeout' })
      socket.destroy()
    }, timeout)
    const settle = (result: { socket: T } | { error: string }) => {
      clearTimeout(timer)
      resolve(result)
    }
    socket.once(ready, () => settle({ socket }))
    socket.once('close', () => settle({ error: 'ECONNRESET' }))
    socket.on('error', (error) => settle({ error: reasonOf(error) }))
  })
}

function look(socket: TLSSocket, { name }: Route): TlsProbe {
  const certificate = socket.getPeerCertificate(true)
  const protocol = socket.getProtocol()
  const chain = socket.authorizationError as unknown
  socket.destroy()
  if (!certificate.raw) return failedProbe('no certificate')
  const mismatch = checkServerIdentity(name, certificate)
  return {
    protocol,
    error: null,
    // With a trusted chain this is the complaint about the name, which is told by itself.
    chain: chain && !String((chain as { code?: string }).code ?? chain).includes('ALTNAME') ? codeOf(chain) : null,
    name: mismatch === undefined,
    names: namesOf(certificate),
    issuer: first(certificate.issuer?.CN) ?? first(certificate.issuer?.O) ?? null,
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error ? reasonOf(error) : String(error)
}

function namesOf({ subjectaltname, subject }: DetailedPeerCertificate): string[] {
  const names = (subjectaltname ?? '').split(', ').map((part) => part.replace(/^(?:DNS|IP Address):/, ''))
  const known = names.filter((part) => part !== '')
  const common = first(subject?.CN)
  return known.length > 0 ? known : common === undefined ? [] : [common]
}

/** A field of a name may stand several times in a certificate. */
function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function failedProbe(error: string): TlsProbe {
  return { protocol: null, error, chain: null, name: false, names: [], issuer: null, validFrom: 0, validTo: 0 }
}
