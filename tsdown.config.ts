import { readFileSync } from 'node:fs'
import { parse } from '@babel/parser'
import { MagicString } from 'magic-string'
import { defineConfig } from 'tsdown'
import type { Rolldown, UserConfig } from 'tsdown'

/**
 * What an entry of the plugin says on a Node that can't load this package's dependencies (HBuilderX brings its own, old
 * one), instead of an error somewhere inside them.
 */
const NODE_CHECK = `{
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) throw new Error(
    'unplugin-mp-domains needs Node ^20.19 or >=22.12, this is ' + process.versions.node +
    '. Take it out of the configuration and use the command: npx mp-domains check .\\n' +
    'unplugin-mp-domains 需要 Node ^20.19 或 >=22.12，当前为 ' + process.versions.node +
    '。请从构建配置中去掉，改用命令行：npx mp-domains check .')
}
`

/** Entries whose default export is the plugin function itself; `require()` of them gives that function. */
const bundlers = ['vite', 'webpack', 'rollup', 'rolldown', 'rspack', 'rsbuild', 'esbuild', 'farm']
const library = ['index', 'api', 'eslint', ...bundlers]
const plugins = ['index', ...bundlers]
/** Those that load CommonJS only. */
const withoutUnplugin = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'rsbuild']

const shared: UserConfig = {
  platform: 'node',
  target: 'node20.19',
  outDir: 'dist',
  dts: true,
  // `.mjs` and `.cjs` say what they are whatever the nearest package.json says.
  fixedExtension: true,
  checks: { pluginTimings: false },
}

/** Both formats in one configuration: tsdown cleans `dist` once, before either of them is written. */
export default defineConfig([
  {
    ...shared,
    format: 'esm',
    entry: { ...sources([...library, 'cli']), 'eslint-worker': 'src/eslint/worker.ts' },
    failOnWarn: true,
    plugins: [requiredCommonJs(), requiresItsCode(), checksNode()],
  },
  {
    ...shared,
    format: 'cjs',
    entry: { ...sources(library), command: 'src/cli/process.ts', 'plugin-code': 'src/bundlers/plugin-code.ts' },
    // ES modules only: `require` of them warns on Node 20.19.
    deps: { alwaysBundle: ['cac', 'magic-string'] },
    outputOptions: { exports: 'named' },
    plugins: [callableExports(), importsElsewhere(), keepsItsCode(), checksNode(), loader()],
  },
])

/**
 * Loads the dependencies that are CommonJS with `require`. By `import`, Node first scans their whole text for the names
 * that they export: for @babel/parser that takes 125 ms of every process, against 17 ms with `require`.
 */
function requiredCommonJs(): Rolldown.Plugin {
  const names = ['@babel/parser', 'ipaddr.js', 'tldts']
  const isOne = (name: string): boolean => names.includes(name)
  return {
    name: 'required-commonjs',
    renderChunk(code, chunk) {
      if (![...chunk.imports, ...chunk.dynamicImports].some(isOne)) return null
      const required = code
        .replace(/^import (\w+|\{[^}]*\}) from "([^"]+)";$/gm, (whole, bindings: string, name: string) =>
          isOne(name) ? `const ${bindings.replaceAll(' as ', ': ')} = require("${name}");` : whole,
        )
        .replace(/\bimport\("([^"]+)"\)/g, (whole, name: string) => (isOne(name) ? `require("${name}")` : whole))
      if (names.some((name) => new RegExp(`(from|import\\() ?"${name}"`).test(required)))
        throw new Error(`an import of ${chunk.fileName} was not recognised`)
      const head =
        'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);\n'
      return { code: required.startsWith('#!') ? required.replace('\n', `\n${head}`) : head + required, map: null }
    },
  }
}

function sources(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]))
}

/**
 * Makes `require('unplugin-mp-domains/webpack')` the plugin function, with `default` and the named exports on it:
 * a configuration in CommonJS calls what it requires, and one compiled from ES modules reads `.default`.
 */
function callableExports(): Rolldown.Plugin {
  return {
    name: 'callable-exports',
    renderChunk(code, chunk) {
      if (!chunk.isEntry || !bundlers.includes(chunk.name) || chunk.fileName.includes('.d.')) return null
      return {
        code: `${code}
module.exports = Object.assign((options) => exports.default(options), exports)
Object.defineProperty(module.exports, '__esModule', { value: true })
`,
        map: null,
      }
    },
  }
}

/** The module that loads what a build may not need. */
const ROOMS = '/src/bundlers/rooms.ts'

/** Loads what a CommonJS entry of the plugin requires with the code that V8 compiled before (src/bundlers/plugin-code.ts). */
function keepsItsCode(): Rolldown.Plugin {
  return {
    name: 'keeps-its-code',
    renderChunk(code, chunk) {
      if (chunk.fileName.includes('.d.')) return null
      // What the plugin loads once it is needed, by `import()`.
      if (chunk.moduleIds.some((id) => id.replaceAll('\\', '/').endsWith(ROOMS))) {
        const kept = code.replace(/\(\) => (require\("\.\/[^"]+"\))/g, (_, required: string) => {
          return `() => require("./plugin-code.cjs").withPluginCode(__dirname, () => ${required})`
        })
        if (kept === code) throw new Error(`no import() was found in ${chunk.fileName}`)
        return { code: kept, map: null }
      }
      if (!chunk.isEntry || !plugins.includes(chunk.name)) return null
      const head = 'const endOfLoading = require("./plugin-code.cjs").keepPluginCode(__dirname);\ntry {\n'
      return { code: `${head}${code}\n} finally {\n\tendOfLoading();\n}\n`, map: null }
    },
  }
}

/**
 * Has most ES modules of the plugin take the CommonJS ones: V8's code can be kept of these only. Those of the other hosts
 * load unplugin, an ES module that Node may refuse to `require` while a configuration imports it as well.
 */
function requiresItsCode(): Rolldown.Plugin {
  return {
    name: 'requires-its-code',
    renderChunk(_, chunk) {
      if (!chunk.isEntry || !withoutUnplugin.includes(chunk.name) || chunk.fileName.includes('.d.')) return null
      if (chunk.exports.join() !== 'default') throw new Error(`${chunk.fileName} exports more than its default`)
      const code = `import { createRequire } from "node:module";
export default createRequire(import.meta.url)("./${chunk.name}.cjs").default;
`
      return { code, map: null }
    },
  }
}

/** The file that webpack and Rspack take as the plugin's loader, as it is. */
function loader(): Rolldown.Plugin {
  return {
    name: 'webpack-loader',
    generateBundle() {
      const source = readFileSync(new URL('./src/bundlers/webpack-loader.cjs', import.meta.url), 'utf8')
      this.emitFile({ type: 'asset', fileName: 'webpack-loader.cjs', source })
    },
  }
}

/** Puts the check of Node's version in front of all else that the plugin's entries load. */
function checksNode(): Rolldown.Plugin {
  const file = 'node-check.mjs'
  return {
    name: 'checks-node',
    renderChunk(code, chunk, { format }) {
      if (!chunk.isEntry || !plugins.includes(chunk.name) || chunk.fileName.includes('.d.')) return null
      // Imports run in their order, and before the text around them.
      return { code: (format === 'es' ? `import "./${file}";\n` : NODE_CHECK) + code, map: null }
    },
    generateBundle({ format }) {
      if (format === 'es') this.emitFile({ type: 'asset', fileName: file, source: NODE_CHECK })
    },
  }
}

/**
 * Moves every `import()` into a file of its own: code that comes from V8's cache has lost its loader on Node 20
 * (src/bundlers/compile-cache.ts). Specifiers are those of packages, of Node, or absolute, so that the place changes nothing.
 */
function importsElsewhere(): Rolldown.Plugin {
  return {
    name: 'imports-elsewhere',
    renderChunk(code, chunk) {
      if (chunk.fileName.includes('.d.') || !code.includes('import(')) return null
      const text = new MagicString(code)
      let count = 0
      const visit = (node: unknown): void => {
        if (Array.isArray(node)) return node.forEach(visit)
        if (typeof node !== 'object' || node === null) return
        const { type, callee } = node as { type?: string; callee?: { type: string; start: number; end: number } }
        if (type === 'CallExpression' && callee?.type === 'Import') {
          text.overwrite(callee.start, callee.end, 'require("./import.cjs")')
          count++
        }
        Object.values(node).forEach(visit)
      }
      visit(parse(code, { sourceType: 'script', errorRecovery: true }).program)
      return count > 0 ? { code: text.toString(), map: null } : null
    },
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'import.cjs',
        source: "'use strict'\nmodule.exports = (specifier) => import(specifier)\n",
      })
    },
  }
}
