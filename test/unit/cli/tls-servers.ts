import { createHash } from 'node:crypto'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { Certificate } from './certificates'

/** How a server on the loopback behaves. */
export interface ServerSettings {
  /** Its certificate, with those that it sends along; none: plain HTTP. */
  certificates?: readonly Certificate[]
  tls?: SecureContextOptions
  /** Default: 404 with a short text. */
  page?: RequestListener
  /** Path at which upgrades are accepted, or what is done with them. */
  upgrade?: string | ((socket: Socket, key: string, path: string) => void)
}

/** Starts a server and gives its port; it is gone after the test. */
export async function serve(settings: ServerSettings = {}): Promise<number> {
  const { certificates, tls, upgrade } = settings
  const page: RequestListener = settings.page ?? ((_, response) => void response.writeHead(404).end('nothing here'))
  const server: Server = certificates
    ? createHttps(
        { cert: certificates.map(({ certificate }) => certificate).join(''), key: certificates[0]!.key, ...tls },
        page,
      )
    : createHttp(page)
  if (upgrade !== undefined) {
    server.on('upgrade', (request: { url: string; headers: Record<string, string> }, socket: Socket) => {
      const key = request.headers['sec-websocket-key']!
      if (typeof upgrade === 'function') upgrade(socket, key, request.url)
      else if (request.url === upgrade) accept(socket, acceptOf(key))
      else socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
    })
  }
  return listening(server)
}

/** Lets any server listen on the loopback until the test is over. */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    // Clients that turn away are what is tested.
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Answers an upgrade with 101. */
export function accept(socket: Socket, value: string): void {
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${value}\r\n\r\n`,
  )
}

/** The answer that RFC 6455 asks for. */
export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}
