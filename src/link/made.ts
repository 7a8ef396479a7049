import type { Edge } from './edges'
import { Frame } from './frame'
import type { Module } from './module'
import { openParameters, type Open } from './open'
import { bottomOf, type Alternatives, type ClassValue, type InstanceValue, type Value } from './values'

/** A method of a class, and the class. */
export interface Method {
  module: Module
  fn: number
  of: ClassValue
}

/** The method around a place; null where there is none, or where the class can't be told from its instances. */
export function methodAround({ module, fn }: { module: Module; fn: number }): Method | null {
  for (let f = fn; f > 0; f = module.summary.functions[f]!.parent) {
    const record = module.summary.functions[f]!
    if (record.cls < 0) continue
    const { ctor, init } = module.summary.classes[record.cls]!
    if (record.static || f === ctor || f === init) return null
    return { module, fn: f, of: { t: 'class', module, cls: record.cls, frame: module.frameOf(record.parent) } }
  }
  return null
}

/** A method of an instance of which the constructor's parameters stand for themselves; null where it takes none. */
export function symbolicMethod({ module, fn, of }: Method): Frame | null {
  const { ctor } = module.summary.classes[of.cls]!
  if (ctor < 0 || (!module.summary.functions[ctor]!.params && !module.takesList(ctor))) return null
  const site = `?made${module.index}:${of.cls}`
  const self: InstanceValue = { t: 'inst', of, ctor: module.frameOf(ctor), site, pure: false }
  return new Frame(module, fn, of.frame, null, self)
}

/** The frame of a method that is called later on what this `new` made; null where the edge or the place is another. */
export function methodOf({ callee }: Edge, place: { module: Module; fn: number }): Frame | null {
  const self = instance(callee.self)
  const method = self && callee.module === place.module ? methodAround(place) : null
  const cls = method ? callee.module.summary.functions[callee.fn]!.cls : -1
  if (!method || !self || cls !== method.of.cls || callee.module.summary.classes[cls]!.ctor !== callee.fn) return null
  return new Frame(method.module, method.fn, callee.frame, null, self)
}

function instance(v: Value | null): InstanceValue | null {
  const x = v && bottomOf(v)
  return x?.t === 'inst' ? x : null
}

/**
 * The parameters of a class's constructor that are the whole path of what its method asks for (`new Page(url)`): whoever
 * makes the instance supplies the URL. A base alone (`new Http(base)`) is completed by those who call the methods.
 */
export function suppliedByConstructor({ module, of }: Method, urls: Alternatives): Open[] {
  const { ctor } = module.summary.classes[of.cls]!
  const opens = openParameters(urls)
  const isOwn = (p: Open['param']): boolean => p.module === module && p.fn === ctor && p.index >= 0
  if (!opens.every((o) => isOwn(o.param))) return []
  const endsWithIt = urls.every(({ v }) => {
    if (v.t !== 'text') return v.t === 'param' || v.t === 'unknown'
    const at = v.parts.findIndex((p) => 'hole' in p && p.param !== undefined && isOwn(p.param))
    const next = v.parts[at + 1]
    return at < 0 || !next || (!('hole' in next) && /^[?#&]/.test(next.s))
  })
  return endsWithIt ? opens : []
}
