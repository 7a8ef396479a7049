import { describe, expect, it } from 'vitest'
import { summarise, type ModuleSummary } from '../../../src/extract'
import { bindGlobs } from '../../../src/link/globs'
import { Module } from '../../../src/link/module'

const IDS = [
  '/p/src/api/index.js',
  '/p/src/api/user.js',
  '/p/src/api/shop/cart.js',
  '/p/src/api/shop/cart.test.js',
  '/p/src/pages/home.vue',
  '/p/src/node_modules/x/y.js',
]

/** The keys that a call in `/p/src/api/index.js` leads to; null where it is not followed. */
function keysOf(code: string, id = '/p/src/api/index.js', ids = IDS): string[] | null | undefined {
  const summary = summarise(id, `const files = ${code}`, { force: true }) as ModuleSummary
  const module = new Module(id, summary, 0)
  bindGlobs(module, () => ids)
  const found = module.globs[0]
  for (const [, target] of found ?? []) expect(module.resolved.get(`glob:${target}`)).toBe(target)
  return found?.map(([key]) => key) ?? (found as null | undefined)
}

describe('modules that are loaded by a pattern of their names', () => {
  it.each([
    ["import.meta.glob('./*.js')", ['./user.js']],
    ["import.meta.glob('./**/*.js', { eager: true })", ['./shop/cart.js', './shop/cart.test.js', './user.js']],
    ["import.meta.glob(['./**/*.js', '!./**/*.test.js'])", ['./shop/cart.js', './user.js']],
    ["import.meta.globEager('../{pages,api}/*.{vue,js}')", ['../pages/home.vue', './user.js']],
    ["import.meta.glob('../pages/*.vue', { import: 'default' })", ['../pages/home.vue']],
    ["import.meta.glob('/src/pages/*.vue')", ['/src/pages/home.vue']],
    ["import.meta.glob('@/pages/*.vue')", ['/src/pages/home.vue']],
    ['import.meta.glob(`./us?r.js`)', ['./user.js']],
    ["import.meta.glob('./none/*.js')", []],
    ["require.context('./', false, /\\.js$/)", ['./index.js', './user.js']],
    ["require.context('./shop', true, /^\\.\\/[a-z]+\\.js$/)", ['./cart.js']],
    ["require.context('@/api/shop/')", ['./cart.js', './cart.test.js']],
    ["require.context('../pages', false)", ['./home.vue']],
  ])('%s', (code, keys) => {
    expect(keysOf(code)).toEqual(keys)
  })

  it.each([
    'import.meta.glob(pattern, { eager: true })',
    "import.meta.glob('./*.js', { as: 'raw' })",
    "import.meta.glob('./*.js', { query: '?url' })",
    "import.meta.glob('./*.js', options)",
    "import.meta.glob('./*.js', { ...options })",
    'require.context(directory)',
    "require.context('./', false, pattern)",
    "local.context('./')",
  ])('does not follow %s', (code) => {
    expect(keysOf(code)).toBeUndefined()
  })

  it('takes no longer for hostile patterns, and follows none that says more than it knows', () => {
    expect(keysOf("import.meta.glob('./*a*a*a*a*a*a*.js')")).toEqual([])
    expect(keysOf("import.meta.glob('./**/**/**/c*rt.js')")).toEqual(['./shop/cart.js'])
    expect(keysOf("require.context('./', true, /((a+)+)+$/)")).toEqual([])
    for (const pattern of ['./[u]ser.js', './!(cart).js', './[.js'])
      expect(keysOf(`import.meta.glob('${pattern}')`)).toEqual([])
  })

  it('finds files whatever the folders above are called', () => {
    const id = '/w/@shop/app (1)/[x]/api/index.js'
    expect(keysOf("import.meta.glob('./*.js')", id, [id, '/w/@shop/app (1)/[x]/api/user.js'])).toEqual(['./user.js'])
  })
})
