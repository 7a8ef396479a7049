import { parseExpression } from '@babel/parser'
import type * as t from '@babel/types'
import type { Builder } from './builder'
import { expression } from './expressions'
import type { Ref } from './ir'
import type { TemplateScope, ValuePart } from './markup'
import { Scope } from './scope'

/** A template attribute and its value, with the loops around it (innermost first). */
export interface TemplateValue {
  element: string
  attribute: string
  /** Offset of the attribute's first character. */
  pos: number
  parts: readonly ValuePart[]
  scopes: readonly TemplateScope[]
  quote: string
  valueStart: number
}

/** The function that stands for the template: its `this` is the component. */
export const TEMPLATE_FUNCTION = 'template'

/** Adds a template's attributes to the summary; expressions see the loops' names, `<script setup>`'s variables, then the component's data. */
export function templateAttributes(b: Builder, values: readonly TemplateValue[]): void {
  const root = b.scopes.root
  const owner = componentObject(b)
  const node = { type: 'Template' } as unknown as t.Node
  const scope = new Scope(root, { node, parent: root.fn })
  const index: number = b.defineFunction(
    { name: TEMPLATE_FUNCTION, pos: 0, params: 0, arrow: false, cls: -1, static: false, owner },
    scope.fn,
    () => {
      for (const v of values) {
        const inner = loops(b, v.scopes, scope)
        const parts: Ref[] = v.parts.map((p) =>
          'text' in p ? b.push(['s', p.text, p.start, -1]) : source(b, p.expr, p.start, inner),
        )
        const value = parts.length === 1 ? parts[0]! : b.push(['cat', parts])
        b.attributes.push({ element: v.element, attribute: v.attribute, value, pos: v.pos })
      }
    },
  )
  void index
}

/** The object that describes the component: the default export's, or the argument of `Page`, `Component`, … */
function componentObject(b: Builder): Ref {
  const object = (ref: Ref | undefined): Ref => {
    const n = ref === undefined ? undefined : b.nodes[ref]
    if (!n) return -1
    if (n[0] === 'obj') return ref!
    if ((n[0] === 'call' || n[0] === 'new') && n[2].length) {
      const last = n[2][n[2].length - 1]!
      return typeof last === 'number' ? object(last) : -1
    }
    return -1
  }
  for (const [name, ref] of b.exports) if (name === 'default') return object(ref)
  for (const [ref] of b.calls) {
    const n = b.nodes[ref]!
    if (n[0] === 'call' && /^(?:Page|Component|createPage|createComponent|App|createApp)$/.test(n[4]))
      return object(ref)
  }
  return -1
}

function loops(b: Builder, scopes: readonly TemplateScope[], root: Scope): Scope {
  let scope = root
  for (const s of [...scopes].reverse()) {
    const inner = new Scope(scope, root.fn)
    const list = s.kind === 'loop' && s.source ? source(b, s.source.expr, s.source.start, scope) : -1
    s.names.forEach((name, i) => {
      if (!/^[\w$]+$/.test(name.text)) return
      const value = i === 0 && list >= 0 ? b.push(['element', list]) : b.unknown('variable', name.start)
      inner.names.set(name.text, {
        name: name.text,
        fn: root.fn,
        writes: 1,
        initialised: true,
        writtenInside: false,
        captured: false,
        mutated: false,
        hoisted: null,
        value,
        seen: [],
        variable: -1,
        alias: null,
      })
    })
    scope = inner
  }
  return scope
}

/** An expression of the template; a name that nothing declares is a member of the component. */
function source(b: Builder, text: string, start: number, scope: Scope): Ref {
  let node: t.Expression
  try {
    node = parseExpression(text, {
      plugins: ['typescript'],
      errorRecovery: true,
      attachComment: false,
      startIndex: start,
      startLine: 1,
      startColumn: start,
    })
  } catch {
    return b.unknown('syntax', start)
  }
  declareFree(b, node, scope)
  return expression(b, node, scope)
}

const GLOBALS =
  /^(?:undefined|NaN|Infinity|Math|JSON|Object|Array|String|Number|Boolean|Date|encodeURIComponent|encodeURI|decodeURIComponent|parseInt|parseFloat|process|\$t)$/

/** Gives every free name of an expression its value: the component's member of that name. */
function declareFree(b: Builder, node: unknown, scope: Scope): void {
  if (!node || typeof node !== 'object') return
  const n = node as t.Node
  if (n.type === 'Identifier') {
    if (scope.lookup(n.name) || GLOBALS.test(n.name)) return
    const value = b.push(['member', b.push(['this', b.context.index]), n.name, n.start ?? 0])
    const top = outermost(scope)
    top.names.set(n.name, {
      name: n.name,
      fn: top.fn,
      writes: 1,
      initialised: true,
      writtenInside: false,
      captured: false,
      mutated: false,
      hoisted: null,
      value,
      seen: [],
      variable: -1,
      alias: null,
    })
    return
  }
  for (const key in n) {
    if (key === 'loc' || key === 'extra') continue
    if (key === 'property' && n.type === 'MemberExpression' && !n.computed) continue
    if (key === 'key' && n.type === 'ObjectProperty' && !n.computed) continue
    const child = (n as unknown as Record<string, unknown>)[key]
    if (Array.isArray(child)) for (const c of child) declareFree(b, c, scope)
    else if (child && typeof (child as t.Node).type === 'string') declareFree(b, child, scope)
  }
}

/** The template's own scope, below the module's. */
function outermost(scope: Scope): Scope {
  let s = scope
  while (s.parent && s.parent.fn === scope.fn) s = s.parent
  return s
}
