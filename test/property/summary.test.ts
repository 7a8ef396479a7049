import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summarise } from '../../src/extract'

const ROOT = path.join(import.meta.dirname, '../../fixtures')

function sources(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const file = path.join(dir, name)
    if (statSync(file).isDirectory()) return sources(file)
    return /\.(?:[mc]?js|tsx?|jsx|vue|mpx|wpy|\w?xml|wxss|css)$/.test(name) ? [file] : []
  })
}

describe('module summaries', () => {
  it('survive JSON unchanged', () => {
    const files = sources(ROOT)
    expect(files.length).toBeGreaterThan(400)
    for (const file of files) {
      const record = summarise(file, readFileSync(file, 'utf8'), { force: true })
      expect(JSON.parse(JSON.stringify(record)), file).toEqual(record)
    }
  })

  it('are the same for the same text', () => {
    const code = readFileSync(path.join(ROOT, 'bundlers/switcher/src/env.js'), 'utf8')
    expect(summarise('/a/env.js', code)).toEqual(summarise('/b/env.js', code))
    expect(summarise('/a/env.js', code).key).not.toBe(summarise('/a/env.js', `${code} `).key)
    expect(summarise('/a/env.js', code).key).not.toBe(summarise('/a/env.ts', code).key)
  })

  it.each(['a.js', 'a.ts', 'a.tsx', 'a.vue', 'a.wxml', 'a.wxss', 'a.mpx', 'a.wpy'])(
    'are made of any text as %s',
    (name) => {
      const token = fc.constantFrom(
        'wx.request({url:`',
        '${',
        '}',
        '<script>',
        '</script>',
        '{{',
        '}}',
        "'",
        '"',
        '`',
        '/*',
        '//',
        'http://h',
        '\\',
        '(',
        ')',
        '=>',
        'class A{',
        '#x',
        'async ',
        '\u2028',
        '\0',
        '\ud800',
        '<a src="',
        'import ',
        'export ',
        'const a=a',
        ';',
        '\n',
      )
      fc.assert(
        fc.property(fc.array(fc.oneof(token, fc.string())), (parts) => {
          const record = summarise(name, parts.join(''), { force: true })
          expect(record.gate).toBe(true)
          expect(JSON.parse(JSON.stringify(record))).toEqual(record)
        }),
        { numRuns: 150 },
      )
    },
  )
})
