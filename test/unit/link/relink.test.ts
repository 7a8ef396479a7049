import { describe, expect, it } from 'vitest'
import { createGate, summarise, type OpaqueRecord } from '../../../src/extract'
import { link, Linker, type LinkInput } from '../../../src/link'
import { findPlatform } from '../../../src/platforms'

const platform = findPlatform('wechat')!
const options = { gate: createGate(platform, []), imports: true }

const page = (path: string): string =>
  `import { get } from './api'\nPage({ onLoad() { get('${path}').then((list) => { this.setData({ list }) }) } })\n`

/** Five pages over one wrapper, and something that nobody links. */
const FILES: Readonly<Record<string, string>> = {
  'app.js': "App({ globalData: { base: 'https://a.example.com' } })\n",
  'config.js': "export const HOST = 'https://a.example.com'\n",
  'api.js': "import { HOST } from './config'\nexport const get = (path) => wx.request({ url: HOST + path })\n",
  'plain.js': 'export const sum = (a, b) => a + b\n',
  ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`page${n}.js`, page(`/list/${n}`)])),
}

/** A program that is linked again after each change, and compared with one that is linked for the first time. */
function program(
  few = 5,
  linker = new Linker(few),
): {
  input: LinkInput
  set(id: string, text: string): void
  change(changes: Readonly<Record<string, string>>): Promise<{ calls: string[]; wasPartial: boolean }>
} {
  const files = new Map<string, string>()
  const records = new Map<string, OpaqueRecord>()
  const set = (id: string, text: string): void => {
    files.set(id, text)
    records.set(id, summarise(id, text, options))
  }
  for (const [id, text] of Object.entries(FILES)) set(`/p/${id}`, text)
  const input: LinkInput = {
    records,
    port: {
      resolve: (specifier) => (files.has(`/p/${specifier.slice(2)}.js`) ? `/p/${specifier.slice(2)}.js` : null),
      read: (id) => files.get(id) ?? null,
    },
    summarise: (id, code) => summarise(id, code, { ...options, force: true }),
    platform,
    defines: new Map(),
    clients: [],
  }
  let isFirst = true
  return {
    input,
    set,
    async change(changes) {
      // The first link keeps nothing.
      if (isFirst) for (let i = 0; i < 2; i++) await linker.link(input, null)
      isFirst = false
      const ids = Object.keys(changes).map((id) => `/p/${id}`)
      for (const [id, text] of Object.entries(changes)) set(`/p/${id}`, text)
      const { calls } = await linker.link(input, new Set(ids))
      const fresh = await link(input)
      const show = (all: typeof calls): string[] =>
        all.map((c) => `${c.file.slice(3)}:${c.line} ${c.inner ? 'inner ' : ''}${c.urls.map((u) => u.url).join(' | ')}`)
      expect(show(calls)).toEqual(show(fresh.calls))
      return { calls: show(calls), wasPartial: linker.wasPartial }
    },
  }
}

describe('linking again', () => {
  it('looks only at what a changed page needs', async () => {
    const { change } = program()
    const { calls, wasPartial } = await change({ 'page3.js': page('/changed') })
    expect(wasPartial).toBe(true)
    expect(calls).toContain('page3.js:2 https://a.example.com/changed')
    expect(calls).toHaveLength(6)
    // And once more: what the part said before is kept.
    expect((await change({ 'page3.js': `\n${page('/again')}` })).wasPartial).toBe(true)
    expect((await change({ 'page4.js': page('/other') })).wasPartial).toBe(true)
  })

  it('looks at nothing where the module says nothing of URLs', async () => {
    const { change } = program()
    expect((await change({ 'plain.js': 'export const sum = (...all) => all.length\n' })).wasPartial).toBe(true)
  })

  it.each([
    ['what everything imports', { 'config.js': "export const HOST = 'https://b.example.com'\n" }],
    ['the app', { 'app.js': "App({ globalData: { base: 'https://b.example.com' } })\n" }],
    ['an import', { 'page1.js': `import './plain'\n${page('/list/1')}` }],
    ['something that all modules share', { 'page1.js': `wx.$get = (path) => path\n${page('/list/1')}` }],
    ['an interceptor', { 'page1.js': `uni.addInterceptor('request', { invoke(x) { return x } })\n${page('/list/1')}` }],
    ['what a page exports', { 'page1.js': `${page('/list/1')}export const one = 1\n` }],
  ])('looks at everything after a change of %s', async (_, changes) => {
    expect((await program().change(changes)).wasPartial).toBe(false)
  })

  it.each([
    [
      'a store',
      "import { createStore } from 'vuex'\nimport { HOST } from './config'\nexport default createStore({ state: { base: HOST } })\n",
      'this.$store.state.base',
    ],
    [
      'a member of all components',
      "import Vue from 'vue'\nimport { HOST } from './config'\nVue.prototype.$base = HOST\n",
      'this.$base',
    ],
  ])('sees that a module without a URL begins to make %s', async (_, text, base) => {
    const { set, change } = program()
    set(
      '/p/item.vue',
      `<script>\nexport default { created() { uni.request({ url: ${base} + '/item' }) } }\n</script>\n`,
    )
    const { calls } = await change({ 'plain.js': text })
    expect(calls.filter((call) => call.startsWith('item'))).toEqual(['item.vue:2 https://a.example.com/item'])
  })

  it('looks at everything where the part is most of the program', async () => {
    expect((await program(0).change({ 'page1.js': page('/changed') })).wasPartial).toBe(false)
  })

  it('remembers from the first link on where that is asked for, and nothing where nothing is', async () => {
    for (const [keeps, expected] of [
      ['first', 'api.js page1.js page2.js page3.js page4.js page5.js'],
      ['second', null],
      ['never', null],
    ] as const) {
      const linker = new Linker(5, keeps)
      const { input } = program(5, linker)
      await linker.link(input, null)
      const result = await linker.linkPart(input, new Set(['/p/page1.js']), 5)
      expect(result && [...new Set(result.calls.map(({ file }) => file.slice(3)))].join(' ')).toBe(expected)
    }
  })

  it('links a small part alone, or nothing at all', async () => {
    const linker = new Linker(5, 'first')
    const { input, set, change } = program(5, linker)
    await linker.link(input, null)
    set('/p/page2.js', page('/changed'))
    expect(await linker.linkPart(input, new Set(['/p/page2.js']), 1)).toBe(null)
    const result = await linker.linkPart(input, new Set(['/p/page2.js']), 5)
    expect(result!.calls.flatMap(({ urls }) => urls.map(({ url }) => url))).toContain('https://a.example.com/changed')
    // Too large is no reason not to try again.
    expect((await change({ 'page2.js': page('/list/2') })).calls).toContain('page2.js:2 https://a.example.com/list/2')
  })
})
