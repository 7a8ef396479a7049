import type { Node, Ref } from '../extract/ir'
import { currentArray, pushed, withMember } from './arrays'
import { binaryValue, unaryValue } from './operators'
import { holds } from './builtins-language'
import { valueArguments } from './arguments'
import { apply, callValue, constructValue, mutatedArgument } from './calls'
import { madeBy } from './prototypes'
import { importValue, moduleExports, requireValue } from './imports'
import { leftOf } from './narrow'
import { element, handedPairs, keysInTurn, listOf } from './elements'
import { lookup } from './members'
import { membersOf } from './members-of'
import { globalValue } from './globals'
import { globValue } from './globs'
import { concatenate } from './text'
import { choose, either, indexed, choiceNumber } from './conditions'
import { falsy, keyText, negate, nullish, truth, truthy } from './truth'
import { setBySetter } from './setters'
import { withUrlMember } from './url-set'
import { variable } from './variables'
import type { Frame } from './frame'
import type { Module } from './module'
import { NEEDS } from './needs'
import { flatMap, limit, literalText, one, UNDEFINED, unknown, type Alternatives, type ArrayValue } from './values'
import type { World } from './world'

const MAX_DEPTH = 700
/** Alternatives of one value that cost nothing extra. */
const FEW = 4
/** Items of an array beyond which each is not looked at. */
const MAX_ITEMS = 512

/** The value of a node in a frame; memoised in the frame of the function that the node belongs to. */
export function evaluate(world: World, module: Module, ref: Ref, from: Frame): Alternatives {
  // What depends on no caller is evaluated once for all of them.
  const owner = module.owner(ref)
  let own = from.find(owner)
  while (own?.touched && !own.touched.has(ref)) own = own.round
  const frame = own && (own.round || own.isOfRound(ref)) ? own : frameFor(world, module, ref, owner, own)
  const memo = frame.memo(world.shallow)
  const known = memo.get(ref)
  if (typeof known === 'object') return known
  if (known !== undefined) {
    world.rounds++
    world.aside?.met(known)
    return one(unknown('cycle', module, 0))
  }
  const means = world.budget - world.steps
  if (++world.steps > world.budget || world.depth > MAX_DEPTH || (world.shallow && frame.isTooMuch(ref, means))) {
    world.tripped = true
    return one(unknown('budget', module, 0))
  }
  const { cycles } = world
  memo.set(ref, ++world.depth)
  const left = frame.narrowings ? leftOf(world, module, ref, frame) : null
  const value = left ?? node(world, module, module.summary.nodes[ref]!, ref, frame)
  world.depth--
  // Many alternatives are as much work as many nodes.
  if (value.length > FEW) world.steps += value.length
  // What a budget cut short is only true of this question: the next one may have the means.
  // What is made of a variable that is still being looked at is true of that look only.
  if (world.tripped && world.shallow) frame.gaveUp(ref, means)
  if (world.tripped || (world.cycles !== cycles && world.openVariables.size)) memo.delete(ref)
  else memo.set(ref, value)
  world.aside?.found(memo, ref)
  return value
}

/** The frame in which a node is evaluated for all calls that give it the same value. */
function frameFor(world: World, module: Module, ref: Ref, owner: number, own: Frame | null): Frame {
  const needs = own && module.needs.of(ref)
  if (!needs || needs === NEEDS.nothing) return module.frameOf(owner)
  // Under a query, what hangs on `this` is as that query left it.
  return needs === NEEDS.self && !world.pages.query ? own.withoutArguments : own
}

function node(world: World, module: Module, n: Node, ref: Ref, frame: Frame): Alternatives {
  const ev = (r: Ref): Alternatives => evaluate(world, module, r, frame)
  // One item, or one name, of several is one in all that is made of it.
  const apart = (items: Alternatives): Alternatives => {
    if (items.length < 2) return items
    const round = choiceNumber(world, module, ref, frame)
    return items.map((x, i) => ({ ...x, a: [...(x.a ?? []), [round, i] as const] }))
  }
  switch (n[0]) {
    case 's':
      return one(literalText(n[1], { module, pos: n[2], literal: n[3] }))
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
      return concatenate(n[1].map((r) => primitives(world, ev(r), module, frame)))
    case 'if':
      return choose(
        world,
        module,
        n[1],
        frame,
        () => ev(n[2]),
        () => ev(n[3]),
        [n[2], n[3]],
      )
    case 'guard':
      return choose(
        world,
        module,
        n[1],
        frame,
        () => (n[2] ? ev(n[3]) : []),
        () => (n[2] ? [] : ev(n[3])),
        n[2] ? [n[3], null] : [null, n[3]],
      )
    case 'or':
      return either(world, module, n[1], frame, ev, n[2], (v) => truth(v), truthy)
    case 'and':
      return either(world, module, n[1], frame, ev, n[2], (v) => negate(truth(v)), falsy)
    case 'nullish':
      return either(world, module, n[1], frame, ev, n[2], (v) => nullish(v))
    case 'default':
      return flatMap(ev(n[1]), (v) => {
        if (v.t === 'prim') return v.p === undefined ? ev(n[2]) : one(v)
        if (v.t === 'unknown' && v.reason === 'env') return ev(n[2])
        if (v.t === 'unknown' && v.truthy) return one(v)
        // A parameter may be left out by callers that aren't known here; so may a member of it.
        if (v.t === 'param' && isEmptyObject(module, n[2])) return one(v)
        if (v.t === 'param' || (v.t === 'unknown' && v.reason !== 'budget')) return [...one(v), ...ev(n[2])]
        return one(v)
      })
    case 'join':
      return limit(n[1].flatMap(ev))
    case 'obj':
      return one({ t: 'obj', module, ref, frame })
    case 'arr':
      // An array that starts empty is filled in ways that can't all be seen.
      return one({
        t: 'arr',
        id: `a${module.index}:${ref}`,
        ...(n[1].length ? {} : { empty: true as const }),
        items:
          !n[1].length || n[1].length > MAX_ITEMS
            ? [{ spread: one(unknown('variable', module, n[2])) }]
            : n[1].flatMap((i): ArrayValue['items'] => {
                if (typeof i === 'number') return [ev(i)]
                const spread = ev(i[1])
                const only = spread.length === 1 ? spread[0]!.v : null
                const list = only && listOf(world, only, module)
                return list && (only!.t !== 'arr' || isPlain(world, list)) ? list.items : [{ spread }]
              }),
      })
    case 'push':
      return pushed(ev(n[1]), typeof n[2] === 'number' ? ev(n[2]) : { spread: ev(n[2][1]) })
    case 'member':
      return membersOf(world, ev(n[1]), n[2], module, n[3])
    case 'index':
      return indexed(world, module, ev(n[1]), ev(n[2]), n[3], frame, ref)
    case 'set':
      // What is frozen keeps its members.
      if (isFrozen(module, n[1])) return ev(n[1])
      return flatMap(ev(n[1]), (base) =>
        base.t === 'text' && base.url
          ? flatMap(ev(n[3]), (to) => one(withUrlMember(base, n[2], to, module)))
          : one(setBySetter(world, base, n[2], () => ev(n[3])) ?? withMember(base, n[2], () => ev(n[3]))),
      )
    case 'setIndex':
      return flatMap(ev(n[1]), (base) =>
        flatMap(ev(n[2]), (key) => one(withMember(base, keyText(key), () => ev(n[3])))),
      )
    case 'omit':
      return flatMap(ev(n[1]), (base) => one({ t: 'omit', base, names: n[2] }))
    case 'tail':
      return flatMap(ev(n[1]), (v) =>
        v.t === 'arr' ? one({ t: 'arr', items: v.items.slice(n[2]) }) : one(unknown('unsupported', module, 0)),
      )
    case 'element':
      return apart(flatMap(ev(n[1]), (v) => element(world, v, module, n[2] === 1)))
    case 'pairs':
      return flatMap(ev(n[1]), (v) => handedPairs(world, v))
    case 'keyof':
      return apart(flatMap(ev(n[1]), (v) => keysInTurn(world, v) ?? one(unknown('unsupported', module, 0))))
    case 'fn':
      return one({ t: 'fn', module, fn: n[1], frame, self: null, bound: [] })
    case 'class':
      return one({ t: 'class', module, cls: n[1], frame })
    case 'param': {
      const f = frame.find(n[1])
      if (f?.args) return f.args.get(n[2])
      return module.given?.get(n[1])?.[n[2]] ?? one({ t: 'param', module, fn: n[1], index: n[2], path: [] })
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
      return one({
        t: 'arr',
        items: Array.from({ length: count }, (_, i) => one({ t: 'param', module, fn: n[1], index: i, path: [] })),
      })
    }
    case 'this': {
      const f = frame.find(n[1])
      if (f?.self) return one(f.self)
      return n[1] === 0
        ? moduleExports(world, module)
        : one({ t: 'param', module, fn: module.thisOf(n[1]), index: -1, path: [] })
    }
    case 'super':
      return one({ t: 'param', module, fn: n[1], index: -2, path: [], self: frame.find(n[1])?.self ?? undefined })
    case 'import':
      return importValue(world, module, n[1], n[2], n[3])
    case 'require':
    case 'import()':
      return requireValue(world, module, n[1], n[0] === 'require', n[2])
    case 'glob':
      return globValue(world, module, n[1], n[2])
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
      if (n[1] === 'in')
        return flatMap(ev(n[3]), (o) => flatMap(ev(n[2]), (key) => one(holds(world, o, key, { module }))))
      if (n[1] === 'instanceof')
        return flatMap(ev(n[2]), (o) => flatMap(ev(n[3]), (c) => one(madeBy(world, o, c, module))))
      return flatMap(ev(n[2]), (a) => flatMap(ev(n[3]), (b) => one(binaryValue(n[1], a, b, module, world.platform))))
    case 'unknown':
      return one(unknown(n[1] as 'unsupported', module, n[2]))
  }
}

/** A list that nothing elsewhere is put into. */
function isPlain(world: World, v: ArrayValue): boolean {
  return !v.empty && v.items.every((x) => Array.isArray(x)) && currentArray(world, v) === v
}

/** Objects as `+` and templates take them: what their own `valueOf` or `toString` gives. */
function primitives(world: World, alts: Alternatives, module: Module, frame: Frame): Alternatives {
  if (!alts.some((x) => x.v.t === 'obj' || x.v.t === 'inst' || x.v.t === 'over')) return alts
  return flatMap(alts, (v) => {
    if (v.t !== 'obj' && v.t !== 'inst' && v.t !== 'over') return one(v)
    for (const name of ['@@toPrimitive', 'valueOf', 'toString']) {
      const method = lookup(world, v, name, module, 0).found.filter((x) => x.v.t === 'fn')
      if (method.length) return flatMap(method, (f) => apply(world, f, valueArguments([]), { module, ref: 0, frame }))
    }
    return one(v)
  })
}

/** `options = {}` adds nothing to what a caller may hand in. */
function isEmptyObject(module: Module, ref: Ref): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'obj' && n[1].every((p) => p[0] === '.')
}

function isFrozen(module: Module, ref: Ref): boolean {
  const n = module.summary.nodes[ref]!
  return n[0] === 'call' && n[4] === 'Object.freeze'
}
