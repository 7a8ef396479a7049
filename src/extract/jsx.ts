import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { Scope } from './scope'
import { expression } from './expressions'
import { recordLiteral } from './text'

/** Attributes that hand a URL to the platform on some element; which ones do is the platforms' tables' to say. */
const URL_ATTRIBUTES = /^(?:src|poster|url|href|cover|icon|image-?url|cover-?img-?url|background-?image)$/i

/** Walks JSX; attributes that may hold a URL become attribute calls. */
export function jsx(b: Builder, node: t.JSXElement | t.JSXFragment, scope: Scope): Ref {
  if (node.type === 'JSXElement') {
    const element = elementName(node.openingElement.name)
    for (const a of node.openingElement.attributes) {
      if (a.type === 'JSXSpreadAttribute') {
        expression(b, a.argument, scope)
        continue
      }
      const name = a.name.type === 'JSXIdentifier' ? a.name.name : `${a.name.namespace.name}:${a.name.name.name}`
      const value = attributeValue(b, a, scope)
      if (value >= 0 && URL_ATTRIBUTES.test(name)) b.attributes.push({ element, attribute: name, value, pos: a.start! })
    }
  }
  for (const child of node.children) {
    if (child.type === 'JSXText') recordLiteral(b, 'jsx', child.value, child.start!, child.end!, '')
    else if (child.type === 'JSXElement' || child.type === 'JSXFragment') jsx(b, child, scope)
    else if (child.type === 'JSXExpressionContainer' || child.type === 'JSXSpreadChild')
      expression(b, child.expression, scope)
  }
  return b.unknown('unsupported', node.start!)
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
