import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { stripTypes } from '../../../src/extract'

/** A program's text in one form, so that only what it does is compared. */
const normal = (code: string, loader: 'js' | 'ts'): string =>
  transformSync(code, {
    loader,
    minifyWhitespace: true,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  }).code

describe('types are taken out', () => {
  it.each([
    ["import type { Options } from 'unplugin-mp-domains'\nexport default { lang: 'zh' } satisfies Options"],
    ["import { defineConfig, type Options } from 'p'\nconst o: Options = {}\nexport default defineConfig(o)"],
    ["import { type A, b } from 'p'\nexport const c = b"],
    [
      'export default ({ environment, env }: { environment: string; env?: Record<string, string> }): object => ({ environment, env })',
    ],
    ["interface A { x: 'http://a' }\ntype B = A & { y?: string[] }\nexport const x = (1 as number as unknown as B)!"],
    ['const f = <T extends object,>(x: T, y?: string): T => x\nexport default f<{ a: 1 }>({ a: 1 })'],
    [
      "const x = ('a') as string\nlet y: (a: string) => void\nexport type { Z } from 'z'\nexport default x satisfies string",
    ],
    ['const map = new Map<string, string>()\nfor (const [k, v] of map as Map<string, string>) f(k!, v)\nexport {}'],
    ["const 中文: string = 'as number' as string // as x\nexport default `${中文 as string} satisfies`"],
    ['export default { a() { return process.env.X as string }, b: async (x?: number) => x } as const'],
  ])('%s', (code) => {
    const stripped = stripTypes(code)!
    expect(normal(stripped.code, 'js')).toBe(normal(code, 'ts'))
    expect(stripped.code.length).toBe(code.length)
  })

  it('keeps lines, and tells what is imported still', () => {
    const code =
      "import type { A } from 'a'\r\nimport b, { type C } from 'b'\nexport * from \"./d\"\nexport default b as A"
    const { code: out, imports } = stripTypes(code)!
    expect(imports.map(({ specifier, start, end }) => [specifier, out.slice(start, end)])).toEqual([
      ['b', "'b'"],
      ['./d', '"./d"'],
    ])
    expect(out.split(/\r?\n/)).toHaveLength(4)
  })

  it.each([
    ['enum E { A }'],
    ['namespace N { export const a = 1 }'],
    ['class A { constructor(private x: string) {} }'],
    ["import a = require('a')"],
    ['export = {}'],
    ['const x = <string>y'],
    ["module.exports = { a: require('a') }"],
    ['export default import.meta.url'],
    ["export default await import('./a')"],
    ['function f(this: Window) {}'],
    ['declare const x: string'],
    ['let x!: string'],
    ['export default {'],
  ])('where that is enough: not %s', (code) => expect(stripTypes(code)).toBeNull())
})
