import { valueArguments } from './arguments'
import { evaluate } from './evaluate'
import { Frame } from './frame'
import { memberWrites } from './instance-writes'
import { parents } from './instances'
import {
  bottomOf,
  flatMap,
  limit,
  one,
  type Alternative,
  type Alternatives,
  type ClassValue,
  type ObjectValue,
  type ParamValue,
  type Value,
} from './values'
import type { World } from './world'
import { thisWrites, writesTo } from './writes'

/** What a setter writes to its `this`: the member, and the value's node in the class's module. */
interface Setter {
  of: ClassValue | ObjectValue
  fn: number
  writes: readonly { name: string; value: number }[]
}

function classOf(v: Value): ClassValue | null {
  return v.t === 'inst' && v.of.t === 'class' ? v.of : null
}

/** The setters of an object literal, or of an instance's class and of those that it inherits from, by name. */
function settersOf(world: World, v: Value): [name: string, setter: Setter][] {
  const out: [string, Setter][] = []
  const bottom = bottomOf(v)
  if (bottom.t === 'obj')
    for (const [name, fn] of bottom.module.accessors.settersOf(bottom.ref))
      out.push([name, { of: bottom, fn, writes: bottom.module.ownWrites(fn) }])
  if (bottom.t === 'class')
    for (const [name, fn] of bottom.module.accessors.settersOf(-1)) {
      const { cls, static: isStatic } = bottom.module.summary.functions[fn]!
      if (isStatic && cls === bottom.cls) out.push([name, { of: bottom, fn, writes: bottom.module.ownWrites(fn) }])
    }
  let c = classOf(bottom)
  for (let depth = 0; c && depth < 6; depth++) {
    const of: ClassValue = c
    const { functions, classes } = of.module.summary
    for (const [name, fn] of classes[of.cls]!.setters ?? []) {
      if (out.some(([other]) => other === name)) continue
      if (functions[fn]) out.push([name, { of, fn, writes: of.module.ownWrites(fn) }])
    }
    c = parents(world, of).find((p): p is ClassValue => p.t === 'class') ?? null
  }
  return out
}

function given(world: World, { of, fn }: Setter, node: number, self: Value, value: Alternatives): Alternatives {
  const frame = new Frame(of.module, fn, of.frame, valueArguments([value]), self)
  return evaluate(world, of.module, node, frame)
}

/** `object.name = value` where the object or its class has a setter of that name: what the setter does. Null where it has none. */
export function setBySetter(world: World, base: Value, name: string, value: () => Alternatives): Value | null {
  const setter = settersOf(world, base).find(([other]) => other === name)?.[1]
  if (!setter) return null
  let out = base
  for (const w of setter.writes)
    out = { t: 'over', base: out, name: w.name, value: () => given(world, setter, w.value, base, value()) }
  return out
}

/** Whether a class has a setter of that name: what is written to the member is kept elsewhere. */
export function hasSetter(world: World, v: Value, name: string): boolean {
  return settersOf(world, v).some(([other]) => other === name)
}

/** What setters leave in a member, of all that is written to the members that they stand for. */
export function writtenBySetters(world: World, o: Value, name: string): Alternatives {
  const out: Alternative[] = []
  for (const [member, setter] of settersOf(world, o)) {
    const own = setter.writes.filter((w) => w.name === name)
    if (!own.length) continue
    const { of } = setter
    if (of.t === 'obj') {
      for (const x of [...writesTo(world, o, member), ...thisWrites(world, of.module, of.ref, member)])
        for (const w of own) out.push(...flatMap([x], (v) => given(world, setter, w.value, o, one(v))))
      continue
    }
    const { module, cls } = of
    const isMethod = (fn: number): boolean => {
      const record = module.summary.functions[fn]!
      return record.cls === cls && !record.static && fn !== setter.fn
    }
    // A method of the class writes to its `this`.
    const inside = world.writes.has(member) ? memberWrites(world, module, member, isMethod, o, of.frame).values : []
    for (const x of [...writesTo(world, o, member), ...inside])
      for (const w of own) out.push(...flatMap([x], (v) => given(world, setter, w.value, o, one(v))))
  }
  return limit(out)
}

/** What is written to a member of an object literal: where it has a setter of that name, that is kept elsewhere. */
export function throughSetters(
  world: World,
  o: ObjectValue,
  name: string,
  written: () => Alternatives,
): readonly Alternative[] {
  const setters = o.module.accessors.settersOf(o.ref)
  if (!setters.length) return written()
  if (setters.some(([other]) => other === name)) return []
  const given = writtenBySetters(world, o, name)
  if (!given.length) return written()
  // Who sets it is known: what the setter was handed says no more.
  const isOwn = (p: ParamValue | undefined): boolean => p?.module === o.module && setters.some(([, fn]) => fn === p.fn)
  const isHanded = ({ v }: Alternative): boolean =>
    v.t === 'param' ? isOwn(v) : v.t === 'text' && v.parts.some((p) => 'hole' in p && isOwn(p.param))
  return [...written().filter((x) => !isHanded(x)), ...given]
}
