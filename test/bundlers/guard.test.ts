import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { guardedFiles, guardLine, movedDown } from '../../src/bundlers/guard'
import type { Options } from '../../src/options'
import { build, HOSTS, project, type Host } from './support/hosts'
import { realCore } from './support/real-core'

const WORDS = '开发构建被上传'

async function built(host: Host, mode: 'production' | 'development', options: Options = {}) {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = mode
  const shop = project('shop')
  onTestFinished(() => {
    process.env.NODE_ENV = before
    shop.remove()
  })
  // A literal whose place tells whether source maps still fit.
  writeFileSync(join(shop.root, 'src', 'start.js'), "import './app.js'\n\n  wx.log('here it stands')\n")
  const request = { root: shop.root, entry: 'src/start.js', mode, options: { failOn: 'never' as const, ...options } }
  const { error, files } = await build(host, realCore().core, { ...request, sourcemap: true })
  expect(error).toBeNull()
  return files
}

const scripts = (files: Record<string, string>) => Object.entries(files).filter(([name]) => name.endsWith('.js'))

/** The file that a platform would start with. */
function entryOf(files: Record<string, string>): { name: string; text: string } {
  const found = scripts(files)
  const [name, text] =
    found.find(([, text]) => text.includes(WORDS)) ?? found.find(([, text]) => text.includes('here it stands'))!
  return { name, text }
}

describe.each(HOSTS)('%s', (host) => {
  it('puts the check in front of what a development build starts with, and source maps still fit', async () => {
    const files = await built(host, 'development')
    const guarded = scripts(files).filter(([, text]) => text.includes(WORDS))
    expect(guarded).toHaveLength(1)
    const [name, text] = guarded[0]
    // Only helpers of the host stand before it.
    expect(text.indexOf(WORDS)).toBeLessThan(text.search(/\bwx\.(?:request|uploadFile|connectSocket)\b/))
    const line = text.split('\n').findIndex((one) => one.includes('here it stands') && !one.includes('eval('))
    // webpack's development builds hold modules as text unless they are told otherwise.
    if (line < 0) return
    const column = text.split('\n')[line].indexOf('here it stands') - 1
    const place = originalPositionFor(new TraceMap(files[`${name}.map`]), { line: line + 1, column })
    expect([place.source?.split('/').at(-1)?.split('?')[0], place.line]).toEqual(['start.js', 3])
  })

  it('shows one modal where the development output runs as a trial or released version, and none in production', async () => {
    const modals = (files: Record<string, string>, envVersion: string): unknown[] => {
      const shown: unknown[] = []
      const known: Record<string, unknown> = {
        getAccountInfoSync: () => ({ miniProgram: { envVersion } }),
        showModal: (message: { content: string }) => shown.push(message.content),
      }
      // The program itself may ask the platform for anything.
      const any: unknown = new Proxy(function () {}, {
        get: (_, key) => (key === 'then' ? undefined : any),
        apply: () => any,
      })
      const wx = new Proxy(known, {
        get: (object, key) => object[key as string] ?? (String(key).startsWith('__') ? undefined : any),
      })
      const { name, text } = entryOf(files)
      const exported = { exports: {} }
      const globals = { wx, module: exported, exports: exported.exports, console, setTimeout, App: any, Page: any }
      runInNewContext(text.replace(/^export\s*(?:\{[^}]*\}|default\s+[^;\n]+);?$/gm, ''), globals, { filename: name })
      return shown
    }
    const development = await built(host, 'development')
    for (const version of ['trial', 'release']) {
      expect(modals(development, version)).toEqual([expect.stringContaining(WORDS)])
      expect(modals(await built(host, 'production'), version)).toEqual([])
    }
    expect(modals(development, 'develop')).toEqual([])
  })

  it('puts nothing into a production build, nor where it is switched off', async () => {
    for (const guard of ['upload', 'all'] as const) {
      for (const [, text] of Object.entries(await built(host, 'production', { guard }))) {
        expect(text).not.toContain(WORDS)
        expect(text).not.toContain('__mpDomains')
      }
    }
    for (const [, text] of Object.entries(await built(host, 'development', { guard: false })))
      expect(text).not.toContain('__mpDomains')
  })
})

describe('the guarded file', () => {
  const script = (file: string, isEntry: boolean) => ({ file, isEntry })

  it('is the one that the platform starts with, else an entry', () => {
    expect([...guardedFiles([script('app.js', false), script('pages/a.js', true)])]).toEqual(['app.js'])
    expect([...guardedFiles([script('game.js', true), script('main.js', true)])]).toEqual(['game.js'])
    expect([...guardedFiles([script('main.js', true), script('lib.js', false), script('a.css', true)])]).toEqual([
      'main.js',
    ])
    expect([...guardedFiles([script('pages/app.js', false)])]).toEqual([])
  })

  it('stays in strict mode where it was', () => {
    expect(guardLine('G', '"use strict";x')).toBe('"use strict";G\n')
    expect(guardLine('G', "/* a */ // b\n 'use strict'\nx")).toBe('"use strict";G\n')
    for (const code of ['x', '', '/* open', '// "use strict"', "'use stricter'", 'f("use strict")'])
      expect(guardLine('G', code)).toBe('G\n')
  })

  it('has its map moved down', () => {
    expect(movedDown({ version: 3, mappings: 'AAAA' })).toEqual({ version: 3, mappings: ';AAAA' })
    expect(movedDown({ version: 3, sections: [] })).toEqual({ version: 3, sections: [] })
  })
})
