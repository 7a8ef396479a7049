import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPlugin } from '../../src/bundlers/plugin'
import type { Options } from '../../src/options'
import { fakeCore } from './support/fake-core'
import { project } from './support/hosts'

let shop: ReturnType<typeof project>
let close: (() => Promise<void>) | null = null

beforeEach(() => {
  shop = project('shop')
})
afterEach(async () => {
  await close?.()
  close = null
  shop.remove()
})

async function serve(name: string, options: Options) {
  const { core, asked } = fakeCore()
  const { createServer, createLogger } = (await import(name)) as any
  const warnings: string[] = []
  const logger = createLogger('silent')
  logger.warn = (text: string) => void warnings.push(text)
  const server = await createServer({
    root: shop.root,
    configFile: false,
    customLogger: logger,
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false, hmr: false },
    plugins: [createPlugin(core).vite(options)],
  })
  close = () => server.close()
  return { server, asked, warnings }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries++) await sleep(50)
}

describe.each(['vite', 'vite7', 'vite6', 'vite5'])('the dev server of %s', (name) => {
  it('warns once transforms pause, once for the same report, and forgets deleted files', async () => {
    const { server, asked, warnings } = await serve(name, {})
    for (const file of ['app', 'config/index', 'config/api', 'utils/http', 'pages/upload']) {
      await server.transformRequest(`/src/${file}.js`)
    }
    await until(() => asked.reports.length > 0)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('loopback-host http://127.0.0.1:3000 src/config/api.js:2:15')
    expect(asked.resolved['src/pages/upload.js']).toEqual({ '../config/index.js': 'src/config/index.js' })
    expect(asked.importers['src/config/index.js']).toContain('src/pages/upload.js')

    writeFileSync(join(shop.root, 'src/extra.js'), "export const A = 'http://127.0.0.1:3000/extra'")
    await server.transformRequest('/src/extra.js')
    await until(() => warnings.length > 1)
    expect(warnings[1]).toContain('src/extra.js:1:19')

    const before = asked.reports.length
    writeFileSync(join(shop.root, 'src/quiet.js'), 'export const B = 1')
    await server.transformRequest('/src/quiet.js')
    await until(() => asked.reports.length > before)
    expect(asked.reports.length).toBeGreaterThan(before)
    expect(warnings).toHaveLength(2)

    // The watcher starts late; until it does, a deletion goes unseen.
    await sleep(300)
    rmSync(join(shop.root, 'src/extra.js'))
    await until(() => warnings.length > 2)
    expect(warnings).toHaveLength(3)
    expect(warnings[2]).not.toContain('src/extra.js')
    expect(asked.sessions).toBe(1)
  })

  it('says nothing more when it closes', async () => {
    const { server, asked } = await serve(name, {})
    await server.transformRequest('/src/config/api.js')
    await server.close()
    close = null
    await sleep(200)
    expect(asked.reports).toEqual([])
  })
})
