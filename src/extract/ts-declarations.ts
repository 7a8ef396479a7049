import type * as t from '@babel/types'
import type { Builder } from './builder'
import { expression } from './expressions'
import type { Prop, Ref } from './ir'
import type { Binding, Scope } from './scope'
import { statements } from './statements'

export function enumDeclaration(b: Builder, node: t.TSEnumDeclaration, scope: Scope): void {
  const props: Prop[] = []
  const ref = b.push(['obj', props, node.start!])
  let last: Ref | null = null
  for (const m of node.members) {
    const name = m.id.type === 'Identifier' ? m.id.name : m.id.value
    const value: Ref = m.initializer
      ? expression(b, m.initializer, scope)
      : last === null
        ? b.push(['n', 0])
        : b.push(['binary', '+', last, b.push(['n', 1])])
    last = value
    props.push(['p', name, value])
    // Numbers lead back to their names.
    const kind = b.nodes[value]![0]
    if (kind === 'n' || kind === 'binary' || kind === 'unary')
      props.push(['k', value, b.push(['s', name, m.start!, -1])])
  }
  const binding: Binding | null = scope.lookup(node.id.name)
  if (binding) b.write(binding, ref)
}

/** A namespace is an object of what it exports. */
export function namespaceDeclaration(b: Builder, node: t.TSModuleDeclaration, scope: Scope): void {
  if (node.id.type !== 'Identifier' || node.body?.type !== 'TSModuleBlock') return
  const binding = scope.lookup(node.id.name)
  const fnScope = b.scopeOf(node, scope)
  const block = node.body
  const inner = b.scopeOf(block, fnScope)
  const index = b.defineFunction(
    { name: node.id.name, pos: node.start!, params: 0, arrow: true, cls: -1, static: false, owner: -1 },
    fnScope.fn,
    () => {
      statements(
        b,
        block.body.map((s) => (s.type === 'ExportNamedDeclaration' && s.declaration ? s.declaration : s)),
        inner,
      )
      const props: Prop[] = [...inner.names.values()].map((x) => ['p', x.name, b.read(x, node.start!)])
      b.context.results.push(b.push(['obj', props, node.start!]))
    },
  )
  if (binding) b.write(binding, b.push(['call', b.push(['fn', index]), [], node.start!, '']))
}
