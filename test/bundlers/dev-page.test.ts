import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPlugin } from '../../src/bundlers/plugin'
import type { Options } from '../../src/options'
import { project } from './support/hosts'
import { realCore } from './support/real-core'

let shop: ReturnType<typeof project>
const closing: (() => unknown)[] = []

beforeEach(() => {
  shop = project('shop')
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  shop.remove()
})

interface Sent {
  type: string
  err?: { message: string; plugin: string }
}

async function serve(name: string, options: Options) {
  const { createServer, createLogger } = (await import(name)) as any
  const server = await createServer({
    root: shop.root,
    configFile: false,
    customLogger: createLogger('silent'),
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false, hmr: false },
    plugins: [createPlugin(realCore().core).vite({ lang: 'en', ...options })],
  })
  const sent: Sent[] = []
  server.ws.send = (payload: Sent) => void sent.push(payload)
  const http: Server = createHttpServer(server.middlewares)
  await new Promise<void>((done) => {
    http.listen(0, '127.0.0.1', done)
  })
  closing.push(
    () => new Promise((done) => http.close(done)),
    () => http.closeAllConnections(),
    () => server.close(),
  )
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return { server, sent, url }
}

/** The data that stands in a page of the report. */
async function dataOf(url: string): Promise<{ text: string; live: string; calls: unknown[]; groups: unknown[] }> {
  const response = await fetch(`${url}/__mp-domains/`)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const text = await response.text()
  const json = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(text)![1]
  return { text, ...(JSON.parse(json) as { live: string; calls: unknown[]; groups: unknown[] }) }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await condition()); tries++) await sleep(50)
}

/** Collects what a stream of events says. */
async function listen(url: string): Promise<string[]> {
  const stop = new AbortController()
  closing.push(() => stop.abort())
  const response = await fetch(url, { signal: stop.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const said: string[] = []
  const read = async () => {
    for await (const chunk of response.body!) said.push(new TextDecoder().decode(chunk))
  }
  read().catch(() => {})
  return said
}

/** What a stream of events says first. */
async function first(url: string): Promise<string> {
  const said = await listen(url)
  await until(() => said.length > 0)
  return said[0]
}

describe.each(['vite', 'vite7', 'vite6', 'vite5'])('the page of %s', (name) => {
  it('shows the report, and says when it changed', async () => {
    const { server, url } = await serve(name, {})
    const empty = await dataOf(url)
    expect([empty.calls, empty.groups, empty.live]).toEqual([[], [], '/__mp-domains/events?none'])
    const events = await listen(`${url}${empty.live}`)
    await server.transformRequest('/src/app.js')
    await server.transformRequest('/src/config/api.js')
    await server.transformRequest('/src/utils/http.js')
    await server.transformRequest('/src/pages/upload.js')
    await until(() => events.join('').includes('data: report'))
    const { calls } = await dataOf(url)
    expect(calls.length).toBeGreaterThan(0)

    // A page that shows another report than this one is told at once.
    expect(await first(`${url}/__mp-domains/events?none`)).toBe('data: report\n\n')
    const { live } = await dataOf(url)
    expect(await first(`${url}${live}`)).toBe(': open\n\n')

    const before = events.length
    mkdirSync(join(shop.root, 'src/more'))
    writeFileSync(join(shop.root, 'src/more/a.js'), "wx.request({ url: 'http://10.0.0.9/new' })")
    await server.transformRequest('/src/more/a.js')
    await until(() => events.length > before)
    expect((await dataOf(url)).text).toContain('10.0.0.9')

    // What says nothing new makes no page load again.
    const then = events.length
    writeFileSync(join(shop.root, 'src/more/b.css'), 'a { color: red }')
    await server.transformRequest('/src/more/a.js')
    await sleep(250)
    expect(events).toHaveLength(then)
  })

  it('leaves every other request alone', async () => {
    const { url } = await serve(name, {})
    expect((await fetch(`${url}/__mp-domains`, { redirect: 'manual' })).headers.get('location')).toBe('/__mp-domains/')
    expect((await fetch(`${url}/__mp-domains/`, { method: 'POST' })).status).toBe(404)
    expect(await (await fetch(`${url}/src/config/api.js`)).text()).toContain('127.0.0.1')
    expect(await (await fetch(`${url}/__mp-domains/other`)).text()).not.toContain('id="data"')
  })

  it('lays errors over the app, and takes them off again', async () => {
    const judged: Options = { domains: { development: { request: ['https://api.example.com'] } } }
    const { server, sent } = await serve(name, judged)
    const file = join(shop.root, 'src/laid.js')
    writeFileSync(file, "wx.request({ url: 'http://10.0.0.9/new' })")
    await server.transformRequest('/src/laid.js')
    await until(() => sent.length > 0)
    expect(sent[0]).toMatchObject({ type: 'error', err: { plugin: 'unplugin-mp-domains' } })
    expect(sent[0].err!.message).toMatch(/10\.0\.0\.9[^]*src\/laid\.js:1:19/)

    // As the watcher does, which starts late.
    writeFileSync(file, "wx.request({ url: 'https://api.example.com/new' })")
    server.moduleGraph.invalidateAll()
    await server.transformRequest('/src/laid.js')
    await until(() => sent.length > 1)
    expect(sent.slice(1)).toEqual([{ type: 'update', updates: [] }])
  })

  it('lays nothing over it where that is switched off, or nothing is wrong', async () => {
    const { server, sent } = await serve(name, { overlay: false, domains: { development: {} } })
    writeFileSync(join(shop.root, 'src/laid.js'), "wx.request({ url: 'http://10.0.0.9/new' })")
    await server.transformRequest('/src/laid.js')
    await sleep(400)
    expect(sent).toEqual([])
  })
})
