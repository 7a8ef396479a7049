import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { formatHtml } from '../../../src/report/html'
import { embedJson, pageData } from '../../../src/report/html/data'
import { SCRIPT_HASH, STYLE_HASH } from '../../../src/report/html/hashes'
import { escapeHtml, SCRIPT } from '../../../src/report/html/page'
import { STYLE } from '../../../src/report/html/style'
import { SAMPLE, context } from './sample'
import { HOSTILE, hostileReport } from './hostile'

const hash = (text: string) => createHash('sha256').update(text).digest('base64')

/** The data that a page holds. */
function dataOf(html: string): any {
  return JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)![1]!)
}

describe('the page', () => {
  it('has a policy with the hash of its own script and style (put the right ones into html/hashes.ts)', () => {
    expect({ SCRIPT_HASH, STYLE_HASH }).toEqual({ SCRIPT_HASH: hash(SCRIPT), STYLE_HASH: hash(STYLE) })
    const html = formatHtml(SAMPLE, context())
    expect(html).toContain(`script-src 'sha256-${SCRIPT_HASH}'; style-src 'sha256-${STYLE_HASH}'`)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toContain('connect-src')
    expect(html).toContain(`<script>${SCRIPT}</script>`)
    expect(html).toContain(`<style>${STYLE}</style>`)
  })

  it('is a script that parses, and names no other place', () => {
    expect(() => new Function(SCRIPT)).not.toThrow()
    expect(SCRIPT).not.toMatch(
      /<\/script|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|XMLHttpRequest|import\(/,
    )
    const outside = formatHtml(SAMPLE, context())
      .replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')
      .replace('http://www.w3.org/2000/svg', '')
    expect(outside).not.toMatch(/https?:\/\//)
    expect(outside).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b/)
  })

  it('is under 150 KB without data', () => {
    const empty = { ...SAMPLE, calls: [], findings: [], rewrites: [], literals: [], domains: {} }
    expect(Buffer.byteLength(formatHtml(empty, context()))).toBeLessThan(150_000)
  })

  it('takes nothing of the data for markup', () => {
    const html = formatHtml(hostileReport(), context({ sources: () => HOSTILE, html: { live: HOSTILE } }))
    expect(html.match(/<\/script>/g)).toHaveLength(2)
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<!--')
    expect(html.match(/<title>([^<]*)<\/title>/)).not.toBeNull()
    expect(JSON.stringify(dataOf(html))).toContain('</script><img src=x onerror=')
    expect(escapeHtml(`<a b="c" d='e'>&`)).toBe('&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;')
  })

  it('holds both languages and begins with the one asked for', () => {
    const html = formatHtml(SAMPLE, context({ lang: 'zh' }))
    expect(html).toContain('<html lang="zh-CN">')
    const data = dataOf(html)
    expect(data.lang).toBe('zh')
    expect(data.groups[0].text.en.headline).toContain('is not in the request domain list')
    expect(data.groups[0].text.zh.headline).toContain('不在以下 request 合法域名列表中')
    expect(Object.keys(data.strings.zh)).toEqual(Object.keys(data.strings.en))
  })

  it('has every text that its script asks for', () => {
    const { strings } = pageData(SAMPLE, context())
    const asked = [...SCRIPT.matchAll(/\bt\('([\w.-]+)'\s*[,)]/g)].map((match) => match[1]!)
    expect(asked.length).toBeGreaterThan(50)
    expect(asked.filter((key) => !(key in strings.en))).toEqual([])
    const used = (key: string) =>
      asked.includes(key) || [...SCRIPT.matchAll(/\bt\('([\w.-]+\.)' \+/g)].some((match) => key.startsWith(match[1]!))
    expect(
      Object.keys(strings.en).filter(
        (key) => key.startsWith('page.') && !used(key) && key !== 'page.title' && key !== 'page.noscript',
      ),
    ).toEqual([])
  })

  it('connects to its own origin only when live', () => {
    const html = formatHtml(SAMPLE, context({ html: { live: '/__mp-domains/events' } }))
    expect(html).toContain("connect-src 'self'")
    expect(dataOf(html).live).toBe('/__mp-domains/events')
    expect(dataOf(formatHtml(SAMPLE, context())).live).toBeNull()
  })
})

describe('the data', () => {
  const data = pageData(SAMPLE, context())

  it('has the lists as the console takes them', () => {
    const request = data.categories.find((row) => row.category === 'request')!
    expect(request.missing).toEqual(['https://api.shop-example.com:8443', 'https://tracking.example.net'])
    expect(request.all).toContain('https://api.shop-example.com')
    // No list takes a loopback address, an IP address or the platform's own server.
    expect(request.all.join()).not.toMatch(/127|weixin/)
    expect(data.categories.find((row) => row.category === 'socket')!.missing).toEqual([])
    expect(data.categories.find((row) => row.category === 'downloadFile')!.missing).toEqual([
      'https://xn--jvrxl.example.com',
    ])
  })

  it('has each frame once, with the part of the URL', () => {
    const [line, text, from, to] = data.frames['config/api.js:3:14']!
    expect([line, text.slice(from, to)]).toEqual([3, 'http://127.0.0.1:3000'])
    expect(data.frames['utils/http.js:5:8']!.slice(0, 2)).toEqual([
      5,
      expect.stringContaining('wx.request({ ...options'),
    ])
  })

  it('cuts long lines around what is marked', () => {
    const long = `${'a = 1; '.repeat(50_000)}x('http://127.0.0.1:3000')${'; b = 2'.repeat(50_000)}`
    const column = long.indexOf("'") + 1
    const findings = [{ ...SAMPLE.findings[0]!, file: 'm.js', line: 1, column }]
    const [, text, from, to] = pageData({ ...SAMPLE, findings }, context({ sources: () => long })).frames[
      `m.js:1:${column}`
    ]!
    expect(text.slice(from, to)).toBe('http://127.0.0.1:3000')
    expect(text.length).toBeLessThan(500)
    expect(text.startsWith('…')).toBe(true)
  })

  it('has no secret in it', () => {
    expect(embedJson(data)).not.toContain('3f2a9c0d1e4b5a697887f6e5d4c3b2a1')
  })
})
