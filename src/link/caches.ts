import type { Lookup } from './members'
import type { Alternatives } from './values'
import type { Module } from './module'

/** A write `object.name = value` of some module. */
export interface WriteSite {
  module: Module
  index: number
}

/** The writes to members of one name, by the object that they go to. */
export interface WriteIndex {
  readonly byKey: Map<string, { site: WriteSite; when: number }[]>
  /** How many of the name's writes are in it: modules that are loaded later bring more. */
  count: number
  busy: boolean
  /** Writes whose objects led back to a question that was open, and how deep that one stood. */
  open: { site: WriteSite; outermost: number }[]
}

/** What was found so far, beside what frames keep. */
export interface Caches {
  writeIndex: Map<string, WriteIndex>
  writtenValues: Map<object, Alternatives>
  results: Map<string, Alternatives>
  thisMembers: Map<string, Alternatives>
  dataMembers: Map<string, Alternatives>
  /** What callers give, by parameter and how deep the question is. */
  filled: Map<string, Alternatives>
  instanceMembers: Record<string, Map<string, Lookup>>
}

/** Nothing found yet. */
export function newCaches(): Caches {
  return {
    writeIndex: new Map(),
    writtenValues: new Map(),
    results: new Map(),
    thisMembers: new Map(),
    dataMembers: new Map(),
    filled: new Map(),
    instanceMembers: {},
  }
}

/** What was found so far, by itself. */
export function cachesOf(from: Caches): Caches {
  const { writeIndex, writtenValues, results, thisMembers, dataMembers, filled, instanceMembers } = from
  return { writeIndex, writtenValues, results, thisMembers, dataMembers, filled, instanceMembers }
}
