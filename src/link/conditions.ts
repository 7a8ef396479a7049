import type { Ref } from '../extract/ir'
import { WHEN } from '../extract/literals'
import { correlated } from './correlate'
import { evaluate } from './evaluate'
import type { Frame } from './frame'
import { element, keysOf } from './elements'
import { mayBeNamed } from './fits'
import { member } from './members'
import type { Module } from './module'
import { lookupStep, namespaceStep } from './parameter-steps'
import { sameTest, type OpenTest } from './same-tests'
import { keyText, outcome, truth } from './truth'
import { assume, MAX_TOLD } from './alternatives'
import { flatMap, limit, one, restrict, unknown, type Alternative, type Alternatives, type Value } from './values'
import type { World } from './world'

/** Members of a table beyond which an unknown key is not followed into each. */
const MAX_KEYS = 512

/** A number for a test in its frame, so that assumptions about it can be compared. */
export function testNumber(world: World, module: Module, test: Ref, frame: Frame): number {
  return numberOf(world, frame.find(module.owner(test)) ?? module.frameOf(module.owner(test)), test)
}

/**
 * A number for which of several a node stands for (a key of a table, an item of a list), in its frame. Whether the node
 * is truthy is another question: `TABLE[key] || base` is no assumption about the key.
 */
export function choiceNumber(world: World, module: Module, node: Ref, frame: Frame): number {
  return numberOf(world, frame.find(module.owner(node)) ?? module.frameOf(module.owner(node)), CHOICES - node)
}

/** Choices have numbers apart from those of tests, by node as well. */
const CHOICES = -2e9

function numberOf(world: World, { tests }: Frame, key: number): number {
  let id = tests.get(key)
  if (id === undefined) {
    id = world.nextTest++
    tests.set(key, id)
  }
  return id
}

export function choose(
  world: World,
  module: Module,
  test: Ref,
  frame: Frame,
  yes: () => Alternatives,
  no: () => Alternatives,
  branches: readonly [yes: Ref | null, no: Ref | null],
): Alternatives {
  const tests = evaluate(world, module, test, frame)
  const o = outcome(tests)
  if (!o.no) return restrict(yes(), o.yes, null)
  if (!o.yes) return restrict(no(), o.no, null)
  // What was assumed of the value that is asked about goes on to the branch that it leads to.
  const told =
    tests.length > 1 && tests.length <= MAX_TOLD
      ? byAlternative(tests, yes, no, () => ownTest(world, module, test, frame))
      : null
  if (told) return told
  // Where none of them answers, there is nothing to tell apart.
  if (tests.length > 1 && tests.some((x) => truth(x.v) !== null)) {
    const each = correlated(world, module, test, frame, ...branches)
    if (each) return each
  }
  const open = (o.yes & o.no) !== 0
  const same = open ? (sameTest(world, module, test, frame, tests) ?? ownTest(world, module, test, frame)) : null
  const [taken, other] = [yes(), no()]
  const changed = same && o.yes === WHEN.ALL && o.no === WHEN.ALL ? mayChange(taken, other, same) : null
  return changed ?? limit([...restrict(taken, o.yes, same?.yes ?? null), ...restrict(other, o.no, same?.no ?? null)])
}

function ownTest(world: World, module: Module, test: Ref, frame: Frame): OpenTest {
  const id = testNumber(world, module, test, frame)
  return { id, yes: [[id, 1]], no: [[id, 0]] }
}

/**
 * `if (own[key] !== undefined) out[key] = own[key]`: one object of which a member may be changed. As two objects, the
 * next such line would make four of them.
 */
function mayChange(yes: Alternatives, no: Alternatives, test: OpenTest): Alternatives | null {
  if (yes.length !== 1 || no.length !== 1) return null
  const [x, y] = [yes[0]!, no[0]!]
  if (x.w !== WHEN.ALL || y.w !== WHEN.ALL || x.a || y.a || x.v.t !== 'over' || x.v.name === null) return null
  const { base, name, value } = x.v
  const taken = (): Alternatives => restrict(value(), WHEN.ALL, test.yes)
  if (base === y.v) return one({ t: 'over', base, name, value: taken, maybe: test.no })
  if (y.v.t !== 'over' || y.v.base !== base || y.v.name !== name) return null
  const other = y.v.value
  const both = (): Alternatives => limit([...taken(), ...restrict(other(), WHEN.ALL, test.no)])
  return one({ t: 'over', base, name, value: both, ...((x.v.maybe || y.v.maybe) && { maybe: [] }) })
}

/** Both ways, each alternative's under the assumption that makes it that alternative; one that may go both ways goes both. */
function byAlternative(
  tests: Alternatives,
  yes: () => Alternatives,
  no: () => Alternatives,
  own: () => OpenTest,
): Alternatives | null {
  if (!tests.every((x) => x.a) || !tests.some((x) => truth(x.v) !== null)) return null
  const out: Alternative[] = []
  let [taken, other]: (Alternatives | null)[] = [null, null]
  for (const x of tests) {
    const known = truth(x.v)
    const open = known === null ? own() : null
    if (known !== false) out.push(...restrict((taken ??= yes()), x.w, open ? (assume(x.a, open.yes) ?? x.a) : x.a))
    if (known !== true) out.push(...restrict((other ??= no()), x.w, open ? (assume(x.a, open.no) ?? x.a) : x.a))
  }
  return limit(out)
}

/** `||`, `&&`, `??`: the left value where `keep` says so, the right one where it does not, both where it can't tell. */
export function either(
  world: World,
  module: Module,
  left: Ref,
  frame: Frame,
  ev: (r: Ref) => Alternatives,
  right: Ref,
  keep: (v: Value) => boolean | null,
  kept: (v: Value) => Value = (v) => v,
): Alternatives {
  const out: Alternative[] = []
  let rest = 0
  let open = false
  const failed: Alternative[] = []
  for (const x of ev(left)) {
    const k = keep(x.v)
    // An environment variable without a value falls back; so does what only the fallback can tell.
    if (k === true || (k === null && !(x.v.t === 'unknown' && x.v.reason === 'env')))
      out.push(
        k === null ? { v: kept(x.v), w: x.w, a: [...(x.a ?? []), [testNumber(world, module, left, frame), 1]] } : x,
      )
    if (k !== true) rest |= x.w
    if (k !== true) failed.push(x)
    if (k === null) open = true
  }
  // Each falls back under the assumption that made it what it is.
  if (rest && out.length && failed.length <= (open ? 4 : MAX_TOLD) && failed.every((x) => x.a)) {
    const fallback = ev(right)
    const own = open ? ([[testNumber(world, module, left, frame), 0]] as const) : null
    for (const x of failed) out.push(...restrict(fallback, x.w, assume(x.a, own) ?? x.a))
  } else if (rest)
    out.push(...restrict(ev(right), rest, open && out.length ? [[testNumber(world, module, left, frame), 0]] : null))
  return limit(out)
}

/** The keys that one of which only parts are known can be. */
const keysThatFit = (keys: Alternatives | null, key: Value): Alternatives | null =>
  key.t !== 'text' || !keys ? keys : notEmpty(keys.filter(({ v }) => mayBeNamed(key, keyText(v) ?? '')))

const notEmpty = (keys: Alternatives): Alternatives | null => (keys.length ? keys : null)

export function indexed(
  world: World,
  module: Module,
  objects: Alternatives,
  keys: Alternatives,
  pos: number,
  frame: Frame,
  ref: Ref,
): Alternatives {
  return flatMap(objects, (object) =>
    flatMap(keys, (key) => {
      const name = keyText(key)
      if (name !== null) return member(world, object, name, module, pos)
      if (object.t === 'builtin' && key.t === 'param' && world.namespaces.has(object.path)) {
        const step = namespaceStep(world, key, (k) => indexed(world, module, one(object), one(k), pos, frame, ref))
        return one(step ?? unknown('member', module, pos))
      }
      if (object.t === 'unknown') return member(world, object, '', module, pos)
      // `this[name](…)`: which of its own methods it is only callers know.
      if (object.t === 'param' && object.index === -1 && !object.path.length && key.t === 'param') {
        const step = namespaceStep(world, key, (k) => indexed(world, module, one(object), one(k), pos, frame, ref))
        if (step) return one(step)
      }
      const all = object.t === 'arr' ? null : keysThatFit(keysOf(world, object), key)
      const test = choiceNumber(world, module, ref, frame)
      if (object.t === 'arr') return element(world, object, module)
      if (!all || all.length > MAX_KEYS) return one(unknown('member', module, pos))
      const any = (): Alternatives =>
        limit(
          all.flatMap((k, i) =>
            restrict(member(world, object, keyText(k.v) ?? '', module, pos), WHEN.ALL, [[test, i]]),
          ),
        )
      const step =
        key.t === 'param'
          ? lookupStep(world, key, (k) => indexed(world, module, one(object), one(k), pos, frame, ref), any)
          : null
      return step ? one(step) : any()
    }),
  )
}
