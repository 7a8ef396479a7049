import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Prop, Ref } from './ir'
import type { Scope } from './scope'
import { expression } from './expressions'
import { recordLiteral } from './text'

/** Attributes that hand a URL to the platform on some element; which ones do is the platforms' tables' to say. */
const URL_ATTRIBUTES = /^(?:src|poster|url|href|cover|icon|image-?url|cover-?img-?url|background-?image)$/i

/** Walks JSX; attributes that may hold a URL become attribute calls. */
export function jsx(b: Builder, node: t.JSXElement | t.JSXFragment, scope: Scope): Ref {
  if (node.type === 'JSXElement') {
    const element = elementName(node.openingElement.name)
    const component = componentOf(b, node.openingElement.name, scope)
    const props: Prop[] = []
    for (const a of node.openingElement.attributes) {
      if (a.type === 'JSXSpreadAttribute') {
        props.push(['.', expression(b, a.argument, scope)])
        continue
      }
      const name = a.name.type === 'JSXIdentifier' ? a.name.name : `${a.name.namespace.name}:${a.name.name.name}`
      const value = attributeValue(b, a, scope)
      if (component >= 0 && value >= 0) props.push(['p', name, value])
      if (value >= 0 && URL_ATTRIBUTES.test(name)) b.attributes.push({ element, attribute: name, value, pos: a.start! })
    }
    if (component >= 0) use(b, node.openingElement.name, component, props)
  }
  for (const child of node.children) {
    if (child.type === 'JSXText') recordLiteral(b, 'jsx', child.value, child.start!, child.end!, '')
    else if (child.type === 'JSXElement' || child.type === 'JSXFragment') jsx(b, child, scope)
    else if (child.type === 'JSXExpressionContainer' || child.type === 'JSXSpreadChild')
      expression(b, child.expression, scope)
  }
  return b.unknown('unsupported', node.start!)
}

/** Modules that the project itself holds, by the forms of their specifiers; elements of packages ask for nothing. */
const OWN = /^(?:\.|\/|~|@\/|src\/|@?(?:components?|views?|widgets?|layouts?)\/|@(?:src|ui)\/)/

/** The component that an element names, where the project may hold its code; else -1. */
function componentOf(b: Builder, name: t.JSXOpeningElement['name'], scope: Scope): Ref {
  if (name.type !== 'JSXIdentifier' || !/^[A-Z]/.test(name.name) || !scope.lookup(name.name)) return -1
  const node = { type: 'Identifier', name: name.name, start: name.start, end: name.end } as t.Identifier
  const ref = expression(b, node, scope)
  const n = b.nodes[ref]!
  if (n[0] === 'import' || n[0] === 'require') return OWN.test(b.specifiers[n[1]] ?? '') ? ref : -1
  return n[0] === 'fn' || n[0] === 'class' || n[0] === 'call' ? ref : -1
}

/** `<Web url={link} />` is a call of the component with its properties. */
function use(b: Builder, name: t.JSXOpeningElement['name'], component: Ref, props: Prop[]): void {
  const given = b.push(['obj', props, name.start!])
  const ref = b.push(['call', component, [given], name.start!, `<${b.code.slice(name.start!, name.end!)}>`])
  b.calls.push([ref, b.context.condition])
}

function attributeValue(b: Builder, a: t.JSXAttribute, scope: Scope): Ref {
  if (!a.value) return -1
  if (a.value.type === 'StringLiteral') {
    const { start, end, value } = a.value
    // JSX attributes know entities but no escapes: text that differs from its source is only shown.
    const lit = recordLiteral(b, 'jsx', value, start! + 1, end! - 1, b.code[start!] ?? '')
    return b.push(['s', value, start!, lit])
  }
  return expression(b, a.value, scope)
}

/** `WebView`, `Taro.WebView` and `web-view` are all `web-view`. */
function elementName(name: t.JSXElement['openingElement']['name']): string {
  const last =
    name.type === 'JSXMemberExpression'
      ? name.property.name
      : name.type === 'JSXNamespacedName'
        ? name.name.name
        : name.name
  return last.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase()
}
