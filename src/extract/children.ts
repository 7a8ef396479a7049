import type * as t from '@babel/types'

/** Properties that hold no code. */
const SKIP = new Set([
  'type',
  'start',
  'end',
  'loc',
  'extra',
  'range',
  'errors',
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeParameters',
  'implements',
  'leadingComments',
  'trailingComments',
  'innerComments',
])

/** Whether a value is a node of a syntax tree. */
export const isNode = (x: unknown): x is t.Node =>
  typeof x === 'object' && x !== null && typeof (x as t.Node).type === 'string'

/**
 * Calls `visit` for each part of a node that is code, in order. The commonest kinds are taken apart by name: looking
 * through all of a node's properties costs several times as much.
 */
export function eachChild(node: t.Node, visit: (child: t.Node) => void): void {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'RegExpLiteral':
    case 'ThisExpression':
    case 'TemplateElement':
    case 'EmptyStatement':
      return
    case 'ExpressionStatement':
      return visit(node.expression)
    case 'BinaryExpression':
    case 'LogicalExpression': {
      // `a + b + c + …` leans to the left, thousands of terms deep: its terms are visited side by side.
      const rights = [node.right]
      let left: t.Node = node.left
      for (; left.type === 'BinaryExpression' || left.type === 'LogicalExpression'; left = left.left)
        rights.push(left.right)
      visit(left)
      for (const right of rights.reverse()) visit(right)
      return
    }
    case 'ConditionalExpression':
    case 'IfStatement':
      visit(node.test)
      visit(node.consequent)
      if (node.alternate) visit(node.alternate)
      return
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'SpreadElement':
    case 'AwaitExpression':
      if (node.argument) visit(node.argument)
      return
    case 'ObjectExpression':
      for (const p of node.properties) visit(p)
      return
    case 'ArrayExpression':
      for (const e of node.elements) if (e) visit(e)
      return
    case 'SequenceExpression':
    case 'TemplateLiteral':
      for (const e of node.expressions) visit(e)
      return
    case 'NewExpression':
    case 'OptionalCallExpression':
      visit(node.callee)
      for (const a of node.arguments) visit(a)
      return
  }
  for (const key in node) {
    if (SKIP.has(key)) continue
    const child = (node as unknown as Record<string, unknown>)[key]
    if (Array.isArray(child)) {
      for (const c of child) if (isNode(c)) visit(c)
    } else if (isNode(child)) visit(child)
  }
}
