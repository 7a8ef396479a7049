import { createHash } from 'node:crypto'
import { parse } from '@babel/parser'
import type * as t from '@babel/types'

/** A module of a chunk: its number, and the function that it is. */
interface Module {
  id: string
  start: number
  end: number
  /** Where numbers of other modules stand in it. */
  uses: Place[]
}

interface Place {
  start: number
  end: number
  id: string
}

interface Chunk {
  name: string
  text: string
  modules: Module[]
  /** Numbers outside the modules: those of chunks, and of the modules that are started. */
  numbers: Place[]
}

/**
 * Scripts of webpack without the numbers of modules and chunks, which are made of the requests, loaders included. In place
 * of a module's number stands a hash of what it is, and modules stand in the order of those: two outputs are the same only
 * where each module is, byte by byte, and refers to the same ones.
 */
export function withoutNumbers(files: readonly [name: string, text: string][]): [name: string, text: string][] {
  const chunks = files.flatMap(([name, text]) => (name.endsWith('.js') ? [read(name, text)] : []))
  const modules = chunks.flatMap((chunk) => chunk.modules.map((module) => ({ chunk, module })))
  let names = new Map(modules.map(({ module }) => [module.id, 'module']))
  // What a module is, then what those are that it refers to, and so on.
  for (let round = 0; round < 4; round++) {
    names = new Map(modules.map(({ chunk, module }) => [module.id, hash(named(chunk.text, module, names))]))
  }
  const written = new Map(chunks.map((chunk) => [chunk.name, write(chunk, names)]))
  return files.map(([name, text]) => [name, written.get(name) ?? text])
}

function read(name: string, text: string): Chunk {
  const chunk: Chunk = { name, text, modules: [], numbers: [] }
  const { program } = parse(text, { sourceType: 'unambiguous', allowReturnOutsideFunction: true })
  walk(program, (node) => {
    if (node.type === 'ObjectExpression' && isModuleTable(node)) {
      for (const property of node.properties as t.ObjectProperty[]) chunk.modules.push(moduleOf(property))
      return false
    }
    if (node.type === 'NumericLiteral')
      chunk.numbers.push({ start: node.start!, end: node.end!, id: String(node.value) })
    return true
  })
  return chunk
}

function isModuleTable({ properties }: t.ObjectExpression): boolean {
  return (
    properties.length > 0 &&
    properties.every(
      (one) =>
        one.type === 'ObjectProperty' &&
        one.key.type === 'NumericLiteral' &&
        /^(?:Arrow)?FunctionExpression$/.test(one.value.type),
    )
  )
}

function moduleOf({ key, value }: t.ObjectProperty): Module {
  const { start, end, params } = value as t.FunctionExpression
  const require = params[2]?.type === 'Identifier' ? params[2].name : null
  const uses: Place[] = []
  walk(value, (node) => {
    if (node.type === 'CallExpression' && require !== null && calls(node.callee, require)) {
      for (const argument of node.arguments)
        if (argument.type === 'NumericLiteral')
          uses.push({ start: argument.start!, end: argument.end!, id: String(argument.value) })
    }
    return true
  })
  return { id: String((key as t.NumericLiteral).value), start: start!, end: end!, uses }
}

/** `require(1)`, `require.n(1)`, `require.bind(require, 1)`. */
function calls(callee: t.Node, require: string): boolean {
  if (callee.type === 'MemberExpression') return calls(callee.object, require)
  return callee.type === 'Identifier' && callee.name === require
}

function named(text: string, { start, end, uses }: Module, names: ReadonlyMap<string, string>): string {
  return replaced(text, start, end, uses, (id) => names.get(id))
}

function write({ text, modules, numbers }: Chunk, names: ReadonlyMap<string, string>): string {
  const table = modules.map((module) => `${names.get(module.id)}:${named(text, module, names)}`).sort()
  let rest = ''
  let at = 0
  for (const { start, end } of [...modules].sort((a, b) => a.start - b.start)) {
    rest += replaced(text, at, start, numbers, (id) => names.get(id) ?? 'number')
    at = end
  }
  rest += replaced(text, at, text.length, numbers, (id) => names.get(id) ?? 'number')
  // The keys that stood before the modules are left, without what they numbered.
  return `${rest.replace(/\b\d+(?:e\d+)?:(?=[,}])/g, '')}\n${table.join('\n')}`
}

function replaced(
  text: string,
  from: number,
  to: number,
  places: readonly Place[],
  make: (id: string) => string | undefined,
): string {
  let out = ''
  let at = from
  for (const { start, end, id } of [...places].sort((a, b) => a.start - b.start)) {
    const name = make(id)
    if (start < at || end > to || name === undefined) continue
    out += `${text.slice(at, start)}<${name}>`
    at = end
  }
  return out + text.slice(at, to)
}

function walk(node: t.Node, enter: (node: t.Node) => boolean): void {
  if (!enter(node)) return
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key === 'extra') continue
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as t.Node).type === 'string')
        walk(child as t.Node, enter)
    }
  }
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12)
}
