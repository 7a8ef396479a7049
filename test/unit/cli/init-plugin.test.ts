import { describe, expect, it } from 'vitest'
import { pluginHosts } from '../../../src/cli/init-hosts'
import { addPlugin } from '../../../src/cli/init-plugin'
import type { NodeFiles } from '../../../src/cli/files'

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

/** How a file of this name in a project with these packages is changed. */
function inProject(file: string, source: string, packages: string[] = []): string {
  const files = {
    list: () => [file],
    kind: (path: string) => (path === `/p/${file}` ? 'file' : null),
    read: () => source,
  } as unknown as NodeFiles
  const [host] = pluginHosts(files, '/p', packages)
  const edit = addPlugin(source, host!)
  return edit.kind === 'edited' ? edit.code : edit.kind
}

describe('functions that are handed the configuration', () => {
  const TARO = ['@tarojs/cli']

  it('mpx: one that is empty, and one with statements', () => {
    expect(inProject('mpx.config.js', 'module.exports = defineConfig({\n  configureWebpack(config) {}\n})\n')).toBe(
      "const mpDomains = require('unplugin-mp-domains/webpack')\n\nmodule.exports = defineConfig({\n  configureWebpack(config) {\n    config.plugins.push(mpDomains())\n  }\n})\n",
    )
    expect(
      inProject('vue.config.js', 'module.exports = {\n  configureWebpack: (c) => {\n    c.devtool = false\n  },\n}\n'),
    ).toContain('(c) => {\n    c.plugins.push(mpDomains())\n    c.devtool = false\n  },')
    expect(inProject('vue.config.js', 'module.exports = { configureWebpack: (c) => { a(c) } }')).toContain(
      '(c) => {\n  c.plugins.push(mpDomains())\n   a(c) } }',
    )
    expect(inProject('vue.config.js', 'module.exports = { configureWebpack: { plugins: [] } }')).toContain(
      'plugins: [mpDomains()]',
    )
  })

  it('Taro: the chain of the base that every return merges', () => {
    const source = `import path from 'path'
import { defineConfig } from '@tarojs/cli'
import dev from './dev'
import prod from './prod'

export default defineConfig(async (merge, { command, mode }) => {
  const base = {
    framework: 'react',
    mini: {
      postcss: {},
      webpackChain(chain) {
        chain.resolve.plugin('paths').use(Paths)
      },
    },
    h5: { webpackChain(chain) {} },
  }
  if (process.env.NODE_ENV === 'development') {
    return merge({}, base, dev)
  }
  return merge({}, base, prod)
})
`
    expect(inProject('config/index.ts', source, TARO)).toBe(
      source
        .replace("from './prod'", "from './prod'\nimport mpDomains from 'unplugin-mp-domains/webpack'")
        .replace(
          '      webpackChain(chain) {\n',
          "      webpackChain(chain) {\n        chain.plugin('mp-domains').use(mpDomains())\n",
        ),
    )
  })

  it('Taro: a chain that is missing is made', () => {
    const source = `import path from "path"

const config = {
  mini: {
    postcss: {},
  },
}

module.exports = function (merge) {
  if (process.env.NODE_ENV === 'development') {
    return merge({}, config, require('./dev'))
  }
  return merge({}, config, require('./prod'))
}
`
    expect(inProject('config/index.js', source, TARO)).toBe(
      source
        .replace('"path"\n', '"path"\nimport mpDomains from "unplugin-mp-domains/webpack"\n')
        .replace(
          'postcss: {},\n',
          "postcss: {},\n    webpackChain(chain) { chain.plugin('mp-domains').use(mpDomains()) },\n",
        ),
    )
    expect(inProject('config/index.js', 'module.exports = { framework: 1 }', TARO)).toContain(
      "framework: 1, mini: { webpackChain(chain) { chain.plugin('mp-domains').use(mpDomains()) } } }",
    )
  })

  it.each([
    'module.exports = (merge) => { if (a) return merge({}, b, c)\n return merge({}, d, c) }\nconst b = {}\nconst d = {}',
    'module.exports = (merge) => { if (a) return b\n return merge({}, b, c) }\nconst b = {}',
    'module.exports = (merge) => { if (a) return\n return merge({}, b, c) }\nconst b = {}',
    'const b = {}\nmodule.exports = (merge) => merge({ mini: {} }, b)',
    'module.exports = { mini: { webpackChain: shared } }',
    'module.exports = { mini: { webpackChain() {} } }',
    'module.exports = { mini: { webpackChain(chain) {}, ...shared } }',
    'module.exports = { mini: { ...shared } }',
    'module.exports = { mini: shared }',
    'module.exports = { mini: { webpackChain: ({ plugin }) => {} } }',
    'module.exports = { mini: { webpackChain: (chain) => chain } }',
  ])('leaves %s alone', (source) => {
    expect(inProject('config/index.js', source, TARO)).toBe('unsafe')
  })
})
