import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlugin } from '../../src/bundlers/plugin'
import { Browser, findChromium } from '../unit/report/browser'
import { project } from './support/hosts'
import { realCore } from './support/real-core'

const chromium = findChromium()
if (!chromium) {
  process.stderr.write(
    '\n!!! NO CHROMIUM ON THIS MACHINE: the page of the dev server is NOT tested in a browser (Debian: apt-get install chromium) !!!\n\n',
  )
}

/** A folder for pictures of what is tested, to be looked at: `SCREENSHOTS=.tmp npx vitest run …`. */
const { SCREENSHOTS } = process.env
const PAGE = '/__mp-domains/'

describe.skipIf(!chromium)("the page of Vite's dev server in Chromium", () => {
  let browser: Browser
  let shop: ReturnType<typeof project>
  let url: string
  const closing: (() => unknown)[] = []

  const file = (name: string) => join(shop.root, 'src', name)
  const write = (name: string, text: string) => writeFileSync(file(name), text)
  const text = () => browser.run<string>('document.body?.innerText ?? ""')
  const until = async (condition: () => Promise<boolean>) => {
    // While the page loads itself again there is no document to ask.
    for (let tries = 0; tries < 200 && !(await condition().catch(() => false)); tries++) await sleep(50)
    expect(await condition()).toBe(true)
  }
  const picture = async (name: string) => {
    const png = await browser.screenshot()
    expect(png.length).toBeGreaterThan(10_000)
    if (SCREENSHOTS) {
      mkdirSync(SCREENSHOTS, { recursive: true })
      writeFileSync(join(SCREENSHOTS, `dev-page-${name}.png`), png)
    }
    return png
  }

  beforeAll(async () => {
    shop = project('shop')
    const { createServer, createLogger } = await import('vite')
    const server = await createServer({
      root: shop.root,
      configFile: false,
      customLogger: createLogger('silent'),
      optimizeDeps: { noDiscovery: true },
      server: { middlewareMode: true, ws: false, hmr: false },
      plugins: [
        createPlugin(realCore().core).vite({
          lang: 'en',
          domains: { development: { request: ['https://api.example.com'] } },
        }) as never,
      ],
    })
    const http = createHttpServer(server.middlewares)
    await new Promise<void>((done) => {
      http.listen(0, '127.0.0.1', done)
    })
    closing.push(
      () => new Promise((done) => http.close(done)),
      () => http.closeAllConnections(),
      () => server.close(),
    )
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    browser = await Browser.start(chromium!)
    closing.push(() => browser.close())
  })

  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close()
    shop.remove()
  })

  /** What a browser that shows the app does: it asks for its modules. */
  const load = async (...names: string[]) => {
    for (const name of names) await fetch(`${url}/src/${name}?t=${Date.now()}`).then((response) => response.text())
  }

  it('follows what is written: findings come, change and go without a key being pressed', async () => {
    await browser.view(1440, 900)
    write('typed.js', "wx.request({ url: 'http://10.0.0.9/typed' })\n")
    await browser.open(`${url}${PAGE}#tab=findings`)
    expect(await text()).not.toContain('10.0.0.9')

    await load('typed.js')
    await until(async () => (await text()).includes('http://10.0.0.9 is an address of a local network'))
    await picture('finding')

    write('typed.js', "wx.request({ url: 'http://10.0.0.10/typed' })\n")
    await until(async () => {
      await load('typed.js')
      return (await text()).includes('10.0.0.10')
    })
    expect(await text()).not.toMatch(/10\.0\.0\.9\b/)

    write('typed.js', "wx.request({ url: 'https://api.example.com/typed' })\n")
    await until(async () => {
      await load('typed.js')
      return !(await text()).includes('10.0.0.10')
    })
    expect(await browser.run('location.hash')).toBe('#tab=findings')
    await picture('gone')
    expect(browser.errors.splice(0)).toEqual([])
    expect(browser.requests.filter((request) => !request.startsWith(`${url}${PAGE}`))).toEqual([])
  })

  it('shows what came while it was not connected', async () => {
    write('typed.js', "wx.request({ url: 'https://api.example.com/typed' })\n")
    await load('typed.js')
    await browser.open(`${url}${PAGE}#tab=findings`)
    await browser.send('Network.emulateNetworkConditions', {
      offline: true,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
    write('typed.js', "wx.request({ url: 'http://10.0.0.11/typed' })\n")
    await load('typed.js')
    await sleep(300)
    await browser.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
    // A stream that was open survives in some versions; one that asks again says which report it shows.
    await until(async () => {
      await load('typed.js')
      return (await text()).includes('10.0.0.11')
    })
    expect(await text()).toContain('http://10.0.0.11 is an address of a local network')
    // What could not be reached is an error of the network, none of the page.
    expect(browser.errors.splice(0).filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  it.each([
    [360, 'light'],
    [360, 'dark'],
    [1440, 'light'],
    [1440, 'dark'],
  ] as const)('fits into %i pixels, %s', async (width, scheme) => {
    await load('app.js', 'config/api.js', 'utils/http.js', 'pages/upload.js', 'pages/list.js')
    await browser.view(width, 800, scheme)
    for (const tab of ['overview', 'findings', 'calls', 'picture']) {
      await browser.open(`${url}${PAGE}#tab=${tab}`)
      expect(await browser.run('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      // The tab that is shown is seen whole, however narrow the page is.
      const right = await browser.run<number>(`document.getElementById('tab-${tab}').getBoundingClientRect().right`)
      expect(right).toBeLessThanOrEqual(width)
      const [red, green, blue] = await browser.run<number[]>(
        'getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)',
      )
      const isDark = red + green + blue < 384
      expect(isDark).toBe(scheme === 'dark')
      await picture(`${tab}-${width}-${scheme}`)
    }
    expect(browser.errors.splice(0)).toEqual([])
  })
})
