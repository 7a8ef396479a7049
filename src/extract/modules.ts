import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Scope } from './scope'
import { expression, staticName } from './expressions'
import { classValue, defineFunction } from './functions'
import { statement } from './statements'

const nameOf = (n: t.Identifier | t.StringLiteral): string => (n.type === 'Identifier' ? n.name : n.value)

export function importDeclaration(b: Builder, node: t.ImportDeclaration, scope: Scope): void {
  if (node.importKind === 'type' || node.importKind === 'typeof') return
  const spec = b.specifier(node.source.value)
  for (const s of node.specifiers) {
    if (s.type === 'ImportSpecifier' && (s.importKind === 'type' || s.importKind === 'typeof')) continue
    const name =
      s.type === 'ImportDefaultSpecifier' ? 'default' : s.type === 'ImportNamespaceSpecifier' ? '*' : nameOf(s.imported)
    const binding = scope.lookup(s.local.name)
    // An import that something writes to is no import binding any more (uni-app code before `#ifdef` declares names twice).
    if (binding) b.write(binding, b.push(['import', spec, name, s.local.start!]))
  }
}

export function exportNamed(b: Builder, node: t.ExportNamedDeclaration, scope: Scope): void {
  if (node.exportKind === 'type') return
  if (node.source) {
    const spec = b.specifier(node.source.value)
    for (const s of node.specifiers) {
      const name =
        s.type === 'ExportSpecifier' ? nameOf(s.local) : s.type === 'ExportNamespaceSpecifier' ? '*' : 'default'
      b.exports.push([nameOf(s.exported as t.Identifier), b.push(['import', spec, name, s.start!])])
    }
    return
  }
  if (node.declaration) {
    statement(b, node.declaration, scope)
    for (const name of declaredNames(node.declaration)) exportLocal(b, name, name, node.start!, scope)
    return
  }
  for (const s of node.specifiers)
    if (s.type === 'ExportSpecifier') exportLocal(b, s.local.name, nameOf(s.exported), s.start!, scope)
}

/** Exports are live: importers see a variable's last value, known when the top level is finished. */
function exportLocal(b: Builder, local: string, name: string, pos: number, scope: Scope): void {
  const binding = scope.lookup(local)
  if (!binding) {
    b.exports.push([name, b.push(['global', local, pos])])
    return
  }
  if (b.simple(binding)) {
    // The value may be set further down; the reference is settled when the module is finished.
    b.lateExports.push([name, binding, pos])
    return
  }
  binding.captured = true
  b.exports.push([name, b.push(['var', b.variable(binding)])])
}

export function exportDefault(b: Builder, node: t.ExportDefaultDeclaration, scope: Scope): void {
  const d = node.declaration
  if (d.type === 'FunctionDeclaration') {
    if (d.id) exportLocal(b, d.id.name, 'default', node.start!, scope)
    else b.exports.push(['default', b.push(['fn', defineFunction(b, d, scope, 'default')])])
  } else if (d.type === 'ClassDeclaration') {
    statement(b, d, scope)
    if (d.id) exportLocal(b, d.id.name, 'default', node.start!, scope)
    else b.exports.push(['default', classValue(b, d, scope, 'default')])
  } else if (d.type !== 'TSDeclareFunction') b.exports.push(['default', expression(b, d, scope, 'default')])
}

export function exportAllFrom(b: Builder, node: t.ExportAllDeclaration): void {
  if (node.exportKind !== 'type') b.stars.push(b.specifier(node.source.value))
}

/** Whether what is called loads a module: `require`, `require.async`. */
export function isRequire(callee: t.Node, scope: Scope): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require' && !scope.lookup('require')
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'require' &&
    !scope.lookup('require') &&
    staticName(callee) === 'async'
  )
}

function declaredNames(node: t.Declaration): string[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap((d) => patternNames(d.id))
  return 'id' in node && node.id && node.id.type === 'Identifier' ? [node.id.name] : []
}

function patternNames(node: t.Node | null): string[] {
  if (!node) return []
  if (node.type === 'Identifier') return [node.name]
  if (node.type === 'ObjectPattern')
    return node.properties.flatMap((p) => patternNames(p.type === 'RestElement' ? p.argument : p.value))
  if (node.type === 'ArrayPattern') return node.elements.flatMap((e) => patternNames(e))
  if (node.type === 'AssignmentPattern') return patternNames(node.left)
  if (node.type === 'RestElement') return patternNames(node.argument)
  return []
}
