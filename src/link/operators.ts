import { mayBeSame } from './fits'
import { keyText, truth, untested } from './truth'
import { one, unknown, type Alternatives, type Value } from './values'
import type { Platform } from '../platforms/types'
import type { Module } from './module'

/** `!`, `typeof`, `-`, `+`, `~`. */
export function unaryValue(operator: string, v: Value, module: Module): Alternatives {
  if (operator === '!') {
    const known = truth(v)
    return one(known === null ? lost(v, module) : { t: 'prim', p: !known })
  }
  if (operator === 'typeof') {
    const type = typeOf(v)
    return one(type ? { t: 'text', parts: [{ s: type, at: null }] } : lost(v, module))
  }
  const n = number(v)
  if (n !== null) {
    if (operator === '-') return one({ t: 'prim', p: -n })
    if (operator === '+') return one({ t: 'prim', p: n })
    if (operator === '~') return one({ t: 'prim', p: ~n })
  }
  return one(lost(v, module))
}

function lost(v: Value, module: Module): Value {
  if (v.t !== 'unknown' || v.reason === 'cycle') return unknown('unsupported', module, 0)
  // What is made of a blank is no blank: `x === undefined` may well be true.
  return untested(v)
}

function typeOf(v: Value): string | null {
  switch (v.t) {
    case 'text':
      return 'string'
    case 'prim':
      return v.p === null ? 'object' : typeof v.p
    case 'obj':
    case 'arr':
    case 'map':
    case 'over':
    case 'omit':
    case 'merged':
    case 'inst':
    case 'ns':
    case 'json':
      return 'object'
    case 'fn':
    case 'class':
      return 'function'
    default:
      return null
  }
}

/** Comparisons and arithmetic; a value where both sides decide it. */
export function binaryValue(operator: string, a: Value, b: Value, module: Module, platform?: Platform): Value {
  switch (operator) {
    case '===':
    case '==':
    case '!==':
    case '!=': {
      const same = platform && isWebTest(a, b, platform) ? false : equal(a, b, operator.length === 2)
      return same === null
        ? lost(a.t === 'unknown' ? a : b, module)
        : { t: 'prim', p: operator[0] === '!' ? !same : same }
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '**':
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
    case '>>>':
      return arithmetic(operator, a, b, module)
    default:
      return unknown('unsupported', module, 0)
  }
}

/** `process.env.TARGET === 'h5'`: whatever the variable holds in a build of a mini program, it isn't the web's name. */
function isWebTest(a: Value, b: Value, platform: Platform): boolean {
  const [variable, name] = a.t === 'unknown' ? [a, b] : [b, a]
  return (
    platform.name !== 'web' &&
    variable.t === 'unknown' &&
    variable.reason === 'env' &&
    /^h5$/i.test(keyText(name) ?? '')
  )
}

function arithmetic(operator: string, a: Value, b: Value, module: Module): Value {
  if (a.t === 'text' && b.t === 'text' && /^[<>]=?$/.test(operator)) return ordered(operator, a, b, module)
  const x = number(a)
  const y = number(b)
  if (x === null || y === null) return lost(x === null ? a : b, module)
  switch (operator) {
    case '+':
      return { t: 'prim', p: x + y }
    case '-':
      return { t: 'prim', p: x - y }
    case '*':
      return { t: 'prim', p: x * y }
    case '/':
      return { t: 'prim', p: x / y }
    case '%':
      return { t: 'prim', p: x % y }
    case '<':
      return { t: 'prim', p: x < y }
    case '>':
      return { t: 'prim', p: x > y }
    case '<=':
      return { t: 'prim', p: x <= y }
    case '**':
      return { t: 'prim', p: x ** y }
    case '&':
      return { t: 'prim', p: x & y }
    case '|':
      return { t: 'prim', p: x | y }
    case '^':
      return { t: 'prim', p: x ^ y }
    case '<<':
      return { t: 'prim', p: x << y }
    case '>>':
      return { t: 'prim', p: x >> y }
    case '>>>':
      return { t: 'prim', p: x >>> y }
    default:
      return { t: 'prim', p: x >= y }
  }
}

/** A value as arithmetic takes it, or null where it isn't known. */
function number(v: Value): number | null {
  if (v.t === 'prim') return v.missing ? null : Number(v.p)
  const s = v.t === 'text' ? keyText(v) : null
  return s === null ? null : Number(s)
}

function ordered(operator: string, a: Value, b: Value, module: Module): Value {
  const x = keyText(a)
  const y = keyText(b)
  if (x === null || y === null) return lost(a, module)
  const p = operator === '<' ? x < y : operator === '>' ? x > y : operator === '<=' ? x <= y : x >= y
  return { t: 'prim', p }
}

/** Whether two values are equal; null where it isn't known. */
export function equal(a: Value, b: Value, loose: boolean): boolean | null {
  const x = scalar(a)
  const y = scalar(b)
  // What is still empty is no text that says something, and no number.
  if ((isBlank(a) && y?.is) || (isBlank(b) && x?.is)) return false
  if (x === undefined || y === undefined) {
    // An object is never equal to a text; two different texts with holes may be equal.
    if ((x !== undefined && object(b)) || (y !== undefined && object(a))) return loose ? null : false
    return a.t === 'text' && b.t === 'text' && !mayBeSame(a, b) ? false : null
  }
  // Loose comparison is only modelled for null and undefined; texts and numbers compare as JavaScript does.
  // eslint-disable-next-line eqeqeq
  return loose ? x.is == y.is : x.is === y.is
}

const isBlank = (v: Value): boolean => v.t === 'unknown' && v.blank === true

function scalar(v: Value): { is: unknown } | undefined {
  if (v.t === 'prim') return { is: v.p }
  if (v.t !== 'text') return undefined
  const s = keyText(v)
  return s === null ? undefined : { is: s }
}

function object(v: Value): boolean {
  return (
    v.t === 'obj' || v.t === 'arr' || v.t === 'map' || v.t === 'fn' || v.t === 'class' || v.t === 'inst' || v.t === 'ns'
  )
}
