import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report'
import { covers } from './case'
import { report } from './static'

/**
 * Programs that are hostile to an evaluator: long, deep, wide, cyclic, explosive. Each must end soon, lose no other
 * call, and say nothing that is untrue. Times are generous: they tell a hang from an answer, not fast from slow.
 */
let dir: string

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'mp-domains-limits-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** What the tool says of these files; `live.js` always holds a plain call that nothing may hide. */
async function check(files: Record<string, string>): Promise<{ urls: string[]; data: Report; ms: number }> {
  const all = { ...files, 'live.js': `wx.request({ url: 'https://live.example.com/x' })\n` }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), text)
  }
  const start = performance.now()
  const data = await report({ name: 'limits', dir, case: { expect: { urls: [] }, notes: 'generated' } })
  const urls = data.calls.flatMap((call) => call.urls.map(({ url }) => url))
  expect(urls).toContain('https://live.example.com/x')
  return { urls: urls.filter((url) => !url.startsWith('https://live.')), data, ms: performance.now() - start }
}

const repeat = (count: number, make: (i: number) => string, separator = '\n'): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(separator)
const SOON = 10_000
const API = 'https://api.example.com'

describe('long', () => {
  it('follows a concatenation of a thousand terms', async () => {
    const { urls, ms } = await check({
      'index.js': `wx.request({ url: '${API}' + ${repeat(1000, (i) => `'/${i % 10}'`, ' + ')} })`,
    })
    expect(covers(urls[0], API + repeat(1000, (i) => `/${i % 10}`, ''))).toBe(true)
    expect(urls[0].startsWith(`${API}/0/1/2`)).toBe(true)
    expect(ms).toBeLessThan(SOON)
  })

  it('ends on a concatenation of twenty thousand terms', async () => {
    const { ms } = await check({
      'index.js': `wx.request({ url: '${API}' + ${repeat(20_000, (i) => `'/${i % 10}'`, ' + ')} })`,
    })
    expect(ms).toBeLessThan(SOON)
  })

  it('follows a variable assigned two thousand times', async () => {
    const { urls, ms } = await check({
      'index.js': `let u = '${API}'\n${repeat(2000, () => `u += ''`)}\nwx.request({ url: u + '/x' })`,
    })
    expect(urls.every((url) => url === `${API}/x` || url.includes('{*}'))).toBe(true)
    expect(ms).toBeLessThan(SOON)
  })

  it('reads two thousand calls of one wrapper', async () => {
    const { urls, ms } = await check({
      'http.js': `export const get = (path) => wx.request({ url: '${API}' + path })`,
      'index.js': `import { get } from './http'\n${repeat(2000, (i) => `get('/p${i}')`)}`,
    })
    expect(new Set(urls.filter((url) => !url.includes('{*}'))).size).toBe(2000)
    expect(ms).toBeLessThan(SOON)
  })

  it('reads an API table of five thousand members', async () => {
    const { urls, ms } = await check({
      'api.js': `const root = '${API}'\nmodule.exports = {\n${repeat(5000, (i) => `  k${i}: root + '/${i}',`)}\n}`,
      'index.js': `const api = require('./api')\nwx.request({ url: api.k4711 })\nPage({ onLoad({ k }) { wx.request({ url: api[k] }) } })`,
    })
    expect(urls).toContain(`${API}/4711`)
    expect(ms).toBeLessThan(SOON)
  })

  it('keeps calls behind a line of two megabytes', async () => {
    const { urls, ms } = await check({
      'index.js': `const icon = '${'A'.repeat(2_000_000)}'\nwx.request({ url: '${API}/after', data: icon })`,
    })
    expect(urls).toEqual([`${API}/after`])
    expect(ms).toBeLessThan(SOON)
  })
})

describe('deep', () => {
  it.each([
    ['ternaries', (n: number) => `${repeat(n, (i) => `x === ${i} ? '${API}/${i % 3}'`, ' : ')} : '${API}/end'`],
    ['parentheses', (n: number) => `${'('.repeat(n)}'${API}/p'${')'.repeat(n)}`],
    ['arrays', (n: number) => `${'['.repeat(n)}'${API}/a'${']'.repeat(n)}${'[0]'.repeat(n)}`],
    ['templates', (n: number) => `${'`${'.repeat(n)}'${API}/t'${'}`'.repeat(n)}`],
    ['calls', (n: number) => `${'id('.repeat(n)}'${API}/c'${')'.repeat(n)}`],
    ['members', (n: number) => `o${'.o'.repeat(n)}.url`],
    ['logical operators', (n: number) => `${repeat(n, (i) => `f.k${i}`, ' || ')} || '${API}/l'`],
  ])('ends on three thousand nested %s', async (_, make) => {
    const { urls, ms } = await check({
      'index.js': `const id = (v) => v\nconst o = { url: '${API}/m' }\no.o = o\nconst f = {}\nexports.go = (x) => wx.request({ url: ${make(3000)} })`,
    })
    expect(urls.filter((url) => !url.startsWith(`${API}/`) && !url.includes('{*}'))).toEqual([])
    expect(ms).toBeLessThan(SOON)
  })

  it('ends on wrappers five hundred deep', async () => {
    const { urls, ms } = await check({
      'index.js': `const f0 = (u) => wx.request({ url: '${API}' + u })\n${repeat(500, (i) => `const f${i + 1} = (u) => f${i}(u)`)}\nf500('/deep')`,
    })
    expect(urls.filter((url) => !url.includes('{*}') && url !== `${API}/deep`)).toEqual([])
    expect(ms).toBeLessThan(SOON)
  })

  it('ends on five hundred nested functions', async () => {
    const { ms } = await check({
      'index.js': `const b = '${API}'\n${'(function () {\n'.repeat(500)}wx.request({ url: b + '/n' })\n${'})()\n'.repeat(500)}`,
    })
    expect(ms).toBeLessThan(SOON)
  })

  it('follows a constant through sixty modules', async () => {
    const files: Record<string, string> = { 'm0.js': `export const v = '${API}'` }
    for (let i = 1; i <= 60; i++) files[`m${i}.js`] = `import { v as w } from './m${i - 1}'\nexport const v = w`
    const { urls, ms } = await check({
      ...files,
      'index.js': `import { v } from './m60'\nwx.request({ url: v + '/x' })`,
    })
    expect(urls).toEqual([`${API}/x`])
    expect(ms).toBeLessThan(SOON)
  })
})

describe('explosive', () => {
  it('bounds text that doubles', async () => {
    const { urls, ms } = await check({
      'index.js': `exports.never = () => {\nlet s = '/x'\n${repeat(60, () => 's = s + s')}\nwx.request({ url: '${API}' + s })\n}`,
    })
    expect(urls.every((url) => url.length < 200_000)).toBe(true)
    expect(ms).toBeLessThan(SOON)
  })

  it('bounds repeat, padStart and join', async () => {
    const { urls, ms } = await check({
      'index.js': `exports.never = () => {
  wx.request({ url: '${API}/' + 'a'.repeat(2 ** 29) })
  wx.request({ url: '${API}/' + 'a'.padStart(2 ** 29, 'xy') })
  wx.request({ url: '${API}/' + new Array(2 ** 29).join('ab') })
  wx.request({ url: '${API}/' + Array.from({ length: 2 ** 29 }).join('ab') })
  wx.request({ url: '${API}/' + 'ab'.repeat(5000).replaceAll('a', 'a'.repeat(90000)) })
}`,
    })
    expect(urls.every((url) => url.length < 200_000)).toBe(true)
    expect(ms).toBeLessThan(SOON)
  })

  it('bounds alternatives that multiply', async () => {
    const { data, ms } = await check({
      'index.js': `exports.go = (f) => {\nlet u = '${API}'\n${repeat(40, (i) => `if (f.a${i}) u += '/a${i}'; else u += '/b${i}'`)}\nwx.request({ url: u })\n}`,
    })
    const call = data.calls.find(({ file }) => file === 'index.js')!
    expect(call.resolution).not.toBe('full')
    expect(call.urls.length).toBeLessThan(500)
    expect(ms).toBeLessThan(SOON)
  })

  it('bounds callers that multiply', async () => {
    const { ms } = await check({
      'index.js': `const f0 = (u) => wx.request({ url: '${API}' + u })\n${repeat(18, (i) => `const f${i + 1} = (u) => { f${i}(u + '/a'); f${i}(u + '/b') }`)}\nf18('/r')`,
    })
    expect(ms).toBeLessThan(SOON)
  })

  it('ends on recursion that grows its argument', async () => {
    const { urls, ms } = await check({
      'index.js': `const go = (u, n) => { wx.request({ url: '${API}' + u, success: () => go(u + '/x', n - 1) }) }\ngo('/s', 3)\nconst up = (o) => up({ ...o, next: o })\nup({})`,
    })
    expect(urls.length).toBeLessThan(500)
    expect(ms).toBeLessThan(SOON)
  })

  it.each([
    ['nested quantifiers', `/^(a+)+$/`, `'${'a'.repeat(40)}!'`],
    ['overlapping alternatives', `/^(a|aa)+$/`, `'${'a'.repeat(60)}!'`],
    ['nested groups in replace', `/(x+x+)+y/g`, `'${'x'.repeat(40)}'`],
  ])('does not backtrack for ever: %s', async (_, pattern, text) => {
    const { ms } = await check({
      'index.js': `const t = ${text}\nwx.request({ url: ${pattern}.test(t) ? '${API}/a' : '${API}/b' })\nwx.request({ url: '${API}/' + t.replace(${pattern}, '') })\nwx.request({ url: '${API}/' + t.split(${pattern})[0] })`,
    })
    expect(ms).toBeLessThan(SOON)
  })
})

describe('cyclic', () => {
  it('ends on a ring of five hundred modules', async () => {
    const files: Record<string, string> = {}
    for (let i = 0; i < 500; i++) {
      files[`m${i}.js`] =
        `import { v${(i + 1) % 500} } from './m${(i + 1) % 500}'\nexport const v${i} = v${(i + 1) % 500} + '/${i}'`
    }
    const { urls, ms } = await check({ ...files, 'index.js': `import { v0 } from './m0'\nwx.request({ url: v0 })` })
    expect(urls.every((url) => url.includes('{*}') || url.startsWith('undefined'))).toBe(true)
    expect(ms).toBeLessThan(SOON)
  })

  it.each([
    ['a variable of itself', `var u = u + '/x'\nwx.request({ url: u })`],
    ['two variables of each other', `var a = b + '/a'\nvar b = a + '/b'\nwx.request({ url: b })`],
    ['an object of itself', `const o = { get url() { return this.url } }\nwx.request({ url: o.url })`],
    ['a class of itself', `class A extends A {}\nwx.request({ url: new A().url })`],
    [
      'two classes of each other',
      `class A extends B { go() { return super.go() } }\nclass B extends A {}\nwx.request({ url: new B().go() })`,
    ],
    ['a function that returns itself', `const f = () => f\nwx.request({ url: f()()()() })`],
    [
      'a module that requires itself',
      `const me = require('./index')\nmodule.exports = { url: me.url }\nwx.request({ url: me.url })`,
    ],
    ['an alias of itself', `wx.request = wx.request\nwx.request({ url: '${API}/self' })`],
    ['a prototype of itself', `function F() {}\nF.prototype = new F()\nwx.request({ url: new F().x })`],
    ['a proxy of itself', `const p = new Proxy({}, { get: (t, k) => p[k] })\nwx.request({ url: p.url })`],
  ])('ends on %s', async (_, code) => {
    const { urls, ms } = await check({ 'index.js': code })
    expect(urls.filter((url) => url.startsWith('https') && url !== `${API}/self`)).toEqual([])
    expect(ms).toBeLessThan(SOON)
  })
})

describe('broken', () => {
  it.each([
    ['half a file', `wx.request({ url: '${API}/a' })\nfunction (`],
    [
      'a merge conflict',
      `<<<<<<< HEAD\nwx.request({ url: '${API}/a' })\n=======\nwx.request({ url: '${API}/b' })\n>>>>>>> x`,
    ],
    ['bytes', String.fromCharCode(...Array.from({ length: 4000 }, (_, i) => (i * 7919) % 65_536))],
    ['a lone surrogate', `wx.request({ url: '${API}/\ud800' })`],
    [
      'names of Object.prototype',
      `const t = {}\nwx.request({ url: t['__proto__'] + t.constructor + t.toString + t.hasOwnProperty })`,
    ],
    [
      'keys of Object.prototype',
      `const t = { __proto__: { url: 'x' }, constructor: '${API}/c' }\nwx.request({ url: t.constructor })\nexports.constructor = 1\nexports.__proto__ = 2`,
    ],
    [
      'exports named after members of objects',
      `export const toString = '${API}/s', valueOf = 1, __proto__ = 2, hasOwnProperty = 3\nwx.request({ url: toString })`,
    ],
    ['duplicate declarations', `const a = 1\nconst a = 2\nlet b\nfunction b() {}\nwx.request({ url: '${API}/d' })`],
    ['a hashbang and a byte order mark', `\ufeff#!/usr/bin/env node\nwx.request({ url: '${API}/h' })`],
    ['return, await and new.target at the top', `await 1\nnew.target\nwx.request({ url: '${API}/r' })\nreturn 3`],
    [
      'with, octals and html comments',
      `with (wx) { request({ url: '${API}/w' + 017 }) }\n<!-- x\nwx.request({ url: '${API}/o' })`,
    ],
    [
      'flow types',
      `// @flow\nimport type { A } from './a'\nfunction f(x: ?string): %checks { return !!x }\nwx.request({ url: ('${API}/f': string) })`,
    ],
  ])('goes on after %s', async (_, code) => {
    const { urls, ms } = await check({ 'index.js': code })
    expect(
      urls.filter((url) => !url.startsWith(API) && !url.includes('{*}') && !/^(?:undefined|\[object)/.test(url)),
    ).toEqual([])
    expect(ms).toBeLessThan(SOON)
  })
})
