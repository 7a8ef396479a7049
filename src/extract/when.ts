import type { Builder } from './builder'
import type { Ref } from './ir'
import { WHEN } from './literals'

/** Names by which platforms' run-time environments are asked for, as bits of {@link WHEN}. */
const NAMES: Readonly<Record<string, number>> = {
  develop: WHEN.develop,
  trial: WHEN.trial,
  release: WHEN.release,
  gray: WHEN.gray,
}

/** The run-time environments under which a test holds, where it compares `envVersion` with a name; otherwise null. */
export function environmentsOfTest(b: Builder, test: Ref): number | null {
  const n = b.nodes[test]!
  if (n[0] === 'or') {
    const left = environmentsOfTest(b, n[1])
    const right = environmentsOfTest(b, n[2])
    return left === null || right === null ? null : left | right
  }
  if (n[0] !== 'binary' || !/^[!=]==?$/.test(n[1])) return null
  const named = nameBit(b, n[3], n[2]) ?? nameBit(b, n[2], n[3])
  return named === null ? null : n[1].startsWith('!') ? WHEN.ALL & ~named : named
}

function nameBit(b: Builder, text: Ref, environment: Ref): number | null {
  const t = b.nodes[text]!
  const e = b.nodes[environment]!
  return t[0] === 's' && e[0] === 'member' && e[2] === 'envVersion'
    ? Object.hasOwn(NAMES, t[1])
      ? NAMES[t[1]]!
      : null
    : null
}

/** How far the tables of literals and joins have come: what is recorded from here on belongs to the branch that follows. */
export interface LiteralMark {
  literals: number
  joins: number
}

export function markLiterals(b: Builder): LiteralMark {
  return { literals: b.literals.length, joins: b.joins.length }
}

/** Notes on all literals since a mark that only these run-time environments use them. */
export function restrictLiterals(b: Builder, since: LiteralMark, when: number): void {
  if (when === WHEN.ALL) return
  for (const record of [...b.literals.slice(since.literals), ...b.joins.slice(since.joins)])
    record.when = (record.when ?? WHEN.ALL) & when
}

/** The bit of a member's name in a map by run-time environment: `{ develop: …, release: … }`; 0 where the object is none. */
export function environmentKeys(names: readonly (string | null)[]): (name: string | null) => number {
  const known = names.filter((name) => name !== null && Object.hasOwn(NAMES, name))
  return (name) => (known.length > 1 && name !== null && Object.hasOwn(NAMES, name) ? NAMES[name]! : 0)
}
