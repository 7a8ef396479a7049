import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as the server got it. */
export interface Got {
  method: string
  path: string
  query: Record<string, string>
  headers: IncomingMessage['headers']
  body: unknown
}

/** What the server answers: a JSON body (HTTP 200), or what the function does. */
export type Reply = object | ((response: ServerResponse, got: Got) => void)

/**
 * A server on the loopback that speaks a platform's API.
 * @param replies by path; a list is given one by one, its last one again and again. Other paths are 404
 */
export async function consoleServer(
  replies: Record<string, Reply | Reply[]>,
): Promise<{ base: string; requests: Got[] }> {
  const requests: Got[] = []
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x')
      const text = Buffer.concat(chunks).toString('utf8')
      const got: Got = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: text === '' ? null : JSON.parse(text),
      }
      requests.push(got)
      const own = replies[url.pathname]
      const count = counts.get(url.pathname) ?? 0
      counts.set(url.pathname, count + 1)
      const reply = Array.isArray(own) ? own[Math.min(count, own.length - 1)] : own
      if (reply === undefined) response.writeHead(404).end('not here')
      else if (typeof reply === 'function') (reply as (response: ServerResponse, got: Got) => void)(response, got)
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** Answers with a status and a text. */
export function status(code: number, text = '', headers: Record<string, string> = {}): Reply {
  return (response: ServerResponse) => void response.writeHead(code, headers).end(text)
}
