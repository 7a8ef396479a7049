import type { ModuleSummary, Node, Ref } from '../extract/ir'

/**
 * The nodes of which one is a node's value, or the object that it holds: the arms of a condition, what a variable was
 * given, the object before a member of it was changed. Null where the node is no choice among others.
 */
export function branches(s: ModuleSummary, n: Node): readonly Ref[] | null {
  switch (n[0]) {
    case 'var':
    case 'last':
      return s.variables[n[1]]!.values
    case 'if':
      return [n[2], n[3]]
    case 'guard':
    case 'after':
      return [n[3]]
    case 'or':
    case 'and':
    case 'nullish':
    case 'default':
      return [n[1], n[2]]
    case 'join':
      return n[1]
    case 'set':
    case 'setIndex':
    case 'omit':
      return [n[1]]
    default:
      return null
  }
}
