import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { init, parse } from 'es-module-lexer'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks } from './support/markdown'
import { projectFiles, root, text } from './support/source'

/**
 * What a user gets: `npm pack`, installed into an empty project, and used from there.
 * `npm test` builds first; run alone, this says so when `dist` is missing or older than the sources.
 */
const folder = mkdtempSync(path.join(os.tmpdir(), 'mp-domains-pack-'))
const app = path.join(folder, 'app')
const manifest = JSON.parse(text('package.json')) as { version: string; exports: Record<string, unknown> }
const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')
const DEV = 'http://127.0.0.1:3000'
const PRODUCTION = 'https://api.example.com'
let tarball = ''

beforeAll(() => {
  requireFreshBuild()
  const packed = npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder)
  tarball = path.join(folder, (JSON.parse(packed) as { filename: string }[])[0]?.filename as string)
  mkdirSync(app)
  // No `"type": "module"`, like the templates of uni-app and of many webpack projects.
  write('package.json', JSON.stringify({ name: 'app', version: '1.0.0', private: true }))
  npm(app, 'install', tarball, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock')
  // The bundlers are peers: the ones of this checkout stand in, so that nothing big is installed again.
  for (const [name, target] of [
    ['vite', 'vite'],
    ['vite5', 'vite5'],
    ['webpack', 'webpack'],
    ['typescript', 'typescript'],
    ['@types', '@types'],
  ] as const) {
    if (!existsSync(path.join(app, 'node_modules', name))) {
      symlinkSync(path.join(root, 'node_modules', target), path.join(app, 'node_modules', name), 'junction')
    }
  }
  write('src/config.js', `export const HOST = '${DEV}'\n`)
  write('src/main.js', `import { HOST } from './config'\nwx.request({ url: HOST + '/users' })\n`)
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the tarball', () => {
  it('holds what is needed and nothing else', () => {
    const packed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n').filter(Boolean)
    const extra = packed.filter(
      (file) =>
        !/^package\/(dist\/[\w.-]+\.(mjs|cjs|d\.mts|d\.cts)|package\.json|README(\.zh-CN)?\.md|CHANGELOG\.md|LICENSE)$/.test(
          file,
        ),
    )
    expect(extra).toEqual([])
    expect(packed).toEqual(
      expect.arrayContaining([
        'package/README.md',
        'package/README.zh-CN.md',
        'package/LICENSE',
        'package/CHANGELOG.md',
      ]),
    )
  })

  it('is clean for publint', async () => {
    const data = readFileSync(tarball)
    const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>, { color: false }))).toEqual(
      [],
    )
  })

  it('has the right types for every way of resolving', async () => {
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))))
    expect(result.types).not.toBe(false)
    expect('problems' in result ? result.problems : ['no types at all']).toEqual([])
    expect('entrypoints' in result ? Object.keys(result.entrypoints).sort() : []).toEqual(
      Object.keys(manifest.exports).sort(),
    )
  })

  it('starts the command without loading what only some commands need', async () => {
    await init
    const heavy = staticImports(path.join(root, 'dist/cli.mjs')).filter(
      (name) => !name.startsWith('node:') && !['cac', 'picocolors'].includes(name),
    )
    expect(heavy).toEqual([])
  })
})

describe('in an empty project', () => {
  it('gives every entry to import and to require', () => {
    const names = JSON.stringify(subpaths.map((subpath) => `unplugin-mp-domains${subpath.slice(1)}`))
    const shape = `Object.fromEntries(Object.entries(loaded).map(([name, module]) => [name, Object.keys(module).filter((key) => key !== 'module.exports').sort()]))`
    write(
      'names.mjs',
      `const loaded = {}\nfor (const name of ${names}) loaded[name] = await import(name)\nconsole.log(JSON.stringify(${shape}))\n`,
    )
    write(
      'names.cjs',
      `const loaded = {}\nfor (const name of ${names}) loaded[name] = require(name)\nconsole.log(JSON.stringify(${shape}))\n`,
    )
    const fromImport = JSON.parse(node('names.mjs').stdout) as Record<string, string[]>
    const fromRequire = JSON.parse(node('names.cjs').stdout) as Record<string, string[]>
    expect(Object.keys(fromImport)).toHaveLength(subpaths.length)
    expect(fromRequire).toEqual(fromImport)
  })

  it.each(['vite', 'webpack', 'rollup', 'rolldown', 'rspack', 'rsbuild', 'esbuild', 'farm'])(
    'gives the function for require(…/%s)',
    (bundler) => {
      write(
        'function.cjs',
        `const plugin = require('unplugin-mp-domains/${bundler}')\nconsole.log(typeof plugin, typeof plugin.default, plugin.__esModule)\n`,
      )
      expect(node('function.cjs').stdout.trim()).toBe('function function true')
    },
  )

  it('says nothing while it is loaded', () => {
    write(
      'quiet.cjs',
      `require('unplugin-mp-domains'); require('unplugin-mp-domains/vite'); require('unplugin-mp-domains/webpack')\n`,
    )
    expect(node('quiet.cjs')).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  const configs = [
    [
      'vite.esm.config.mjs',
      `import mpDomains from 'unplugin-mp-domains/vite'\nexport default { plugins: [mpDomains(OPTIONS)], build: BUILD }\n`,
    ],
    [
      'vite.typed.config.ts',
      `import mpDomains from 'unplugin-mp-domains/vite'\nexport default { plugins: [mpDomains(OPTIONS)], build: BUILD }\n`,
    ],
    [
      'vite.commonjs.config.cjs',
      `const mpDomains = require('unplugin-mp-domains/vite')\nmodule.exports = { plugins: [mpDomains(OPTIONS)], build: BUILD }\n`,
    ],
  ] as const

  for (const vite of ['vite', 'vite5']) {
    it.each(configs)(`fails a ${vite} build on a dev host and passes with the host map: %s`, (name, config) => {
      const build = `{ outDir: 'dist-vite', minify: false, lib: { entry: 'src/main.js', formats: ['es'], fileName: 'main' } }`
      const run = (hostMap: object): Outcome => {
        rmSync(path.join(app, 'dist-vite'), { recursive: true, force: true })
        write(name, config.replace('OPTIONS', options(hostMap)).replace('BUILD', build))
        return node(`node_modules/${vite}/bin/vite.js`, ['build', '--config', name])
      }
      const failed = run({})
      expect(failed.status, failed.stdout + failed.stderr).not.toBe(0)
      expect(failed.stdout + failed.stderr).toContain('src/config.js:1:')
      const passed = run({ production: { [DEV]: PRODUCTION } })
      expect(passed.status, passed.stdout + passed.stderr).toBe(0)
      const output = emitted('dist-vite')
      expect(output).toContain(PRODUCTION)
      expect(output).not.toContain(DEV)
    })
  }

  it.each([
    [
      'ES module',
      'webpack.mjs',
      `import webpack from 'webpack'\nimport mpDomains from 'unplugin-mp-domains/webpack'\n`,
    ],
    [
      'CommonJS',
      'webpack.cjs',
      `const webpack = require('webpack')\nconst mpDomains = require('unplugin-mp-domains/webpack')\n`,
    ],
  ])('fails a webpack build on a dev host and passes with the host map: %s', (_, name, head) => {
    const run = (hostMap: object): Outcome => {
      rmSync(path.join(app, 'dist-webpack'), { recursive: true, force: true })
      write(
        name,
        `${head}
webpack({
  mode: 'production', context: ${JSON.stringify(app)}, entry: './src/main.js', optimization: { minimize: false },
  output: { path: ${JSON.stringify(path.join(app, 'dist-webpack'))} },
  plugins: [mpDomains(${options(hostMap)})],
}, (error, stats) => {
  if (error) throw error
  console.log(stats.toString({ all: false, errors: true, warnings: true }))
  process.exitCode = stats.hasErrors() ? 1 : 0
})
`,
      )
      return node(name)
    }
    const failed = run({})
    expect(failed.status, failed.stdout + failed.stderr).toBe(1)
    expect(failed.stdout).toContain('src/config.js:1:')
    expect(existsSync(path.join(app, 'dist-webpack/main.js'))).toBe(false)
    const passed = run({ production: { [DEV]: PRODUCTION } })
    expect(passed.status, passed.stdout + passed.stderr).toBe(0)
    const output = emitted('dist-webpack')
    expect(output).toContain(PRODUCTION)
    expect(output).not.toContain(DEV)
  })

  it('has the command', () => {
    const command = path.join(app, 'node_modules/.bin/mp-domains')
    const version = spawnSync(command, ['--version'], { cwd: app, encoding: 'utf8' })
    expect(version.status).toBe(0)
    expect(version.stdout).toContain(manifest.version)
    const check = spawnSync(command, ['check', '.', '--format', 'json'], { cwd: app, encoding: 'utf8' })
    expect(check.status, check.stderr).toBe(1)
    const report = JSON.parse(check.stdout) as { findings: { code: string; file: string; line: number }[] }
    expect(report.findings.filter(({ code }) => code === 'loopback-host')).toMatchObject([
      { file: 'src/config.js', line: 1 },
    ])
  })

  it('has every command and flag that the documents show', () => {
    const cli = 'node_modules/unplugin-mp-domains/dist/cli.mjs'
    const shown = projectFiles()
      .filter((file) => /^(README|docs\/).*\.md$/.test(file))
      .flatMap((file) => codeBlocks(text(file)))
      .filter(({ lang }) => lang === 'sh')
      .flatMap(({ code }) => [...code.matchAll(/(?<![\w-])mp-domains (\w+)(.*)$/gm)])
    expect(shown.length).toBeGreaterThan(3)
    for (const [line, command, rest] of shown) {
      const help = node(cli, [command as string, '--help']).stdout
      expect(help, line).toContain(`mp-domains ${command}`)
      for (const [flag] of (rest as string).matchAll(/--[\w-]+/g)) expect(help, line).toContain(flag)
    }
  })

  it('opens no connection', () => {
    write(
      'offline.mjs',
      `import net from 'node:net'
import dns from 'node:dns'
const refuse = () => { process.stderr.write('a connection was opened\\n'); process.exit(99) }
net.Socket.prototype.connect = refuse
dns.lookup = refuse
`,
    )
    const cli = 'node_modules/unplugin-mp-domains/dist/cli.mjs'
    for (const args of [
      ['check', '.'],
      ['check', '.', '--format', 'html'],
      ['audit', 'src'],
    ]) {
      const { status, stderr } = node('--import=./offline.mjs', [cli, ...args])
      expect([status, stderr]).toEqual([1, ''])
    }
    // The refusal works at all.
    write('online.mjs', `import net from 'node:net'\nnet.connect(9)\n`)
    expect(node('--import=./offline.mjs', ['online.mjs']).status).toBe(99)
  })

  it.each([
    ['README.md', 'en_US.UTF-8'],
    ['README.zh-CN.md', 'zh_CN.UTF-8'],
  ])('says what %s shows', (readme, locale) => {
    const [sources, shown] = readmeExample(readme)
    const folderName = `example-${locale}`
    for (const [file, code] of sources) write(`${folderName}/${file}`, code)
    const { status, stdout } = node('node_modules/unplugin-mp-domains/dist/cli.mjs', ['check', folderName], {
      LC_ALL: locale,
    })
    expect(status).toBe(1)
    expect(stdout).toContain(`\n${shown}\n`)
  })

  it('type-checks in ES modules and in CommonJS', () => {
    write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2022',
          types: [],
          skipLibCheck: true,
          lib: ['es2023', 'dom'],
        },
        files: ['types.mts', 'types.cts'],
      }),
    )
    const body = `
const options: Options = { platform: 'wechat', domains: { production: { request: ['${PRODUCTION}'] } } }
mpDomains(options)
mpDomains()
// @ts-expect-error: not an option
mpDomains({ nothing: true })
`
    write(
      'types.mts',
      `import mpDomains from 'unplugin-mp-domains/webpack'\nimport type { Options } from 'unplugin-mp-domains'\n${body}`,
    )
    write(
      'types.cts',
      `import mpDomains = require('unplugin-mp-domains/webpack')\nimport type { Options } from 'unplugin-mp-domains'\n${body}`,
    )
    const result = node('node_modules/typescript/bin/tsc', ['-p', '.'])
    expect(result.stdout).toBe('')
    expect(result.status).toBe(0)
  })
})

interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

function options(hostMap: object): string {
  return JSON.stringify({
    platform: 'wechat',
    environment: 'production',
    lang: 'en',
    domains: { production: { request: [PRODUCTION] } },
    hostMap,
  })
}

function write(file: string, content: string): void {
  const target = path.join(app, file)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, content)
}

/** The files of a README's first example, by the comments over them, and the report that it shows. */
function readmeExample(readme: string): [Map<string, string>, string] {
  const blocks = codeBlocks(text(readme))
  const example = blocks.find(({ lang }) => lang === 'js')?.code as string
  const sources = new Map<string, string>()
  for (const part of example.split(/^\/\/ (?=\S+\.js$)/m).filter(Boolean)) {
    const [file, ...lines] = part.trimEnd().split('\n')
    sources.set(file as string, `${lines.join('\n')}\n`)
  }
  return [sources, blocks.find(({ lang }) => lang === 'text')?.code as string]
}

/** Text of everything that a build left in a folder of the app. */
function emitted(directory: string): string {
  return readdirSync(path.join(app, directory), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(app, directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
}

function node(script: string, args: string[] = [], env: Record<string, string> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: app,
    encoding: 'utf8',
    timeout: 60_000,
    // vitest's own variables (NODE_ENV=test, VITEST) are not those of a user's build.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', LC_ALL: 'en_US.UTF-8', ...env },
  })
  return { status, stdout, stderr }
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 170_000 })
}

function requireFreshBuild(): void {
  const built = path.join(root, 'dist/cli.mjs')
  const newest = projectFiles()
    .filter((file) => /^(src\/|tsdown\.config)/.test(file))
    .reduce((latest, file) => Math.max(latest, statSync(path.join(root, file)).mtimeMs), 0)
  if (!existsSync(built) || statSync(built).mtimeMs < newest)
    throw new Error('dist is missing or older than src: run `npm run build` first')
}

/** Packages that a built file loads before any of its own code runs, through all of its static imports. */
function staticImports(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const [imports] = parse(readFileSync(file, 'utf8'))
  return imports
    .filter(({ d, n }) => d === -1 && n !== undefined)
    .flatMap(({ n }) => (n?.startsWith('.') ? staticImports(path.join(path.dirname(file), n), seen) : [n as string]))
}
