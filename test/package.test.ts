import { describe, expect, it } from 'vitest'
import { has, list, projectFiles, text } from './support/source'

interface Conditions {
  import: { types: string; default: string }
  require: { types: string; default: string }
}

interface Manifest {
  version: string
  license: string
  files: string[]
  bin: Record<string, string>
  exports: Record<string, string | Conditions>
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional?: boolean }>
  overrides: Record<string, string>
  engines: { node: string }
}

const manifest = JSON.parse(text('package.json')) as Manifest
const lock = JSON.parse(text('package-lock.json')) as {
  version: string
  packages: Record<string, { version?: string; resolved?: string; dependencies?: object; peerDependencies?: object }>
}

const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')
const entryName = (subpath: string): string => (subpath === '.' ? 'index' : subpath.slice(2))

describe('package.json', () => {
  it('exports an entry for each file at the top of src that is one, and nothing else', () => {
    const inner = new Set(['options', 'session', 'cli'])
    const sources = list('src')
      .filter((name) => name.endsWith('.ts'))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => !inner.has(name))
    expect(subpaths.map(entryName).sort()).toEqual(sources.sort())
  })

  it.each(subpaths)('gives %s to import and to require, with types', (subpath) => {
    const name = entryName(subpath)
    expect(manifest.exports[subpath]).toEqual({
      import: { types: `./dist/${name}.d.mts`, default: `./dist/${name}.mjs` },
      require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
    })
  })

  it('names the command', () => {
    expect(manifest.bin).toEqual({ 'mp-domains': './dist/cli.mjs' })
    expect(text('src/cli.ts').split('\n')[0]).toBe('#!/usr/bin/env node')
  })

  it('takes any version of a bundler, and needs none of them', () => {
    const bundlers = [
      '@farmfe/core',
      '@rsbuild/core',
      '@rspack/core',
      'esbuild',
      'rolldown',
      'rollup',
      'vite',
      'webpack',
    ]
    // A narrower range would stop npm in projects whose toolchain brings an older bundler beside the one in use.
    expect(manifest.peerDependencies).toEqual(Object.fromEntries(bundlers.map((name) => [name, '*'])))
    expect(manifest.peerDependenciesMeta).toEqual(
      Object.fromEntries(bundlers.map((name) => [name, { optional: true }])),
    )
    expect(Object.keys(manifest.dependencies).filter((name) => bundlers.includes(name))).toEqual([])
  })

  it('runs where the bundlers run', () => {
    expect(manifest.engines.node).toBe('^20.19.0 || >=22.12.0')
  })

  it('pins the tools exactly, so that a release of theirs never breaks ours', () => {
    const loose = Object.entries(manifest.devDependencies).filter(
      ([, range]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range),
    )
    expect(loose).toEqual([])
  })

  it('has no dependency that nothing uses', () => {
    const files = projectFiles().filter((file) => /\.(ts|tsx|[cm]?js)$/.test(file) && !file.startsWith('fixtures/'))
    const code = (inside: RegExp): string =>
      files
        .filter((file) => inside.test(file))
        .map(text)
        .join('\n')
    const unused = (names: string[], where: string): string[] =>
      names.filter((name) => !new RegExp(`['"/]${name}['"/]`).test(where))
    expect(unused(Object.keys(manifest.dependencies), code(/^src\//))).toEqual([])
    // What the scripts run by name, and types that come with nothing.
    const implied = ['@types/js-yaml', '@types/node', 'oxfmt', 'oxlint', 'typescript']
    const development = Object.keys(manifest.devDependencies).filter((name) => !implied.includes(name))
    expect(unused(development, code(/^/))).toEqual([])
  })

  it('publishes the licence that it names', () => {
    expect(manifest.license).toBe('MIT')
    expect(text('LICENSE')).toContain('MIT License')
    expect(manifest.files.filter((file) => file !== 'dist' && !has(file))).toEqual([])
  })

  it('has its scripts’ files', () => {
    const named = Object.values(manifest.scripts).flatMap((script) =>
      [...script.matchAll(/\bnode ([\w./-]+)/g)].map((m) => m[1]),
    )
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((file) => !has(file as string))).toEqual([])
  })
})

describe('package-lock.json', () => {
  it('is in step with package.json', () => {
    const own = lock.packages['']
    expect(lock.version).toBe(manifest.version)
    expect(own).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      peerDependencies: manifest.peerDependencies,
      engines: manifest.engines,
    })
    for (const [name, version] of Object.entries(manifest.overrides)) {
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(version)
    }
  })

  it('names no registry', () => {
    const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)
    expect(resolved).toEqual([])
    expect(text('.npmrc')).toContain('omit-lockfile-registry-resolved=true')
  })
})

describe('CHANGELOG.md', () => {
  it('tells of the version in package.json', () => {
    expect(text('CHANGELOG.md')).toMatch(
      new RegExp(`^## \\[(${manifest.version.replaceAll('.', '\\.')}|Unreleased)\\]`, 'm'),
    )
  })
})
