import type { Lookup } from './members'
import type { Alternatives } from './values'
import type { WriteIndex } from './world'

/** What was found so far, beside what frames keep. */
export interface Caches {
  writeIndex: Map<string, WriteIndex>
  writtenValues: Map<object, Alternatives>
  results: Map<string, Alternatives>
  thisMembers: Map<string, Alternatives>
  dataMembers: Map<string, Alternatives>
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
    instanceMembers: {},
  }
}
