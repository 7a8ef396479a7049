import { describe, expect, it } from 'vitest'
import { addPlugin } from '../../../src/cli/init-plugin'

const VITE = { entry: 'unplugin-mp-domains/vite', path: ['plugins'] }
const WEBPACK = { entry: 'unplugin-mp-domains/webpack', path: ['plugins'] }
const VUE = { entry: 'unplugin-mp-domains/webpack', path: ['configureWebpack', 'plugins'] }

function edited(source: string, host = VITE): string {
  const edit = addPlugin(source, host)
  return edit.kind === 'edited' ? edit.code : edit.kind
}

describe('addPlugin', () => {
  it('adds an import and an element, and keeps comments, quotes and semicolons', () => {
    expect(
      edited(`import { defineConfig } from "vite";
import uni from "@dcloudio/vite-plugin-uni";

// https://vite.dev/config/
export default defineConfig({
  plugins: [
    uni(), // first
  ],
  server: { port: 1 }, // kept
});
`),
    ).toBe(`import { defineConfig } from "vite";
import uni from "@dcloudio/vite-plugin-uni";
import mpDomains from "unplugin-mp-domains/vite";

// https://vite.dev/config/
export default defineConfig({
  plugins: [
    uni(), // first
    mpDomains(),
  ],
  server: { port: 1 }, // kept
});
`)
  })

  it('works with CommonJS, Windows line ends, tabs and a byte order mark', () => {
    const source =
      "\uFEFF'use strict'\r\n\r\n/** @type {import('webpack').Configuration} */\r\nmodule.exports = {\r\n\tplugins: [\r\n\t\ta()\r\n\t]\r\n}\r\n"
    expect(edited(source, WEBPACK)).toBe(
      "\uFEFF'use strict'\r\nconst mpDomains = require('unplugin-mp-domains/webpack')\r\n\r\n/** @type {import('webpack').Configuration} */\r\nmodule.exports = {\r\n\tplugins: [\r\n\t\ta(),\r\n\t\tmpDomains()\r\n\t]\r\n}\r\n",
    )
  })

  it('makes the members that are missing', () => {
    expect(edited('export default {}', VITE)).toContain('export default { plugins: [mpDomains()] }')
    expect(edited('module.exports = {\n  a: 1 // one\n}\n', VUE)).toBe(
      "const mpDomains = require('unplugin-mp-domains/webpack')\n\nmodule.exports = {\n  a: 1, // one\n  configureWebpack: { plugins: [mpDomains()] }\n}\n",
    )
    expect(edited('module.exports = { configureWebpack: { plugins: [] } }', VUE)).toContain('plugins: [mpDomains()]')
  })

  it.each([
    'export default { plugins: [a, b], }',
    'export default defineConfig({ plugins: [a] })',
    'export default defineConfig(({ mode }) => ({ plugins: [a] }))',
    'export default () => { const a = () => { return 1 }; return { plugins: [a] } }',
    'const config = { plugins: [a] }\nexport default config',
    'export default { plugins: [a] } satisfies UserConfig',
    'module.exports = { plugins: [a] }',
  ])('reads %j', (source) => {
    expect(edited(source)).toMatch(/plugins: \[a, (?:b, )?mpDomains\(\)/)
  })

  it.each([
    'export default mergeConfig(base, { plugins: [] })',
    'export default ({ mode }) => { if (mode) return {}; return { plugins: [] } }',
    'export default { plugins: [], ...more }',
    'export default { ...more }',
    'export default { plugins: list }',
    'export default { plugins: [].concat(x) }',
    'export default [{ plugins: [] }]',
    'let config = { plugins: [] }\nexport default config',
    'const mpDomains = 1\nexport default { plugins: [] }',
    'plugins: [',
    '',
  ])('leaves %j to people', (source) => {
    expect(edited(source)).toBe('unsafe')
  })

  it('leaves functions of webpack’s configuration to people', () => {
    expect(edited('module.exports = { configureWebpack(config) {} }', VUE)).toBe('unsafe')
    expect(edited('module.exports = { configureWebpack: (config) => {} }', VUE)).toBe('unsafe')
  })

  it('knows itself', () => {
    const once = edited('export default { plugins: [a] }')
    expect(edited(once)).toBe('present')
  })
})
