import { builtinModules } from 'node:module'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { importsOf, nodes, parse, projectFiles, text } from './support/source'

/** The rooms of src in the order in which data flows; a room knows only the rooms before it, and itself. */
const ROOMS = [
  'platforms',
  'url',
  'extract',
  'link',
  'check',
  'rewrite',
  'report',
  'console',
  'options',
  'session',
  'guard',
  'bundlers',
  'cli',
  'eslint',
]
/** Rooms that know the outside world: files, the process, a bundler. All others get what they need through a port. */
const OUTER = ['bundlers', 'cli', 'eslint']
/** Files at the top of src that only put rooms together. */
const ENTRIES = [
  'index',
  'api',
  'vite',
  'webpack',
  'rollup',
  'rolldown',
  'rspack',
  'rsbuild',
  'esbuild',
  'farm',
  'eslint',
]

/** Packages that only certain rooms may name. */
const HOMES: [RegExp, readonly string[]][] = [
  [/^@babel\//, ['extract']],
  [/^magic-string$/, ['rewrite', 'bundlers', 'cli']],
  [/^(ipaddr\.js|tldts)$/, ['url']],
  [/^(unplugin|vite|webpack|rollup|rolldown|esbuild|@rspack\/core|@rsbuild\/core|@farmfe\/core)(\/|$)/, ['bundlers']],
  [/^unconfig/, ['bundlers', 'cli']],
  [/^cac$/, ['cli']],
]

const SOFT_LIMIT = 250
const HARD_LIMIT = 300

const files = projectFiles().filter((file) => /^src\/.*\.tsx?$/.test(file))
const sources = new Map(files.map((file) => [file, parse(file)]))

/** `src/link/values.ts` → `link`; `src/session.ts` → `session`; the thin files at the top → `entry`. */
function roomOf(file: string): string {
  const [first] = file.replace(/^src\//, '').split('/')
  const name = (first as string).replace(/\.tsx?$/, '')
  if (file.split('/').length === 2 && ENTRIES.includes(name)) return 'entry'
  return name
}

const isOuter = (file: string): boolean => [...OUTER, 'entry'].includes(roomOf(file))

/** All complaints of one rule over all files, for one expectation that shows them together. */
function complaints(rule: (file: string, source: ts.SourceFile) => Iterable<string>): string[] {
  return [...sources].flatMap(([file, source]) => [...rule(file, source)])
}

describe('rooms', () => {
  it('has the rooms, and nothing beside them', () => {
    const rooms = new Set(files.map(roomOf))
    expect([...rooms].filter((room) => room !== 'entry' && !ROOMS.includes(room))).toEqual([])
    expect(ROOMS.filter((room) => !rooms.has(room))).toEqual([])
  })

  it('imports only from earlier rooms', () => {
    expect(
      complaints(function* (file, source) {
        const own = ROOMS.indexOf(roomOf(file))
        for (const { specifier, line } of importsOf(source)) {
          if (!specifier.startsWith('.')) continue
          const target = roomOf(path.posix.join(path.posix.dirname(file), specifier))
          if (roomOf(file) === 'entry') continue
          if (!ROOMS.includes(target) || ROOMS.indexOf(target) > own) yield `${file}:${line} imports ${specifier}`
        }
      }),
    ).toEqual([])
  })

  it('names packages only where they live', () => {
    expect(
      complaints(function* (file, source) {
        for (const { specifier, line } of importsOf(source)) {
          for (const [pattern, homes] of HOMES) {
            if (pattern.test(specifier) && !homes.includes(roomOf(file))) yield `${file}:${line} imports ${specifier}`
          }
        }
      }),
    ).toEqual([])
  })

  it('depends only on packages that are installed with it', () => {
    const manifest = JSON.parse(text('package.json')) as Record<string, Record<string, string>>
    const runtime = Object.keys(manifest.dependencies as object)
    // The syntax tree's types come with the parser; nothing of them is left in what is published.
    const types = [...runtime, ...Object.keys(manifest.peerDependencies as object), '@babel/types']
    expect(
      complaints(function* (file, source) {
        for (const { specifier, typeOnly, line } of importsOf(source)) {
          if (specifier.startsWith('.') || isBuiltin(specifier)) continue
          const name = specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/')
          if (!(typeOnly ? types : runtime).includes(name)) yield `${file}:${line} imports ${specifier}`
        }
      }),
    ).toEqual([])
  })

  it('keeps files, the process and the console out of the core', () => {
    expect(
      complaints(function* (file, source) {
        if (isOuter(file)) return
        for (const { specifier, line } of importsOf(source)) {
          if (isBuiltin(specifier)) yield `${file}:${line} imports ${specifier}`
        }
        for (const { name, line } of globalsOf(source)) yield `${file}:${line} uses ${name}`
      }),
    ).toEqual([])
  })
})

describe('files', () => {
  it('holds no module-level mutable state', () => {
    expect(
      complaints(function* (file, source) {
        for (const statement of source.statements) {
          if (!ts.isVariableStatement(statement)) continue
          const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
          for (const declaration of statement.declarationList.declarations) {
            const { line } = source.getLineAndCharacterOfPosition(declaration.getStart(source))
            if (!constant) yield `${file}:${line + 1} let or var ${declaration.name.getText(source)}`
            else if (isEmptyContainer(declaration.initializer) && !isReadonly(declaration.type))
              yield `${file}:${line + 1} ${declaration.name.getText(source)} starts empty, so something fills it`
          }
        }
      }),
    ).toEqual([])
  })

  it(`stays under ${HARD_LIMIT} lines (aim: ${SOFT_LIMIT})`, () => {
    expect(
      complaints(function* (file) {
        const lines = text(file).split('\n').length - 1
        if (lines > HARD_LIMIT) yield `${file}: ${lines} lines`
      }),
    ).toEqual([])
  })

  it('names no place outside the project', () => {
    // Joined from pieces, so that this file does not name them either.
    const names = [
      ['..', 'shared'].join('/'),
      ['/work', 'shared'].join('/'),
      ['/work', '.library'].join('/'),
      ['registry', 'npmjs'].join('.'),
      ['npm', 'mirror.com'].join(''),
      ['registry', 'yarnpkg'].join('.'),
    ]
    const found = projectFiles()
      .filter((file) => !/\.(png|jpe?g|gif|ico|woff2?|wasm)$/.test(file))
      .flatMap((file) => {
        const content = text(file)
        return names.filter((name) => content.includes(name)).map((name) => `${file} names ${name}`)
      })
    expect(found).toEqual([])
  })
})

describe('the checks themselves', () => {
  it('sees every form of import', () => {
    const source = parse(
      'x.ts',
      `import a from 'a'; import type b from 'b'; export * from 'c'; export type { d } from 'd'
       const e = await import('e'); type F = import('f').F; const g = require('g'); import h = require('h')`,
    )
    expect(importsOf(source).map(({ specifier, typeOnly }) => specifier + (typeOnly ? ':type' : ''))).toEqual([
      'a',
      'b:type',
      'c',
      'd:type',
      'e',
      'f:type',
      'g',
      'h',
    ])
  })

  it('tells a global from a member or a local name', () => {
    const names = (code: string): string[] => globalsOf(parse('x.ts', code)).map(({ name }) => name)
    expect(names('console.log(1); const p = process; fetch("x"); globalThis.process')).toEqual([
      'console',
      'process',
      'fetch',
      'globalThis',
    ])
    expect(names('a.process; const b = { process: 1, console() {} }; type T = { fetch: 1 }; b.console()')).toEqual([])
    expect(names('export function run(process: string) { return process }')).toEqual([])
  })

  it('sees state that starts empty', () => {
    const empty = (code: string): boolean => {
      const [statement] = parse('x.ts', code).statements
      return ts.isVariableStatement(statement as ts.Statement)
        ? isEmptyContainer((statement as ts.VariableStatement).declarationList.declarations[0]?.initializer)
        : false
    }
    expect(['const a = []', 'const a = {}', 'const a = new Map()', 'const a = new WeakMap<A, B>()'].map(empty)).toEqual(
      [true, true, true, true],
    )
    expect(['const a = [1]', 'const a = new Map([[1, 2]])', 'const a = Object.freeze([])'].map(empty)).toEqual([
      false,
      false,
      false,
    ])
  })
})

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

/** Whether a type lets nobody fill a value: `readonly T[]`, `ReadonlyMap`, `Readonly<…>`. */
function isReadonly(type: ts.TypeNode | undefined): boolean {
  if (!type) return false
  if (ts.isTypeOperatorNode(type)) return type.operator === ts.SyntaxKind.ReadonlyKeyword
  return ts.isTypeReferenceNode(type) && type.typeName.getText().startsWith('Readonly')
}

function isEmptyContainer(node: ts.Expression | undefined): boolean {
  if (!node) return false
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return isEmptyContainer(node.expression)
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0
  return (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    /^(Weak)?(Map|Set)$/.test(node.expression.text) &&
    (node.arguments?.length ?? 0) === 0
  )
}

/** Uses of globals that reach out of the program, where no declaration of the file takes the name. */
function globalsOf(source: ts.SourceFile): { name: string; line: number }[] {
  const reaching = new Set(['process', 'console', 'fetch', 'globalThis', '__dirname', '__filename', 'Buffer'])
  const uses: { name: string; line: number }[] = []
  const declared = new Set<string>()
  for (const node of nodes(source)) {
    if (!ts.isIdentifier(node) || !reaching.has(node.text)) continue
    if (isDeclarationName(node)) declared.add(node.text)
    else if (!isMemberName(node)) {
      uses.push({ name: node.text, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 })
    }
  }
  return uses.filter(({ name }) => !declared.has(name))
}

function isDeclarationName(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isImportClause(parent)) &&
    parent.name === node
  )
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isGetAccessor(parent) ||
      ts.isEnumMember(parent)) &&
    parent.name === node
  )
}
