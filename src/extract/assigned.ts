import type * as t from '@babel/types'

/** Names that are assigned, or whose objects a call may change, by place: what a loop does to its variables. */
export class Assigned {
  private places: { pos: number; name: string }[] = []
  private sorted = true

  /** Takes note of the target of an assignment, or of what a call is given. */
  add(target: t.Node | null | undefined): void {
    let n = target
    while (n && (n.type === 'MemberExpression' || n.type === 'OptionalMemberExpression')) n = n.object
    if (!n) return
    if (n.type === 'Identifier') {
      this.places.push({ pos: n.start!, name: n.name })
      this.sorted = false
    } else if (n.type === 'ObjectPattern')
      for (const p of n.properties) this.add(p.type === 'RestElement' ? p.argument : withoutDefault(p.value))
    else if (n.type === 'ArrayPattern') for (const e of n.elements) if (e) this.add(withoutDefault(e))
  }

  /** The names between two offsets. */
  between(start: number, end: number): Set<string> {
    if (!this.sorted) this.places.sort((a, b) => a.pos - b.pos)
    this.sorted = true
    let low = 0
    let high = this.places.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.places[middle]!.pos < start) low = middle + 1
      else high = middle
    }
    const names = new Set<string>()
    for (; low < this.places.length && this.places[low]!.pos < end; low++) names.add(this.places[low]!.name)
    return names
  }
}

function withoutDefault(node: t.Node): t.Node {
  return node.type === 'AssignmentPattern' ? node.left : node
}
