import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { TraceMap } from '@jridgewell/trace-mapping'
import { parse } from '@babel/parser'
import { transformSync } from 'esbuild'
import { viteGlob, webpackContext } from './globs'
import { builtFor } from './mpx-blocks'
import type { SourceMaps } from './stack'

/** Stand-ins for packages: small modules of our own that behave as the packages do towards the platform. */
const PACKAGES = path.resolve(import.meta.dirname, 'packages')
const EXTENSIONS = [
  '',
  '.js',
  '.ts',
  '.mjs',
  '.cjs',
  '.jsx',
  '.tsx',
  '.json',
  '.vue',
  '.mpx',
  '.wpy',
  '.wxs',
  '.sjs',
  '/index.js',
  '/index.ts',
  '/index.jsx',
  '/index.tsx',
]
const ESM = /^\s*(?:import\b(?!\s*\()|export\b)/m

export interface LoaderOptions {
  dir: string
  context: vm.Context
  maps: SourceMaps
  /** Import prefix → folder relative to the fixture. */
  alias: Record<string, string>
  /** The `#ifdef` names that hold, where the toolchain resolves them. */
  ifdef: readonly string[]
  /** What stands for a package that isn't there. */
  missing?: (specifier: string) => unknown
}

export interface Loader {
  /** Loads a module of the fixture and returns its exports. `fresh`: it is run again, as a page is that opens again. */
  load(file: string, fresh?: boolean): any
}

/** The script of a single-file component and where it starts; `setup` scripts export their functions so that they can be called. */
function scriptOf(source: string): { code: string; lang: string } {
  const blocks = [...source.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
  let code = ''
  let lang = 'js'
  for (const block of blocks) {
    if (/type=["']application\/json/.test(block[1])) continue
    const at = block.index + block[0].indexOf('>') + 1
    const body = block[2]
    const setup = /\bsetup\b/.test(block[1])
    if (/lang=["']tsx?["']/.test(block[1])) lang = 'tsx'
    code = padded(code, source, at) + body
    if (setup)
      code += `\nexport { ${functionsOf(body).join(', ')} }; export const __template = () => ({ ${namesOf(body).join(', ')} })`
  }
  return { code, lang }
}

/** Fills up with blank lines, so that the script keeps its lines. */
const padded = (code: string, source: string, at: number): string =>
  code + '\n'.repeat(source.slice(0, at).split('\n').length - code.split('\n').length)

/** Names of the functions that a `<script setup>` declares. */
function functionsOf(code: string): string[] {
  const names: string[] = []
  for (const node of parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] }).program.body) {
    if (node.type === 'FunctionDeclaration' && node.id) names.push(node.id.name)
    if (node.type !== 'VariableDeclaration') continue
    for (const { id, init } of node.declarations) {
      if (id.type === 'Identifier' && init && /^(Arrow)?Function/.test(init.type)) names.push(id.name)
    }
  }
  return names
}

/** Every name that a `<script setup>` declares at its top level: what its template sees. */
function namesOf(code: string): string[] {
  const names: string[] = []
  const add = (node: any): void => {
    if (node?.type === 'Identifier') names.push(node.name)
    else if (node?.type === 'ObjectPattern') node.properties.forEach((p: any) => add(p.value ?? p.argument))
    else if (node?.type === 'ArrayPattern') node.elements.forEach(add)
    else if (node?.type === 'AssignmentPattern') add(node.left)
  }
  for (const node of parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] }).program.body) {
    if (node.type === 'FunctionDeclaration') add(node.id)
    else if (node.type === 'VariableDeclaration') node.declarations.forEach(({ id }) => add(id))
    else if (node.type === 'ImportDeclaration' && node.importKind !== 'type')
      node.specifiers.forEach(({ local }) => add(local))
  }
  return names
}

/** uni-app's conditional compilation: lines of branches that don't hold become empty. */
export function resolveIfdef(source: string, names: readonly string[]): string {
  const stack: boolean[] = []
  return source
    .split('\n')
    .map((line) => {
      const start = /#(ifdef|ifndef)\s+([\w|& -]+)/.exec(line)
      if (start) {
        const hit = start[2]
          .replace(/-->|\*\//, '')
          .split('||')
          .some((name) => names.includes(name.trim()))
        stack.push(start[1] === 'ifdef' ? hit : !hit)
        return ''
      }
      if (/#endif/.test(line)) {
        stack.pop()
        return ''
      }
      return stack.every(Boolean) ? line : ''
    })
    .join('\n')
}

/** A module loader for CommonJS and ES modules (through esbuild), TypeScript, JSX, JSON and components. */
export function createLoader({ dir, context, maps, alias, ifdef, missing }: LoaderOptions): Loader {
  const cache = new Map<string, { exports: any }>()

  const find = (base: string): string | null => {
    for (const extension of EXTENSIONS) {
      const file = base + extension
      if (existsSync(file) && statSync(file).isFile()) return file
    }
    return null
  }

  const resolve = (specifier: string, importer: string): string | null => {
    const clean = specifier.replace(/\?.*$/, '')
    let found: string | null = null
    if (clean.startsWith('.')) found = find(path.resolve(path.dirname(importer), clean))
    else if (clean.startsWith('/')) found = find(path.join(dir, clean))
    else {
      for (const [prefix, target] of Object.entries(alias)) {
        if (clean === prefix || clean.startsWith(`${prefix}/`))
          found ??= find(path.join(dir, target, clean.slice(prefix.length)))
      }
      // Inside the fixture first: native programs write `utils/x` without `./`, and some leaves bring packages of their own.
      found ??= find(path.join(dir, 'miniprogram_npm', clean))
      if (!found && existsSync(path.join(dir, 'app.json'))) {
        found = find(path.resolve(path.dirname(importer), clean)) ?? find(path.join(dir, clean))
      }
      found ??= find(path.join(PACKAGES, `${clean.replaceAll('/', '+')}.cjs`))
    }
    if (!found && !missing) throw new Error(`cannot find ${specifier} from ${importer}`)
    return found
  }

  const compile = (file: string): string => {
    let source = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
    let loader: any = path
      .extname(file)
      .slice(1)
      .replace(/^[cm](?=[jt]s$)/, '')
      .replace(/^(?:wxs|sjs|qs)$/, 'js')
    if (ifdef.length) source = resolveIfdef(source, ifdef)
    if (loader === 'mpx') source = builtFor(context.__mpx_mode__, source)
    if (loader === 'vue' || loader === 'mpx' || loader === 'wpy') ({ code: source, lang: loader } = scriptOf(source))
    if (loader === 'js' && !ESM.test(source) && !/import\.meta|import\(|[=(>]\s*<\w/.test(source)) return source
    const { code, map } = transformSync(source, {
      loader: loader === 'js' ? 'jsx' : loader,
      format: 'cjs',
      target: 'es2022',
      sourcefile: file,
      sourcemap: true,
      supported: { 'dynamic-import': false },
      define: {
        'import.meta.env': '__importMetaEnv',
        'import.meta.glob': '__glob',
        'import.meta.globEager': '__globEager',
      },
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true, jsxFactory: 'h' } } as never,
      jsx: 'transform',
    })
    maps.set(file, new TraceMap(map))
    return code
  }

  const load = (file: string): any => {
    const cached = cache.get(file)
    if (cached) return cached.exports
    const module = { exports: {} as any }
    cache.set(file, module)
    if (file.endsWith('.json')) module.exports = JSON.parse(readFileSync(file, 'utf8'))
    else {
      const require = (specifier: string) => {
        const found = specifier === 'url' ? null : resolve(specifier, file)
        return specifier === 'url' ? urlModule : found ? load(found) : missing!(specifier)
      }
      // WeChat's callback form: `require(path, callback)` loads from another subpackage.
      const requireWith = Object.assign(
        (specifier: string, callback?: (exports: any) => void) => {
          const exports = require(specifier)
          callback?.(exports)
          return exports
        },
        {
          async: (specifier: string) => Promise.resolve(require(specifier)),
          context: webpackContext(dir, file, load),
        },
      )
      const glob = viteGlob(dir, file, load)
      const given = {
        exports: module.exports,
        require: requireWith,
        module,
        __filename: file,
        __dirname: path.dirname(file),
        __glob: glob,
        __globEager: (patterns: string | string[]) => glob(patterns, { eager: true }),
      }
      const run = vm.compileFunction(compile(file), Object.keys(given), { filename: file, parsingContext: context })
      run.call(module.exports, ...Object.values(given))
    }
    return module.exports
  }

  return {
    load(file, fresh) {
      if (fresh) cache.delete(path.resolve(dir, file))
      return load(path.resolve(dir, file))
    },
  }
}

/** What mini programs get from the `url` package: only `resolve`. */
const urlModule = { resolve: (from: string, to: string) => new URL(to, from).href }
