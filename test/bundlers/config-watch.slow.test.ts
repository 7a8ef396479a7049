import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfigFile } from '../../src/cli/config-file'
import { NodeFiles } from '../../src/cli/files'
import { createPlugin } from '../../src/bundlers/plugin'
import { makeTree } from '../unit/cli/tree'
import { project } from './support/hosts'
import { realCore } from './support/real-core'
import { WATCHERS, type Round, type Watcher } from './support/watchers'

let shop: ReturnType<typeof project>
let close: (() => unknown) | null = null

beforeEach(() => {
  shop = project('shop')
})
afterEach(async () => {
  await close?.()
  close = null
  shop.remove()
})

function configure(text: string): void {
  writeFileSync(join(shop.root, 'mp-domains.config.mjs'), text)
}

const ON = "export default { lang: 'en' }"
const OFF =
  "export default { lang: 'en', rules: { 'loopback-host': 'off' }, domains: { request: ['https://x.example.com'] } }"
const HOSTS = ['vite', 'vite5', 'rollup', 'rolldown', 'webpack', 'rspack', 'rsbuild']

describe.each(HOSTS)('a changed configuration under %s', (host) => {
  it('takes effect in the next round; one that can not be used is told of, and mended again', async () => {
    configure(ON)
    const watcher: Watcher = await WATCHERS[host](realCore().core, shop.root, {})
    close = () => watcher.close()
    const roundThat = async (fits: (round: Round) => boolean): Promise<Round> => {
      let round = await watcher.next()
      for (let tries = 0; tries < 3 && !fits(round); tries++) round = await watcher.next()
      return round
    }
    const all = ({ errors, warnings }: Round) => [...errors, ...warnings].join('\n')
    const reports = (round: Round) => all(round).includes('loopback-host')
    expect(reports(await roundThat(reports))).toBe(true)

    await sleep(1100)
    configure(OFF)
    expect(reports(await roundThat((round) => !reports(round)))).toBe(false)

    await sleep(1100)
    configure('export default { ruless: {} }')
    expect(all(await roundThat((round) => all(round).includes('ruless')))).toContain('ruless')

    await sleep(1100)
    configure(ON)
    expect(reports(await roundThat(reports))).toBe(true)
  }, 60_000)
})

describe('a changed configuration under a dev server', () => {
  it('starts it anew', async () => {
    configure(ON)
    const { createServer, createLogger } = await import('vite')
    const logger = createLogger('silent')
    const server = await createServer({
      root: shop.root,
      configFile: false,
      customLogger: logger,
      optimizeDeps: { noDiscovery: true },
      server: { middlewareMode: true, ws: false, hmr: false },
      plugins: [createPlugin(realCore().core).vite({})],
    })
    close = () => server.close()
    let restarts = 0
    server.restart = () => {
      restarts++
      return Promise.resolve()
    }
    // The watcher starts late; until it does, a change goes unseen.
    for (let tries = 0; tries < 40 && restarts === 0; tries++) {
      configure(`${OFF} // ${tries}`)
      await sleep(250)
    }
    expect(restarts).toBeGreaterThan(0)
  })
})

describe('a configuration', () => {
  it.each(['ts', 'mjs', 'js', 'json'])('in %s is loaded as it is now', async (extension) => {
    const text = (value: number) => (extension === 'json' ? `{"a":${value}}` : `export default { a: ${value} }`)
    for (const type of ['module', 'commonjs']) {
      const name = `mp-domains.config.${extension}`
      const root = makeTree({ [name]: text(1), 'package.json': JSON.stringify({ type }) })
      const load = async () => (await loadConfigFile(new NodeFiles(), root, 'en'))!.value
      expect(await load()).toEqual({ a: 1 })
      writeFileSync(join(root, name), text(22))
      expect(await load()).toEqual({ a: 22 })
    }
  })
})
