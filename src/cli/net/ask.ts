import { createHash, randomBytes } from 'node:crypto'
import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import type { HostProbe } from '../../console/doctor'
import type { Route } from './probe'
import { reasonOf } from './reason'
import { open } from './secured'

/** How many redirects inside the same origin are followed. */
const MOST_REDIRECTS = 5

/** Asks for `/`, and follows redirects as long as they stay in the origin; where they lead elsewhere, that is the answer. */
export async function askPage(route: Route): Promise<NonNullable<HostProbe['page']>> {
  const scheme = route.plain ? 'http' : 'https'
  let path = '/'
  for (let hops = 0; ; hops++) {
    const answer = await ask(route, { method: 'GET', path }, (sent, done) =>
      sent.once('response', (response) => {
        done(response)
        response.destroy()
      }),
    )
    if ('error' in answer) return answer
    const status = answer.message.statusCode ?? 0
    const location = answer.message.headers.location
    if (status < 300 || status > 399 || location === undefined) return { status, redirect: null }
    const base = `${scheme}://${route.authority}${path}`
    if (!URL.canParse(location, base)) return { status, redirect: location }
    const to = new URL(location, base)
    if (to.origin !== new URL(base).origin) return { status, redirect: to.href }
    if (hops >= MOST_REDIRECTS) return { status, redirect: null }
    path = `${to.pathname}${to.search}`
  }
}

/** Asks for an upgrade to a WebSocket (RFC 6455, section 4). */
export async function askSocket(route: Route, path: string): Promise<HostProbe['sockets'][number]> {
  const key = randomBytes(16).toString('base64')
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
  }
  const answer = await ask(route, { method: 'GET', path, headers }, (sent, done) => {
    sent.once('upgrade', (response, socket) => {
      done(response)
      socket.destroy()
    })
    sent.once('response', (response) => {
      done(response)
      response.destroy()
    })
  })
  if ('error' in answer) return { path, status: null, ok: false, error: answer.error }
  const status = answer.message.statusCode ?? 0
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  return { path, status, ok: status === 101 && answer.message.headers['sec-websocket-accept'] === accept, error: null }
}

type Asked = { message: IncomingMessage } | { error: string }

/** Sends one request over a connection of its own, and waits for the head of the answer. */
async function ask(
  route: Route,
  options: RequestOptions,
  listen: (sent: ClientRequest, done: (message: IncomingMessage) => void) => void,
): Promise<Asked> {
  const opened = await open(route)
  if ('error' in opened) return opened
  const { socket } = opened
  return new Promise((resolve) => {
    const settle = (result: Asked) => {
      clearTimeout(timer)
      resolve(result)
      socket.destroy()
    }
    const timer = setTimeout(() => settle({ error: 'timeout' }), route.timeout)
    const sent = request({
      ...options,
      createConnection: () => socket,
      headers: { host: route.authority, 'user-agent': 'mp-domains doctor', accept: '*/*', ...options.headers },
    })
    listen(sent, (message) => settle({ message }))
    sent.on('error', (error) => settle({ error: reasonOf(error) }))
    sent.on('close', () => settle({ error: 'ECONNRESET' }))
    sent.end()
  })
}
