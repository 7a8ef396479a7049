import { createHash } from 'node:crypto'
import { parse } from '@babel/parser'
import type * as t from '@babel/types'
import { childrenOf, localNames } from './local-names'
import type { Binding, LocalName } from './local-names'

/** A module of a chunk: its number, and the function that it is. */
interface Module {
  id: string
  start: number
  end: number
  /** Where numbers of other modules stand in it, and its local names. */
  uses: Place[]
}

/** What may be written otherwise in an output of the same program: the number `id`, or a name, for which `text` is put. */
interface Place {
  start: number
  end: number
  id?: string
  text?: string
}

interface Chunk {
  name: string
  text: string
  modules: Module[]
  /** Numbers of modules that are started from outside of them, and local names there. */
  places: Place[]
}

/**
 * Scripts of webpack without the numbers of modules, which are made of the requests, loaders included. In place
 * of a module's number stands a hash of what it is, and modules stand in the order of those. The minifier names what is
 * local by how often each letter is written elsewhere, numbers included (5000 is written `5e3`): in place of such a name
 * stands which of its module's names it is, in the order in which they appear. Two outputs are the same only where each
 * module is, byte by byte but for those, and refers to the same ones.
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
  const chunk: Chunk = { name, text, modules: [], places: [] }
  const { program } = parse(text, { sourceType: 'unambiguous', allowReturnOutsideFunction: true })
  const names = localNames(program)
  const bindings = new Map(names.map(({ start, binding }) => [start, binding]))
  walk(program, (node) => {
    if (node.type === 'ObjectExpression' && isModuleTable(node)) {
      for (const property of node.properties as t.ObjectProperty[]) chunk.modules.push(moduleOf(property, bindings))
      return false
    }
    for (const one of startedBy(node, bindings)) chunk.places.push(placeOf(one))
    return true
  })
  const owner = ownersOf(chunk.modules)
  const outside = new Map<Binding, string>()
  for (const one of names) if (!owner(one)) chunk.places.push(numbered(one, outside, '«»'))
  const own = new Map(chunk.modules.map((module) => [module, new Map<Binding, string>()]))
  for (const one of names) {
    const module = owner(one)
    module?.uses.push(numbered(one, outside.has(one.binding) ? outside : own.get(module)!, '‹›'))
  }
  for (const places of [chunk.places, ...chunk.modules.map(({ uses }) => uses)])
    places.sort((a, b) => a.start - b.start)
  return chunk
}

/** Finds the module that a name stands in. */
function ownersOf(modules: readonly Module[]): (name: LocalName) => Module | undefined {
  const starts = [...modules].sort((a, b) => a.start - b.start)
  return ({ start }) => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (starts[middle]!.start <= start) low = middle + 1
      else high = middle
    }
    const module = starts[low - 1]
    return module && start < module.end ? module : undefined
  }
}

function numbered(
  { start, end, binding, property }: LocalName,
  texts: Map<Binding, string>,
  [open, close]: string,
): Place {
  const text = texts.get(binding) ?? `${open}${texts.size}${close}`
  texts.set(binding, text)
  return { start, end, text: property === undefined ? text : `${property}:${text}` }
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

function moduleOf({ key, value }: t.ObjectProperty, bindings: ReadonlyMap<number, Binding>): Module {
  const { start, end, params } = value as t.FunctionExpression
  const require = params[2] && bindings.get(params[2].start!)
  const uses: Place[] = []
  walk(value, (node) => {
    const callee = node.type === 'CallExpression' && called(node.callee)
    if (callee && require && bindings.get(callee.start!) === require) {
      for (const argument of (node as t.CallExpression).arguments)
        if (argument.type === 'NumericLiteral') uses.push(placeOf(argument))
    }
    return true
  })
  return { id: String((key as t.NumericLiteral).value), start: start!, end: end!, uses }
}

/**
 * Numbers outside the modules that may be those of modules: `require(require.s = 1)`, or by way of a variable. Others stay
 * as they are written: those of chunks are made of their names.
 */
function startedBy(node: t.Node, bindings: ReadonlyMap<number, Binding>): t.NumericLiteral[] {
  const isLocal = (name: t.Node): boolean => name.type === 'Identifier' && bindings.has(name.start!)
  const isRequired = (target: t.Node): boolean =>
    isLocal(target) ||
    (target.type === 'MemberExpression' && isLocal(target.object) && /^(?:s|n|t|bind)$/.test(nameOf(target.property)))
  const numbers = (nodes: readonly (t.Node | null | undefined)[]): t.NumericLiteral[] =>
    nodes.filter((one) => one?.type === 'NumericLiteral')
  if (node.type === 'CallExpression' && isRequired(node.callee)) return numbers(node.arguments)
  if (node.type === 'AssignmentExpression' && isRequired(node.left)) return numbers([node.right])
  return node.type === 'VariableDeclarator' ? numbers([node.init]) : []
}

function nameOf(node: t.Node): string {
  return node.type === 'Identifier' ? node.name : ''
}

function placeOf({ start, end, value }: t.NumericLiteral): Place {
  return { start: start!, end: end!, id: String(value) }
}

/** `require(1)`, `require.n(1)`, `require.bind(require, 1)`. */
function called(callee: t.Node): t.Identifier | undefined {
  if (callee.type === 'MemberExpression') return called(callee.object)
  return callee.type === 'Identifier' ? callee : undefined
}

function named(text: string, { start, end, uses }: Module, names: ReadonlyMap<string, string>): string {
  return replaced(text, start, end, uses, (id) => names.get(id))
}

function write({ text, modules, places }: Chunk, names: ReadonlyMap<string, string>): string {
  const table = modules.map((module) => `${names.get(module.id)}:${named(text, module, names)}`).sort()
  let rest = ''
  let at = 0
  for (const { start, end } of [...modules].sort((a, b) => a.start - b.start)) {
    rest += replaced(text, at, start, places, (id) => names.get(id))
    at = end
  }
  rest += replaced(text, at, text.length, places, (id) => names.get(id))
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
  for (const place of places) {
    const { start, end, id } = place
    const name = id === undefined ? undefined : make(id)
    const put = place.text ?? (name && `<${name}>`)
    if (start < at || end > to || put === undefined) continue
    out += text.slice(at, start) + put
    at = end
  }
  return out + text.slice(at, to)
}

function walk(node: t.Node, enter: (node: t.Node) => boolean): void {
  if (enter(node)) for (const child of childrenOf(node)) walk(child, enter)
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12)
}
