import { unknown, type Alternatives, type BuiltinValue, type UnknownValue, type Value } from './values'

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
    case 'map':
    case 'fn':
    case 'class':
    case 'inst':
    case 'ns':
    case 'over':
    case 'merged':
    case 'json':
      return true
    case 'unknown':
      return v.falsy ? false : (v.truthy ?? null)
    case 'builtin':
      return v.truthy || isApp(v) || null
    default:
      return null
  }
}

/** A value that `&&` gives only where it is no true one. */
export function falsy(v: Value): Value {
  return v.t === 'unknown'
    ? { ...v, falsy: true }
    : v.t === 'param'
      ? { ...unknown('parameter', v.module, 0), falsy: true }
      : v.t === 'builtin'
        ? { ...unknown('global', v.call?.module ?? null, 0, v.path), falsy: true }
        : v
}

/** A value that `||` gives only where it is a true one. */
export function truthy(v: Value): Value {
  return v.t === 'builtin' || (v.t === 'unknown' && !v.blank && !v.falsy) ? { ...v, truthy: true } : v
}

/** What is made of a value, about which a test of the value says nothing. */
export function untested(v: UnknownValue): UnknownValue {
  return v.blank || v.falsy || v.truthy ? unknown(v.reason, v.module, v.pos, v.name) : v
}

/** A member or result of what is certainly there need not be there itself. */
export function partOf(v: UnknownValue): UnknownValue {
  return v.truthy ? { ...v, truthy: undefined } : v
}

export function negate(b: boolean | null): boolean | null {
  return b === null ? null : !b
}

/** False where the value is null or undefined. */
export function nullish(v: Value): boolean | null {
  if (v.t === 'prim') return v.p != null
  if (v.t === 'builtin') return v.truthy || isApp(v) || null
  if (v.t === 'unknown' && v.truthy) return true
  return v.t === 'unknown' || v.t === 'param' ? null : true
}

/**
 * The app, asked for inside a function: it is there, since pages and what they call run behind `App({…})`. At the top of
 * a module that `app.js` loads it is not there yet.
 * https://developers.weixin.qq.com/miniprogram/dev/reference/api/getApp.html
 */
function isApp({ path, call }: BuiltinValue): boolean {
  return path === 'getApp()' && call !== undefined && call.module.owner(call.ref) > 0
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
