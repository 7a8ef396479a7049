import { WHEN } from '../extract/literals'
import type { LossReason } from './types'
import type { Frame } from './frame'
import type { Module } from './module'
import { widen } from './widen'

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
  /** The parameter that fills it, where one does. */
  param?: ParamValue
}

export type Part = TextPart | Hole

export interface TextValue { t: 'text'; parts: readonly Part[]; /** It is the text of a `URL` object, whose members can be read. */ url?: true }
export interface PrimitiveValue { t: 'prim'; p: number | boolean | null | undefined; missing?: Missing }
export interface ObjectValue { t: 'obj'; module: Module; ref: number; frame: Frame }
export interface ArrayValue {
  t: 'arr'
  items: readonly (Alternatives | { spread: Alternatives })[]
  /** The array literal, by which others that hold it too are known; see `objectKey`. */
  id?: string
  /** A literal without items: it will be filled. */
  empty?: true
}
/** The data of a page or component: what it starts with may be replaced by whatever `setData` gives. */
export interface DataValue { t: 'data'; base: ObjectValue; self: Value }
/** A JSON value from the build's configuration. */
export interface JsonValue { t: 'json'; value: object; place: OutsidePlace | null }
/** An object with one member changed. */
export interface OverlayValue { t: 'over'; base: Value; name: string | null; value: () => Alternatives }
export interface OmitValue { t: 'omit'; base: Value; names: readonly string[] }
/** Several objects laid over each other: `Object.assign`. */
export interface MergedValue { t: 'merged'; layers: readonly Value[] }
export interface FunctionValue { t: 'fn'; module: Module; fn: number; frame: Frame; self: Value | null; bound: readonly Alternatives[] }
export interface ClassValue { t: 'class'; module: Module; cls: number; frame: Frame }
/** An object that `new` made: of a class, or of a function with a prototype. */
export interface InstanceValue { t: 'inst'; of: ClassValue | FunctionValue; ctor: Frame | null; site: string; /** Its members don't change with the caller: they may be remembered. */ pure: boolean }
export interface NamespaceValue { t: 'ns'; module: Module }
/** Something that the platform or a package gives: `wx`, `wx.request`, `getApp()`, `axios.create()`. */
export interface BuiltinValue { t: 'builtin'; path: string; call?: CallRef; /** What it was made of: the object behind `JSON.stringify(x)`. */ of?: Value }
/** A method of a text, an array or a function. */
export interface MethodValue { t: 'method'; of: Value; name: string }
/** A parameter whose caller isn't known here (index -1: `this`), and the members read of it. */
export interface ParamValue { t: 'param'; module: Module; fn: number; index: number; path: readonly string[]; /** For `super` where `this` is known. */ self?: Value }
export interface UnknownValue {
  t: 'unknown'
  reason: LossReason
  name?: string
  module: Module | null
  pos: number
  /** It is certainly no true value: `a` in `a && b`, where it is what the whole gives. */
  falsy?: true
  /** What a member or variable holds until the real value is written: it matters to tests, and to a URL only where nothing else is known. */
  blank?: true
}

export type Value =
  | TextValue | PrimitiveValue | ObjectValue | ArrayValue | JsonValue | OverlayValue | OmitValue | MergedValue | FunctionValue | ClassValue
  | InstanceValue | NamespaceValue | DataValue | BuiltinValue | MethodValue | ParamValue | UnknownValue

/** A call expression in the frame that it is evaluated in. */
export interface CallRef { module: Module; ref: number; frame: Frame }

/** What was assumed of tests that can go both ways, so that one test never goes two ways in one URL. */
export type Assumptions = readonly (readonly [test: number, choice: number])[]

export interface Alternative {
  v: Value
  /** Run-time environments under which it holds: bits of WHEN. */
  w: number
  a: Assumptions | null
}

export type Alternatives = readonly Alternative[]

/** Most alternatives that are kept of one value; more give an unknown of reason `budget` beside them. */
export const MAX_ALTERNATIVES = 48
/** The same for alternatives that are whole texts. */
const MAX_WHOLE = 256

export function one(v: Value): Alternatives {
  return [{ v, w: WHEN.ALL, a: null }]
}

export function textOf(s: string, at: TextPart['at'] = null): TextValue {
  return { t: 'text', parts: s === '' && !at ? [] : [{ s, at }] }
}

export const UNDEFINED: PrimitiveValue = Object.freeze({ t: 'prim', p: undefined }) as PrimitiveValue

export function unknown(reason: LossReason, module: Module | null, pos: number, name?: string): UnknownValue {
  return { t: 'unknown', reason, module, pos, name }
}

/** The assumptions of two values used together, or undefined where they contradict each other. */
export function assume(a: Assumptions | null, b: Assumptions | null): Assumptions | null | undefined {
  if (!a || a === b) return b
  if (!b) return a
  let out: (readonly [number, number])[] | null = null
  for (const entry of b) {
    const mine = a.find((x) => x[0] === entry[0])
    if (!mine) (out ??= [...a]).push(entry)
    else if (mine[1] !== entry[1]) return undefined
  }
  return out ?? a
}

/** Maps each alternative's value, keeping its conditions. */
export function flatMap(alts: Alternatives, f: (v: Value, w: number, a: Assumptions | null) => Alternatives): Alternatives {
  if (alts.length === 1 && alts[0]!.w === WHEN.ALL && !alts[0]!.a) return f(alts[0]!.v, WHEN.ALL, null)
  const out: Alternative[] = []
  for (const x of alts) {
    for (const y of f(x.v, x.w, x.a)) {
      const w = x.w & y.w
      const a = assume(x.a, y.a)
      if (w && a !== undefined) out.push({ v: y.v, w, a })
    }
  }
  return limit(out)
}

/** Restricts alternatives to run-time environments and one more assumption. */
export function restrict(alts: Alternatives, w: number, a: Assumptions | null): Alternatives {
  if (w === WHEN.ALL && !a) return alts
  const out: Alternative[] = []
  for (const x of alts) {
    const both = assume(x.a, a)
    if (x.w & w && both !== undefined) out.push({ v: x.v, w: x.w & w, a: both })
  }
  return out
}

/** Drops repetitions and keeps to the budget. */
export function limit(alts: readonly Alternative[]): Alternatives {
  if (alts.length <= 1) return alts
  const seen = new Map<string | Value, Alternative>()
  for (const x of alts) {
    const key = identity(x.v)
    const other = seen.get(key)
    if (!other) seen.set(key, x)
    // Known under either condition: the conditions are joined, assumptions that differ fall away.
    else seen.set(key, { v: other.v, w: other.w | x.w, a: other.a === x.a ? x.a : null })
  }
  const all = [...seen.values()]
  // A table of whole URLs or paths is worth its length.
  if (all.length <= MAX_WHOLE && all.every((x) => x.v.t !== 'text' || x.v.parts.length < 2)) return all
  const out = widen(all, MAX_ALTERNATIVES)
  if (out.length <= MAX_ALTERNATIVES) return out
  const last = out[MAX_ALTERNATIVES]!.v
  return [...out.slice(0, MAX_ALTERNATIVES), { v: unknown('budget', 'module' in last && last.module ? last.module : null, 0), w: WHEN.ALL, a: null }]
}

function identity(v: Value): string | Value {
  switch (v.t) {
    case 'text': {
      let key = 't'
      for (const p of v.parts) key += 'hole' in p ? `\0${p.reason}${p.pos}${p.param ? paramKey(p.param) : ''}` : '\x01' + p.s
      return key
    }
    case 'prim':
      return `p${String(v.p)}${v.missing ? v.missing.name : ''}`
    case 'param':
      return paramKey(v)
    case 'unknown':
      return `u${v.falsy ? 'f' : ''}${v.blank ? 'b' : ''}${v.reason}${v.pos}${v.module?.id ?? ''}`
    case 'builtin':
      return v.call ? v : `b${v.path}`
    default:
      return v
  }
}

export function paramKey(p: ParamValue): string {
  return `p${p.module.index}:${p.fn}:${p.index}:${p.path.join('.')}`
}
