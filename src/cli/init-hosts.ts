import { joinPath } from '../options/files'
import type { NodeFiles } from './files'

/** A configuration of a bundler, and where in it plugins stand. */
export interface PluginHost {
  /** From the project's directory. */
  file: string
  /** The entry of the package: `unplugin-mp-domains/vite`. */
  entry: string
  /** Members of the exported object that lead to the array of plugins. */
  path: readonly string[]
  /** A function that is handed the bundler's configuration or chain, where it is written as one. */
  hook?: PluginHook
  /** What to write by hand where the file can't be changed safely. */
  snippet: string
}

/** A function of the configuration in which a statement adds the plugin. */
export interface PluginHook {
  /** Members of the exported object that lead to it. */
  path: readonly string[]
  /** The statement, by what the function calls its first parameter. */
  statement: (parameter: string) => string
  /** What to call the parameter where the function is missing and is to be made; null: nothing is made. */
  parameter: string | null
}

interface HostRow {
  names: RegExp
  entry: string
  path: readonly string[]
  hook?: PluginHook
}

/** Vue CLI hands a function the configuration; mpx's own template has one. */
const CONFIGURE: PluginHook = {
  path: ['configureWebpack'],
  statement: (config) => `${config}.plugins.push(mpDomains())`,
  parameter: null,
}

/** Taro's chain, in the part of its configuration that is for mini programs. */
const CHAIN: PluginHook = {
  path: ['mini', 'webpackChain'],
  statement: (chain) => `${chain}.plugin('mp-domains').use(mpDomains())`,
  parameter: 'chain',
}

const WEBPACK = ['configureWebpack', 'plugins']

/** In order: the first one of a kind counts. */
const ROWS: readonly HostRow[] = [
  { names: /^(?:vite|weapp-vite)\.config\.[cm]?[jt]s$/, entry: 'vite', path: ['plugins'] },
  { names: /^mpx\.config\.[cm]?js$/, entry: 'webpack', path: WEBPACK, hook: CONFIGURE },
  { names: /^vue\.config\.[cm]?js$/, entry: 'webpack', path: WEBPACK, hook: CONFIGURE },
  { names: /^webpack\.config\.[cm]?[jt]s$/, entry: 'webpack', path: ['plugins'] },
  { names: /^rspack\.config\.[cm]?[jt]s$/, entry: 'rspack', path: ['plugins'] },
  { names: /^rsbuild\.config\.[cm]?[jt]s$/, entry: 'rsbuild', path: ['plugins'] },
  { names: /^farm\.config\.[cm]?[jt]s$/, entry: 'farm', path: ['plugins'] },
  { names: /^rolldown\.config\.[cm]?[jt]s$/, entry: 'rolldown', path: ['plugins'] },
  { names: /^rollup\.config\.[cm]?[jt]s$/, entry: 'rollup', path: ['plugins'] },
]

/** The configurations in a project that take the plugin. */
export function pluginHosts(files: NodeFiles, directory: string, packages: readonly string[]): PluginHost[] {
  if (packages.some((name) => /^@tarojs\/(?:taro|cli)$/.test(name))) return taro(files, directory)
  const names = files.list(directory)
  for (const { names: pattern, entry, path, hook } of ROWS) {
    const file = names.find((name) => pattern.test(name))
    if (!file) continue
    const host = { file, entry: `unplugin-mp-domains/${entry}`, path, snippet: snippetFor(file, entry, path) }
    return [hook ? { ...host, hook } : host]
  }
  return []
}

function snippetFor(file: string, entry: string, path: readonly string[]): string {
  const isModule = /\.(?:m[jt]s|ts)$/.test(file) || entry !== 'webpack'
  const name = `unplugin-mp-domains/${entry}`
  const taken = isModule ? `import mpDomains from '${name}'` : `const mpDomains = require('${name}')`
  return `${taken}\n\n${path.reduceRight((inner, key, index) => (index === path.length - 1 ? `${key}: [mpDomains()]` : `${key}: { ${inner} }`), '')}\n`
}

/** Taro's own: plugins of Vite are an array, those of webpack are set in a function. */
function taro(files: NodeFiles, directory: string): PluginHost[] {
  const file = ['config/index.ts', 'config/index.js'].find((name) => files.kind(joinPath(directory, name)) === 'file')
  if (!file) return []
  const isVite = /\btype\s*:\s*['"]vite['"]|\bcompiler\s*:\s*['"]vite['"]/.test(
    files.read(joinPath(directory, file)) ?? '',
  )
  return isVite
    ? [
        {
          file,
          entry: 'unplugin-mp-domains/vite',
          path: ['compiler', 'vitePlugins'],
          snippet:
            "import mpDomains from 'unplugin-mp-domains/vite'\n\ncompiler: { type: 'vite', vitePlugins: [mpDomains()] }\n",
        },
      ]
    : [
        {
          file,
          entry: 'unplugin-mp-domains/webpack',
          path: [],
          hook: CHAIN,
          snippet:
            "import mpDomains from 'unplugin-mp-domains/webpack'\n\nmini: {\n  webpackChain(chain) {\n    chain.plugin('mp-domains').use(mpDomains())\n  },\n}\n",
        },
      ]
}
