import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { formatHtml } from '../../../src/report/html'
import { Browser, findChromium } from './browser'
import { bigReport, bigSource } from './big'
import { HOSTILE, hostileReport } from './hostile'
import { SAMPLE, context } from './sample'

const TABS = ['overview', 'findings', 'calls', 'picture']

const chromium = findChromium()
if (!chromium) {
  process.stderr.write(
    '\n!!! NO CHROMIUM ON THIS MACHINE: the HTML report is NOT tested in a browser (Debian: apt-get install chromium) !!!\n\n',
  )
}

describe.skipIf(!chromium)('the page in Chromium', () => {
  let browser: Browser
  let folder: string
  const url = (name: string) => pathToFileURL(path.join(folder, `${name}.html`)).href

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-html-'))
    const pages: Record<string, string> = {
      en: formatHtml(SAMPLE, context()),
      zh: formatHtml(SAMPLE, context({ lang: 'zh' })),
      hostile: formatHtml(hostileReport(), context({ sources: () => HOSTILE })),
      500: formatHtml(bigReport(500), context({ sources: bigSource })),
      5000: formatHtml(bigReport(5000), context({ sources: bigSource })),
      empty: formatHtml({ ...SAMPLE, calls: [], findings: [], domains: {} }, context()),
    }
    for (const [name, html] of Object.entries(pages)) writeFileSync(path.join(folder, `${name}.html`), html)
    browser = await Browser.start(chromium!)
    await browser.send('Emulation.setFocusEmulationEnabled', { enabled: true })
  })

  beforeEach(() => browser.view(1440, 900))

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** No error, no violation of the policy, no request. */
  function expectQuiet(): void {
    expect(browser.errors.splice(0)).toEqual([])
    expect(browser.requests.splice(0)).toEqual([])
  }

  const text = (selector: string) =>
    browser.run<string>(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`)
  const count = (selector: string) =>
    browser.run<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`)
  const click = (selector: string) => browser.run(`document.querySelector(${JSON.stringify(selector)}).click()`)
  const search = async (words: string) => {
    await browser.run(
      `{ const e = document.getElementById('search'); e.value = ${JSON.stringify(words)}; e.dispatchEvent(new Event('input')) }`,
    )
    await new Promise((resolve) => setTimeout(resolve, 150))
  }

  it.each(['en', 'zh', 'hostile', '500', 'empty'])(
    'shows every view of %s without an error or a request',
    async (name) => {
      await browser.open(url(name))
      for (const tab of TABS) {
        await click(`#tab-${tab}`)
        await browser.run(`document.querySelectorAll('details').forEach((element) => { element.open = true })`)
        expect((await text(`#panel-${tab}`)).length).toBeGreaterThan(5)
        expect(await count('[role=tabpanel]:not([hidden])')).toBe(1)
      }
      expectQuiet()
    },
  )

  it('takes nothing from a source for markup', async () => {
    await browser.open(`${url('hostile')}#at=h:${encodeURIComponent('http://127.0.0.1')}`)
    for (const tab of TABS) {
      await click(`#tab-${tab}`)
      await browser.run(`document.querySelectorAll('details').forEach((element) => { element.open = true })`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(await browser.run('window.hit')).toBeUndefined()
      expect(await count('img, iframe, object, [onerror], [onload]')).toBe(0)
      expect(await count('script')).toBe(2)
    }
    expect(await text('main')).toContain('</script><img src=x onerror=')
    expectQuiet()
  })

  it('would not run a script that came in', async () => {
    await browser.open(url('en'))
    await browser.run(
      `{ const s = document.createElement('script'); s.textContent = 'window.hit = 1'; document.body.append(s) }`,
    )
    await browser.run(
      `{ const i = document.createElement('img'); i.src = 'https://example.com/x.png'; document.body.append(i) }`,
    )
    expect(await browser.run('window.hit')).toBeUndefined()
    expect(browser.errors.splice(0).join()).toContain('Content Security Policy')
    browser.requests.splice(0)
  })

  it('filters by words, status, category and host, and keeps it in the address', async () => {
    await browser.open(`${url('en')}#tab=calls`)
    expect(await count('.item')).toBe(42)
    await search('block-1 index.js')
    expect(await count('.item')).toBe(11)
    expect(await text('[role=status]')).toBe('11 of 42 calls')
    await search('')
    await browser.run(
      `{ const e = document.getElementById('status'); e.value = 'unknown'; e.dispatchEvent(new Event('change')) }`,
    )
    expect(await count('.item')).toBe(await count('.item.unknown'))
    expect(await count('.item')).toBeGreaterThan(0)
    await browser.run(
      `{ const e = document.getElementById('category'); e.value = 'downloadFile'; e.dispatchEvent(new Event('change')) }`,
    )
    expect(await count('.item')).toBe(1)
    const address = await browser.run<string>('location.href')
    expect(address).toContain('#tab=calls&status=unknown&category=downloadFile')
    await browser.open(address)
    expect(await count('.item')).toBe(1)
    await click('#clear')
    expect(await count('.item')).toBe(42)
    await search('no such thing')
    expect(await text('#panel-calls')).toContain('Nothing fits')
    expectQuiet()
  })

  it('leads from a host to its calls', async () => {
    await browser.open(url('en'))
    await browser.run(
      `[...document.querySelectorAll('.linklike')].find((element) => element.textContent === 'http://127.0.0.1:3000').click()`,
    )
    expect(await text('[role=status]')).toBe('30 of 42 calls')
    expect(await text('.chip')).toContain('http://127.0.0.1:3000')
    await click('.chip button')
    // The category stays as it was chosen.
    expect(await text('[role=status]')).toBe('37 of 42 calls')
    expectQuiet()
  })

  it('copies the lists and the ways out', async () => {
    await browser.open(url('en'))
    await browser.run(
      `[...document.querySelectorAll('button')].find((element) => element.textContent.startsWith('Copy what is missing')).click()`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await browser.run('navigator.clipboard.readText()')).toBe(
      'https://api.shop-example.com:8443\nhttps://tracking.example.net',
    )
    expect(await text('#toast')).toBe('Copied')
    await browser.open(`${url('en')}#tab=findings`)
    await click('.paste button')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await browser.run('navigator.clipboard.readText()')).toBe(
      "hostMap: { production: { 'http://127.0.0.1:3000': 'https://api.example.com' } },",
    )
    expectQuiet()
  })

  it('copies without the clipboard API too', async () => {
    await browser.open(url('en'))
    await browser.run(`navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))`)
    await browser.run(
      `[...document.querySelectorAll('button')].find((element) => element.textContent.startsWith('Copy what is missing')).click()`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await browser.run('navigator.clipboard.readText()')).toContain('https://tracking.example.net')
  })

  it('works by keyboard', async () => {
    await browser.open(url('en'))
    await browser.run(`document.getElementById('tab-overview').focus()`)
    await browser.key('ArrowRight')
    expect(await browser.run('document.activeElement.id')).toBe('tab-findings')
    expect(await browser.run(`document.getElementById('tab-findings').getAttribute('aria-selected')`)).toBe('true')
    await browser.key('End')
    expect(await browser.run('document.activeElement.id')).toBe('tab-picture')
    await browser.run(`document.querySelector('.node').focus()`)
    expect(await count('svg.dimmed .node.on')).toBeGreaterThan(1)
    expect(await count('svg.dimmed .node.on')).toBeLessThan(await count('svg .node'))
    await browser.key('Enter')
    expect(await count('.chip')).toBe(1)
    await browser.run(`document.activeElement.blur()`)
    await browser.key('/')
    expect(await browser.run('document.activeElement.id')).toBe('search')
    expectQuiet()
  })

  it('has a name for everything that can be used', async () => {
    await browser.open(url('en'))
    for (const tab of TABS) {
      await click(`#tab-${tab}`)
      await browser.run(`document.querySelectorAll('details').forEach((element) => { element.open = true })`)
      const { nodes } = await browser.send('Accessibility.getFullAXTree')
      const nameless = nodes.filter(
        (node: any) =>
          !node.ignored &&
          /^(button|link|tab|searchbox|combobox|tabpanel|region|tablist|DisclosureTriangle)$/.test(node.role?.value) &&
          !node.name?.value,
      )
      expect(nameless.map((node: any) => node.role.value)).toEqual([])
      expect(
        await browser.run(
          `[...document.querySelectorAll('[id]')].length === new Set([...document.querySelectorAll('[id]')].map((element) => element.id)).size`,
        ),
      ).toBe(true)
    }
  })

  it('speaks both languages', async () => {
    await browser.open(url('zh'))
    expect(await text('#tab-findings')).toContain('问题')
    expect(await browser.run('document.documentElement.lang')).toBe('zh-CN')
    await click('#language')
    expect(await text('#tab-findings')).toContain('Findings')
    expect(await browser.run('document.documentElement.lang')).toBe('en')
    await click('#language')
    expectQuiet()
  })

  it('is light or dark as the system, or as chosen', async () => {
    const background = () => browser.run<string>('getComputedStyle(document.body).backgroundColor')
    await browser.view(1440, 900, 'dark')
    await browser.open(url('en'))
    const dark = await background()
    await click('#theme')
    const light = await background()
    expect(light).not.toBe(dark)
    await click('#theme')
    expect(await background()).toBe(dark)
    await click('#theme')
    expectQuiet()
  })

  it.each([360, 768, 1440])('fits into %i pixels', async (width) => {
    await browser.view(width, 800)
    for (const name of ['en', 'zh', '500']) {
      await browser.open(url(name))
      for (const tab of TABS) {
        await click(`#tab-${tab}`)
        await browser.run(
          `document.querySelectorAll('details').forEach((element, index) => { element.open = index < 5 })`,
        )
        expect([name, tab, await browser.run('document.documentElement.scrollWidth')]).toEqual([
          name,
          tab,
          await browser.run('document.documentElement.clientWidth'),
        ])
      }
    }
    expectQuiet()
  })

  it('never puts what is wrong among others', async () => {
    // The one host with an error has fewer calls than many others.
    await browser.open(`${url('500')}#tab=picture`)
    expect(await count('.node.other')).toBeGreaterThan(0)
    expect(await count('.node.error')).toBeGreaterThan(2)
    expect(await count('.node.other.error')).toBe(0)
    expectQuiet()
  })

  it('has headings in order in every view', async () => {
    for (const tab of TABS) {
      await browser.open(`${url('en')}#tab=${tab}`)
      const levels = await browser.run<number[]>(
        `[...document.querySelectorAll('h1, h2, h3, h4')].filter((e) => e.offsetParent).map((e) => Number(e.tagName[1]))`,
      )
      expect(levels[0], tab).toBe(1)
      levels.forEach((level, index) => expect(level, tab).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1))
    }
    expectQuiet()
  })

  it('counts causes, as the terminal does', async () => {
    await browser.open(`${url('en')}#tab=findings`)
    const tiles = (await text('h1 small')).match(/\d+/g)!.map(Number)
    expect(tiles.reduce((sum, number) => sum + number, 0)).toBe(Number(await text('#tab-findings .count')))
    expectQuiet()
  })

  it('keeps the picture readable at 500 calls', async () => {
    await browser.open(`${url('500')}#tab=picture`)
    expect(await count('.node')).toBeLessThanOrEqual(60)
    expect(await count('.node')).toBeGreaterThan(10)
    const overlaps = await browser.run<number>(`(() => {
      const boxes = [...document.querySelectorAll('.node rect')].map((element) => element.getBoundingClientRect())
      return boxes.filter((a, index) => boxes.some((b, other) => other > index && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length
    })()`)
    expect(overlaps).toBe(0)
    const spilling = await browser.run<number>(`[...document.querySelectorAll('.node')].filter((node) => {
      const box = node.querySelector('rect').getBoundingClientRect()
      const texts = [...node.querySelectorAll('text')].map((element) => element.getBoundingClientRect())
      return texts.some((text) => text.left < box.left || text.right > box.right + 1) || texts[0].right > texts[1].left
    }).length`)
    expect(spilling).toBe(0)
    expectQuiet()
  })

  // How long that takes is measured in `bench/page.ts`.
  it('shows 5,000 calls a page at a time', async () => {
    await browser.open(`${url('5000')}#tab=calls`)
    expect(await count('.item')).toBe(60)
    await browser.run(`[...document.querySelectorAll('#panel-calls > button')].at(-1).click()`)
    expect(await count('.item')).toBe(300)
    await search('module-7 items/4')
    expect(await count('.item')).toBe(60)
    expect(await text('#panel-calls [role=status]')).toMatch(/^(?:132 of 5,?000|5,?000 处请求中的 132 处)/)
    expectQuiet()
  })

  it('loads itself again when the report changes, with its filters', async () => {
    let stream: ServerResponse | undefined
    let served = 0
    const server = createServer((request, response) => {
      if (request.url!.endsWith('/events')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(':\n\n')
        stream = response
        return
      }
      served++
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      const calls = served === 1 ? SAMPLE.calls : SAMPLE.calls.slice(0, 5)
      response.end(formatHtml({ ...SAMPLE, calls }, context({ html: { live: '/__mp-domains/events' } })))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      await browser.open(
        `http://127.0.0.1:${(server.address() as AddressInfo).port}/__mp-domains/#tab=calls&category=request`,
      )
      const before = await text('[role=status]')
      expect(before).toContain('of 42 calls')
      for (let turn = 0; turn < 100 && !stream; turn++) await new Promise((resolve) => setTimeout(resolve, 20))
      stream!.write('data: 1\n\n')
      for (let turn = 0; turn < 100 && !(await text('[role=status]')).includes('of 5 calls'); turn++)
        await new Promise((resolve) => setTimeout(resolve, 20))
      expect(await text('[role=status]')).toContain('5 of 5 calls')
      expect(await browser.run('location.hash')).toBe('#tab=calls&category=request')
    } finally {
      server.closeAllConnections()
      server.close()
      await browser.open(url('en'))
      browser.requests.splice(0)
      browser.errors.splice(0)
    }
  })
})
