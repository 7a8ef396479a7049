import { WHEN } from '../extract/literals'
import type { LossReason } from './types'
import type { Frame } from './frame'
import type { Module } from './module'

/** Where a piece of text was written. */
export interface LiteralPlace {
  module: Module
  pos: number
  /** Index in the module's `literals`, or -1. */
  literal: number
}

/** A place outside the modules: a line of an `.env` file, a `define`. */
export interface OutsidePlace {
  file: string
  line: number
  column: number
}

export interface TextPart {
  s: string
  at: LiteralPlace | OutsidePlace | null
  /** The text `undefined` that a missing value turns into. */
  missing?: Missing
  /** A base that a client puts in front, wherever it was written. */
  base?: true
}

/** A value that will be `undefined` when the program runs: what was asked for, and where. */
export interface Missing {
  name: string
  module: Module | null
  pos: number
}

export interface Hole {
  hole: true
  reason: LossReason
  name?: string
  module: Module | null
  pos: number
  /** The value whose JSON text stands here. */
  json?: BuiltinValue
  /** The parameter that fills it, where one does. */
  param?: ParamValue
  /** What fills it was changed since (encoded, replaced): only the expression as a whole, evaluated anew, says how. */
  changed?: true
}

export type Part = TextPart | Hole

export interface TextValue {
  t: 'text'
  parts: readonly Part[]
  /** The value whose JSON text it is. */ json?: Value
  /** It is the text of a `URL` object, whose members can be read. */ url?: true
  /** The empty text that it begins with: a base that nobody filled in. */ empty?: LiteralPlace
}
export interface PrimitiveValue {
  t: 'prim'
  p: number | boolean | null | undefined
  missing?: Missing
}
export interface ObjectValue {
  t: 'obj'
  module: Module
  ref: number
  frame: Frame
}
export interface ArrayValue {
  t: 'arr'
  items: readonly (Alternatives | { spread: Alternatives })[]
  /** The array literal, by which others that hold it too are known; see `objectKey`. */
  id?: string
  /** A literal without items: it will be filled. */
  empty?: true
  /** The literal that this is with what other places put into it. */
  literal?: ArrayValue
}
/** A `Map`, a `Set` or a `URLSearchParams`: its pairs (arrays of two) or values. */
export interface MapValue {
  t: 'map'
  kind: 'map' | 'set' | 'search'
  items: ArrayValue['items']
  /** The place that made it, by which others that hold it too are known. */
  id: string
}
/** The data of a page or component: what it starts with may be replaced by whatever `setData` gives. */
export interface DataValue {
  t: 'data'
  base: ObjectValue
  self: Value
}
/** A JSON value from the build's configuration. */
export interface JsonValue {
  t: 'json'
  value: object
  place: OutsidePlace | null
}
/** An object with one member changed. */
export interface OverlayValue {
  t: 'over'
  base: Value
  name: string | null
  value: () => Alternatives
  /** The member is only changed under a test that may go both ways (`if (x !== undefined) o.a = x`): what is so where it isn't. */
  maybe?: Assumptions
}
export interface OmitValue {
  t: 'omit'
  base: Value
  names: readonly string[]
}
/** Several objects laid over each other: `Object.assign`. */
export interface MergedValue {
  t: 'merged'
  layers: readonly Value[]
}
export interface FunctionValue {
  t: 'fn'
  module: Module
  fn: number
  frame: Frame
  self: Value | null
  bound: readonly Alternatives[]
}
export interface ClassValue {
  t: 'class'
  module: Module
  cls: number
  frame: Frame
}
/** An object that `new` made: of a class, or of a function with a prototype. */
export interface InstanceValue {
  t: 'inst'
  of: ClassValue | FunctionValue
  ctor: Frame | null
  site: string
  /** Its members don't change with the caller: they may be remembered. */ pure: boolean
}
export interface NamespaceValue {
  t: 'ns'
  module: Module
}
/** Something that the platform or a package gives: `wx`, `wx.request`, `getApp()`, `axios.create()`. */
export interface BuiltinValue {
  t: 'builtin'
  path: string
  call?: CallRef
  /** What it was made of: the object behind `JSON.stringify(x)`. */ of?: Value
  /** As for what isn't known. */ truthy?: true
}
/** A method of a text, an array or a function. */
export interface MethodValue {
  t: 'method'
  of: Value
  name: string
}
/** A parameter whose caller isn't known here (index -1: `this`), and the members read of it. */
export interface ParamValue {
  t: 'param'
  module: Module
  fn: number
  index: number
  path: readonly string[]
  /** For `super` where `this` is known. */ self?: Value
}
export interface UnknownValue {
  t: 'unknown'
  reason: LossReason
  name?: string
  module: Module | null
  pos: number
  /** It is certainly no true value: `a` in `a && b`, where it is what the whole gives. */
  falsy?: true
  /** It is certainly a true value: `a` in `a || b`, where it is what the whole gives. */
  truthy?: true
  /** What a member or variable holds until the real value is written: it matters to tests, and to a URL only where nothing else is known. */
  blank?: true
}

export type Value =
  | TextValue
  | PrimitiveValue
  | ObjectValue
  | ArrayValue
  | MapValue
  | JsonValue
  | OverlayValue
  | OmitValue
  | MergedValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | NamespaceValue
  | DataValue
  | BuiltinValue
  | MethodValue
  | ParamValue
  | UnknownValue

/** A call expression in the frame that it is evaluated in. */
export interface CallRef {
  module: Module
  ref: number
  frame: Frame
}

/** What was assumed of tests that can go both ways, so that one test never goes two ways in one URL. */
export type Assumptions = readonly (readonly [test: number, choice: number])[]

export interface Alternative {
  v: Value
  /** Run-time environments under which it holds: bits of WHEN. */
  w: number
  a: Assumptions | null
}

export type Alternatives = readonly Alternative[]

export function one(v: Value): Alternatives {
  return [{ v, w: WHEN.ALL, a: null }]
}

export function textOf(s: string, at: TextPart['at'] = null): TextValue {
  return { t: 'text', parts: s === '' && !at ? [] : [{ s, at }] }
}

/** The text of a literal. */
export function literalText(s: string, at: LiteralPlace): TextValue {
  return s === '' ? { t: 'text', parts: [], empty: at } : { t: 'text', parts: [{ s, at }] }
}

/** The items of a list that is the only alternative, as `args.rest(0)` gives a call's arguments; null for anything else. */
export function onlyItems(alts: Alternatives): ArrayValue['items'] | null {
  const v = alts.length === 1 ? alts[0]!.v : null
  return v?.t === 'arr' ? v.items : null
}

/** The value of an item of a list that can have no other, or null. */
export function onlyValue(item: ArrayValue['items'][number] | undefined): Value | null {
  return Array.isArray(item) && item.length === 1 ? (item as Alternatives)[0]!.v : null
}

/** What an object with members changed is below its changes. */
export function bottomOf(v: Value): Value {
  let x = v
  while (x.t === 'over') x = x.base
  return x
}

export const UNDEFINED: PrimitiveValue = Object.freeze({ t: 'prim', p: undefined }) as PrimitiveValue

export function unknown(reason: LossReason, module: Module | null, pos: number, name?: string): UnknownValue {
  return { t: 'unknown', reason, module, pos, name }
}

export function paramKey(p: ParamValue): string {
  return `p${p.module.index}:${p.fn}:${p.index}:${p.path.join('.')}`
}

export { MAX_ALTERNATIVES, assume, flatMap, restrict, limit } from './alternatives'
