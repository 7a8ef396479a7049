import { describe, expect, it } from 'vitest'
import { matchGlob } from '../../../src/url/glob'

describe('matchGlob', () => {
  it.each([
    ['pages/index.js', 'pages/index.js'],
    ['pages/*.js', 'pages/index.js'],
    ['pages/**', 'pages/a/b/c.js'],
    ['**/api.js', 'api.js'],
    ['**/api.js', 'a/b/api.js'],
    ['api.js', 'a/b/api.js'],
    ['*.{js,ts}', 'a/b/x.ts'],
    ['src/**/x/*.ts', 'src/x/a.ts'],
    ['src/**/x/*.ts', 'src/a/b/x/a.ts'],
    ['./pages/?.js', 'pages/a.js'],
    ['pages\\index.js', 'pages\\index.js'],
    ['node_modules/@scope/**', 'node_modules/@scope/a/b.js'],
    ['页面/*.js', '页面/首页.js'],
    ['a**b.js', 'axxb.js'],
  ])('%s matches %s', (glob, path) => {
    expect(matchGlob(glob, path)).toBe(true)
  })

  it.each([
    ['pages/*.js', 'pages/a/index.js'],
    ['pages/*.js', 'pages/index.ts'],
    ['pages', 'pages/index.js'],
    ['api.js', 'myapi.js'],
    ['a.js', 'axjs'],
    ['[ab].js', 'a.js'],
    ['', 'a.js'],
    ['*.{js,ts}', 'x.vue'],
    ['(a+)+$', 'aaaa'],
  ])('%s does not match %s', (glob, path) => {
    expect(matchGlob(glob, path)).toBe(false)
  })

  it('does not blow up', () => {
    const start = performance.now()
    matchGlob(`${'**/'.repeat(200)}${'*a'.repeat(200)}b`, `${'a/'.repeat(500)}${'a'.repeat(500)}`)
    matchGlob('{a,b}'.repeat(100), 'ab'.repeat(100))
    matchGlob('{'.repeat(1000), '{'.repeat(1000))
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
