import type { RawAttribute } from './tag-attribute'

/**
 * For which of mpx's platforms something is: `wx|ali` for those, `!wx` for all others, `&` between what must hold
 * together. A name may carry an environment (`ali:didi`), which nothing here knows.
 */
export type Modes = string

const CONDITION = /^(?:v-|(?:wx|a|tt|swan|qq|jd|dd|ks):)(if|elif|else-if|else)$/
const TEST = /^\(?\s*(?:__mpx_mode__\s*([!=])==?\s*(['"])(\w+)\2|(['"])(\w+)\4\s*([!=])==?\s*__mpx_mode__)\s*\)?$/
/** Longer conditions are about more than the platform. */
const LONGEST = 200

/** What came of the conditions of the elements before, at one depth: of an `else` it is the contrary. */
export interface Chain {
  /** For which platforms no element before was; null where that is not decided by the platform. */
  left: Modes | null
}

/**
 * For which platforms an element is by its `wx:if`, `wx:elif` or `wx:else` on `__mpx_mode__`, which mpx decides when
 * it compiles the template. Undefined where it is for all, as far as is known.
 * @param chain of the element's siblings; changed
 */
export function modesOf(code: string, attributes: readonly RawAttribute[], chain: Chain): Modes | undefined {
  const attribute = attributes.find(({ name }) => CONDITION.test(name))
  const kind = attribute && CONDITION.exec(attribute.name)![1]
  const before = kind === 'if' || kind === undefined ? undefined : (chain.left ?? undefined)
  if (kind === undefined || kind === 'else') {
    chain.left = null
    return before
  }
  const isDecided = kind === 'if' || chain.left !== null
  const own = testOf(code.slice(attribute!.valueStart, attribute!.valueEnd))
  chain.left = own === undefined || !isDecided ? null : both(before, contrary(own))!
  return both(before, own)
}

/** What must hold for both. */
export function both(a: Modes | undefined, b: Modes | undefined): Modes | undefined {
  return a === undefined || a === '' ? b : b === undefined || b === '' ? a : `${a}&${b}`
}

/** Whether something that is for these platforms is for one of them. `mode`: mpx's own name. */
export function isForMode(modes: Modes, mode: string): boolean {
  return modes.split('&').every((test) => {
    const isContrary = test.startsWith('!')
    const names = test
      .slice(isContrary ? 1 : 0)
      .split('|')
      .map((name) => name.trim().split(':')[0])
    return names.includes(mode) !== isContrary
  })
}

/** `{{ __mpx_mode__ === 'wx' || __mpx_mode__ === 'qq' }}`; undefined for anything else. */
function testOf(value: string): Modes | undefined {
  if (value.length > LONGEST) return undefined
  const text = value
    .trim()
    .replace(/^\{\{|\}\}$/g, '')
    .trim()
  for (const [between, sign] of [
    ['||', '='],
    ['&&', '!'],
  ] as const) {
    const names: string[] = []
    for (const piece of text.split(between)) {
      const test = TEST.exec(piece.trim())
      if (!test || (test[1] ?? test[6]) !== sign) break
      names.push(test[3] ?? test[5]!)
    }
    if (names.length === text.split(between).length) return (sign === '!' ? '!' : '') + names.join('|')
  }
  return undefined
}

function contrary(test: Modes): Modes {
  return test.startsWith('!') ? test.slice(1) : `!${test}`
}
