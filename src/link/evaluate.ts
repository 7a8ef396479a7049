import { WHEN } from '../extract/literals'
import type { Node, Ref } from '../extract/ir'
import { binaryValue, unaryValue } from './operators'
import { callValue, constructValue, mutatedArgument } from './calls'
import { importValue, moduleExports, requireValue } from './imports'
import { element, keysOf, member } from './members'
import { writtenOver } from './blank'
import { accumulated, loopVariable, marker } from './loops'
import { fillParameters } from './callers'
import { globalValue } from './globals'
import { concatenate } from './text'
import type { Frame } from './frame'
import type { Module } from './module'
import {
  flatMap, limit, one, restrict, textOf, UNDEFINED, unknown, type Alternative, type Alternatives, type Assumptions, type Value,
} from './values'
import type { World } from './world'

const MAX_DEPTH = 700
/** Members of a table, or items of an array, beyond which an unknown key is not followed into each. */
const MAX_KEYS = 512
const MAX_ITEMS = 512

/** The value of a node in a frame; memoised in the frame of the function that the node belongs to. */
export function evaluate(world: World, module: Module, ref: Ref, from: Frame): Alternatives {
  // What depends on no caller is evaluated once for all of them.
  const owner = module.owner(ref)
  const own = from.find(owner)
  const frame = own && (own.round || module.dependsOnCaller(ref)) ? own : module.frameOf(owner)
  const known = frame.memo.get(ref)
  if (known) return known
  if (known === null) return one(unknown('cycle', module, 0))
  if (++world.steps > world.budget || world.depth > MAX_DEPTH) {
    world.tripped = true
    return one(unknown('budget', module, 0))
  }
  frame.memo.set(ref, null)
  world.depth++
  const { cycles } = world
  const value = node(world, module, module.summary.nodes[ref]!, ref, frame)
  world.depth--
  // What a budget cut short is only true of this question: the next one may have the means.
  // What is made of a variable that is still being looked at is true of that look only.
  if (world.tripped || (world.cycles !== cycles && world.openVariables.size)) frame.memo.delete(ref)
  else frame.memo.set(ref, value)
  return value
}

function node(world: World, module: Module, n: Node, ref: Ref, frame: Frame): Alternatives {
  const ev = (r: Ref): Alternatives => evaluate(world, module, r, frame)
  switch (n[0]) {
    case 's':
      return one({ t: 'text', parts: n[1] === '' ? [] : [{ s: n[1], at: { module, pos: n[2], literal: n[3] } }] })
    case 'n':
    case 'b':
      return one({ t: 'prim', p: n[1] })
    case 'null':
      return one({ t: 'prim', p: null })
    case 'undef':
      return one(UNDEFINED)
    case 're':
      return one({ t: 'builtin', path: `/${n[1]}/${n[2]}` })
    case 'cat':
      return concatenate(n[1].map(ev))
    case 'if':
      return choose(world, module, n[1], frame, () => ev(n[2]), () => ev(n[3]))
    case 'guard':
      return choose(world, module, n[1], frame, () => (n[2] ? ev(n[3]) : []), () => (n[2] ? [] : ev(n[3])))
    case 'or':
      return either(world, module, n[1], frame, ev, n[2], (v) => truth(v))
    case 'and':
      return either(world, module, n[1], frame, ev, n[2], (v) => negate(truth(v)), falsy)
    case 'nullish':
      return either(world, module, n[1], frame, ev, n[2], (v) => nullish(v))
    case 'default':
      return flatMap(ev(n[1]), (v, w, a) => {
        if (v.t === 'prim') return v.p === undefined ? ev(n[2]) : one(v)
        if (v.t === 'unknown' && v.reason === 'env') return ev(n[2])
        // A parameter may be left out by callers that aren't known here; so may a member of it.
        if (v.t === 'param' || (v.t === 'unknown' && v.reason !== 'budget')) return [...one(v), ...optional(ev(n[2]), w, a)]
        return one(v)
      })
    case 'join':
      return limit(n[1].flatMap(ev))
    case 'obj':
      return one({ t: 'obj', module, ref, frame })
    case 'arr':
      // An array that starts empty is filled in ways that can't all be seen.
      return one({ t: 'arr', id: `a${module.index}:${ref}`, ...(n[1].length ? {} : { empty: true as const }), items: !n[1].length || n[1].length > MAX_ITEMS ? [{ spread: one(unknown('variable', module, n[2])) }] : n[1].map((i) => (typeof i === 'number' ? ev(i) : { spread: ev(i[1]) })) })
    case 'member':
      return flatMap(ev(n[1]), (v) => member(world, v, n[2], module, n[3], frame))
    case 'index':
      return indexed(world, module, ev(n[1]), ev(n[2]), n[3], frame, ref)
    case 'set':
      // What is frozen keeps its members.
      if (isFrozen(module, n[1])) return ev(n[1])
      return flatMap(ev(n[1]), (base) => one({ t: 'over', base, name: n[2], value: () => ev(n[3]) }))
    case 'setIndex':
      return flatMap(ev(n[1]), (base) =>
        flatMap(ev(n[2]), (key) => one({ t: 'over', base, name: keyText(key), value: () => ev(n[3]) })),
      )
    case 'omit':
      return flatMap(ev(n[1]), (base) => one({ t: 'omit', base, names: n[2] }))
    case 'tail':
      return flatMap(ev(n[1]), (v) => (v.t === 'arr' ? one({ t: 'arr', items: v.items.slice(n[2]) }) : one(unknown('unsupported', module, 0))))
    case 'element':
      return flatMap(ev(n[1]), (v) => {
        const items = element(world, v, module, frame)
        if (items.length < 2) return items
        // One item is one item in all that is made of it.
        const round = testNumber(world, module, ref, frame)
        return items.map((x, i) => ({ ...x, a: [...(x.a ?? []), [round, i] as const] }))
      })
    case 'keyof':
      return flatMap(ev(n[1]), (v) => keysOf(world, v) ?? one(unknown('unsupported', module, 0)))
    case 'fn':
      return one({ t: 'fn', module, fn: n[1], frame, self: null, bound: [] })
    case 'class':
      return one({ t: 'class', module, cls: n[1], frame })
    case 'param': {
      const f = frame.find(n[1])
      return f?.args ? f.args.get(n[2]) : one({ t: 'param', module, fn: n[1], index: n[2], path: [] })
    }
    case 'rest': {
      const f = frame.find(n[1])
      if (f?.args) return f.args.rest(n[2])
      return one({ t: 'arr', items: [{ spread: one({ t: 'param', module, fn: n[1], index: n[2], path: ['...'] }) }] })
    }
    case 'arguments': {
      const f = frame.find(n[1])
      if (f?.args) return f.args.rest(0)
      const count = module.summary.functions[n[1]]!.params || 4
      return one({ t: 'arr', items: Array.from({ length: count }, (_, i) => one({ t: 'param', module, fn: n[1], index: i, path: [] })) })
    }
    case 'this': {
      const f = frame.find(n[1])
      if (f?.self) return one(f.self)
      return n[1] === 0 ? moduleExports(world, module) : one({ t: 'param', module, fn: module.thisOf(n[1]), index: -1, path: [] })
    }
    case 'super':
      return one({ t: 'param', module, fn: n[1], index: -2, path: [], self: frame.find(n[1])?.self ?? undefined })
    case 'import':
      return importValue(world, module, n[1], n[2], n[3])
    case 'require':
    case 'import()':
      return requireValue(world, module, n[1], n[0] === 'require', n[2])
    case 'global':
      return globalValue(world, module, n[1], n[2])
    case 'exports':
      return moduleExports(world, module)
    case 'meta':
      return one({ t: 'builtin', path: 'import.meta' })
    case 'var':
    case 'last':
      return variable(world, module, n[1], n[0] === 'last', frame)
    case 'call':
      return callValue(world, { module, ref, frame }, n)
    case 'new':
      return constructValue(world, { module, ref, frame }, n)
    case 'after':
      return mutatedArgument(world, module, n[1], n[2], n[3], frame)
    case 'unary':
      return flatMap(ev(n[2]), (v) => unaryValue(n[1], v, module))
    case 'binary':
      return flatMap(ev(n[2]), (a) => flatMap(ev(n[3]), (b) => one(binaryValue(n[1], a, b, module))))
    case 'unknown':
      return one(unknown(n[1] as 'unsupported', module, n[2]))
  }
}

/** A text that a key stands for, or null where it isn't known. */
export function keyText(key: Value): string | null {
  if (key.t === 'prim') return String(key.p)
  if (key.t !== 'text') return null
  let s = ''
  for (const p of key.parts) {
    if ('hole' in p) return null
    s += p.s
  }
  return s
}

function isFrozen(module: Module, ref: Ref): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'call' && n[4] === 'Object.freeze'
}

function optional(alts: Alternatives, _w: number, _a: Assumptions | null): Alternatives {
  return alts
}

function variable(world: World, module: Module, index: number, last: boolean, frame: Frame): Alternatives {
  const v = module.summary.variables[index]!
  if (v.loop) return loopVariable(world, module, index, last, frame)
  const key = `${module.index}:${index}`
  if (world.openVariables.has(key) && !world.givenVariables.has(key)) {
    world.cycles++
    return one(unknown('cycle', module, marker(index)))
  }
  const given = world.givenVariables.get(key)
  if (given) {
    world.cycles++
    return given
  }
  const evaluated = (r: Ref): Alternatives => {
    const value = evaluate(world, module, r, frame)
    // A function that isn't running here wrote it: its callers say what.
    return frame.find(module.owner(r)) ? value : fillParameters(world, value)
  }
  world.openVariables.add(key)
  const changing: Ref[] = []
  const fixed: Alternative[] = []
  const values = v.values.flatMap((r) => {
    const { cycles } = world
    const value = evaluated(r)
    if (world.cycles !== cycles && value.some((x) => !/^(?:text|prim)$/.test(x.v.t) && !(x.v.t === 'unknown' && x.v.pos === marker(index)))) changing.push(r)
    else fixed.push(...value)
    return value
  })
  let all = accumulated(values, module, [index])
  const walked = values.some((x) => x.v.t === 'unknown' && x.v.reason === 'cycle' && x.v.name === 'member')
  if (changing.length && fixed.length && !walked) {
    // `current = step(current)`: what one step makes of the value before.
    world.givenVariables.set(key, limit(fixed))
    const stepped = changing.flatMap(evaluated)
    world.givenVariables.delete(key)
    if (stepped.some((x) => x.v.t !== 'unknown')) all = [...stepped, { v: unknown('variable', module, 0), w: WHEN.ALL, a: null }]
  }
  world.openVariables.delete(key)
  all = writtenOver(limit(all))
  // A variable that is declared first and filled later is read when it is filled.
  const filled = all.filter((x) => !(x.v.t === 'prim' && x.v.p === undefined && !x.v.missing))
  return filled.length ? filled : all
}

/** What a test can be: bits of run-time environments under which it may hold, and may not. */
export interface Outcome {
  yes: number
  no: number
}

/** Whether a value counts as true: `true`, `false`, or null where it isn't known. */
export function truth(v: Value): boolean | null {
  switch (v.t) {
    case 'prim':
      return Boolean(v.p)
    case 'text':
      if (v.parts.some((p) => !('hole' in p) && p.s !== '')) return true
      return v.parts.some((p) => 'hole' in p) ? null : false
    case 'obj':
    case 'arr':
    case 'fn':
    case 'class':
    case 'inst':
    case 'ns':
    case 'over':
    case 'merged':
    case 'json':
      return true
    case 'unknown':
      return v.falsy || v.blank ? false : null
    default:
      return null
  }
}

/** A value that `&&` gives only where it is no true one. */
function falsy(v: Value): Value {
  return v.t === 'unknown' ? { ...v, falsy: true } : v.t === 'param' ? { ...unknown('parameter', v.module, 0), falsy: true } : v.t === 'builtin' ? { ...unknown('global', v.call?.module ?? null, 0, v.path), falsy: true } : v
}

function negate(b: boolean | null): boolean | null {
  return b === null ? null : !b
}

/** False where the value is null or undefined. */
function nullish(v: Value): boolean | null {
  if (v.t === 'prim') return v.p != null
  if (v.t === 'unknown' || v.t === 'param' || v.t === 'builtin') return null
  return true
}

export function outcome(alts: Alternatives): Outcome {
  let yes = 0
  let no = 0
  for (const x of alts) {
    const known = truth(x.v)
    if (known !== false) yes |= x.w
    if (known !== true) no |= x.w
  }
  return { yes, no }
}

/** A number for a test in its frame, so that assumptions about it can be compared. */
export function testNumber(world: World, module: Module, test: Ref, frame: Frame): number {
  const f = frame.find(module.owner(test)) ?? module.frameOf(module.owner(test))
  let id = f.tests.get(test)
  if (id === undefined) {
    id = world.nextTest++
    f.tests.set(test, id)
  }
  return id
}

function choose(world: World, module: Module, test: Ref, frame: Frame, yes: () => Alternatives, no: () => Alternatives): Alternatives {
  const o = outcome(evaluate(world, module, test, frame))
  if (!o.no) return restrict(yes(), o.yes, null)
  if (!o.yes) return restrict(no(), o.no, null)
  const open = (o.yes & o.no) !== 0
  const id = open ? testNumber(world, module, test, frame) : 0
  return limit([...restrict(yes(), o.yes, open ? [[id, 1]] : null), ...restrict(no(), o.no, open ? [[id, 0]] : null)])
}

/** `||`, `&&`, `??`: the left value where `keep` says so, the right one where it does not, both where it can't tell. */
function either(world: World, module: Module, left: Ref, frame: Frame, ev: (r: Ref) => Alternatives, right: Ref, keep: (v: Value) => boolean | null, kept: (v: Value) => Value = (v) => v): Alternatives {
  const out: Alternative[] = []
  let rest = 0
  let open = false
  for (const x of ev(left)) {
    const k = keep(x.v)
    // An environment variable without a value falls back; so does what only the fallback can tell.
    if (k === true || (k === null && !(x.v.t === 'unknown' && x.v.reason === 'env'))) out.push(k === null ? { v: kept(x.v), w: x.w, a: [...(x.a ?? []), [testNumber(world, module, left, frame), 1]] } : x)
    if (k !== true) rest |= x.w
    if (k === null) open = true
  }
  if (rest) out.push(...restrict(ev(right), rest, open && out.length ? [[testNumber(world, module, left, frame), 0]] : null))
  return limit(out)
}

function indexed(world: World, module: Module, objects: Alternatives, keys: Alternatives, pos: number, frame: Frame, ref: Ref): Alternatives {
  return flatMap(objects, (object) =>
    flatMap(keys, (key) => {
      const name = keyText(key)
      if (name !== null) return member(world, object, name, module, pos, frame)
      if (object.t === 'unknown') return member(world, object, '', module, pos, frame)
      const all = object.t === 'arr' ? null : keysOf(world, object)
      const test = testNumber(world, module, ref, frame)
      if (object.t === 'arr') return element(world, object, module, frame)
      if (!all || all.length > MAX_KEYS) return one(unknown('member', module, pos))
      return limit(all.flatMap((k, i) => restrict(member(world, object, keyText(k.v) ?? '', module, pos, frame), WHEN.ALL, [[test, i]])))
    }),
  )
}

export { textOf }
