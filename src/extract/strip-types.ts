import type * as t from '@babel/types'
import { isNode } from './children'
import { parseScript } from './parse'

/** A module's text without its types. */
export interface StrippedModule {
  /** JavaScript: what was a type is blank, so that every place stays. */
  code: string
  /** What is imported still, in order: where the specifier stands, its quotes included. */
  imports: { start: number; end: number; specifier: string }[]
}

/** Names that an ES module does not have. */
const COMMON_JS = new Set(['require', 'module', 'exports', '__dirname', '__filename'])

/**
 * Blanks the types of a TypeScript module. Null where that does not give the same program as an ES module: enums,
 * namespaces, classes, CommonJS, `import.meta`, `import()`, or text that does not parse.
 */
export function stripTypes(code: string): StrippedModule | null {
  const { program, error } = parseScript(code, 'ts')
  if (program === null || error !== null) return null
  const stripper = new Stripper(code)
  return stripper.visit(program) ? stripper.result() : null
}

class Stripper {
  private readonly blanks: [start: number, end: number][] = []
  private readonly imports: StrippedModule['imports'] = []

  constructor(private readonly code: string) {}

  /** Whether all that the node holds can be kept or blanked. */
  visit(node: t.Node): boolean {
    switch (node.type) {
      case 'TSTypeAnnotation':
      case 'TSTypeParameterDeclaration':
      case 'TSTypeParameterInstantiation':
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
        return this.blank(node.start!, node.end!)
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        return this.cast(node) && this.visit(node.expression)
      case 'TSNonNullExpression':
        return this.blank(node.end! - 1, node.end!) && this.visit(node.expression)
      case 'ImportDeclaration':
        return this.import(node)
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.exportKind === 'type') return this.blank(node.start!, node.end!)
        if (node.source) this.from(node.source)
        break
      case 'ExportSpecifier':
        if (node.exportKind === 'type') return false
        break
      case 'Identifier':
        if (COMMON_JS.has(node.name) || node.name === 'this') return false
        if (node.optional) {
          const end = node.start! + node.name.length
          this.blank(end, node.typeAnnotation?.start ?? node.end!)
        }
        break
      case 'VariableDeclaration':
        if (node.declare) return false
        break
      case 'VariableDeclarator':
        if (node.definite) return false
        break
      case 'ClassDeclaration':
      case 'ClassExpression':
      case 'MetaProperty':
      case 'Import':
      case 'ImportExpression':
        return false
      default:
        if (node.type.startsWith('TS')) return false
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === 'extra' || key === 'loc' || key === 'errors') continue
      const children: unknown[] = Array.isArray(value) ? value : [value]
      if (!children.every((child) => !isNode(child) || this.visit(child))) return false
    }
    return true
  }

  result(): StrippedModule {
    let out = ''
    let at = 0
    for (const [start, end] of this.blanks.sort(([a], [b]) => a - b)) {
      // One type inside another went with it.
      if (start < at) continue
      out += this.code.slice(at, start) + this.code.slice(start, end).replace(/[^\r\n]/g, ' ')
      at = end
    }
    return { code: out + this.code.slice(at), imports: this.imports.sort((a, b) => a.start - b.start) }
  }

  private blank(start: number, end: number): true {
    this.blanks.push([start, end])
    return true
  }

  /** `x as T`, `x satisfies T`: behind the expression a bracket may close before the word comes. */
  private cast({ expression, typeAnnotation, end }: t.TSAsExpression | t.TSSatisfiesExpression): boolean {
    const between = this.code.slice(expression.end!, typeAnnotation.start!)
    const word = /(?:^|[\s)])(as|satisfies)\s*$/.exec(between)
    return word !== null && this.blank(expression.end! + word.index + word[0].indexOf(word[1]), end!)
  }

  private import({ importKind, specifiers, source, start, end }: t.ImportDeclaration): boolean {
    const types = specifiers.filter((one) => one.type === 'ImportSpecifier' && one.importKind === 'type')
    if (importKind === 'type' || (types.length > 0 && types.length === specifiers.length))
      return this.blank(start!, end!)
    for (const one of types) {
      const comma = /^\s*,/.exec(this.code.slice(one.end!))?.[0].length ?? 0
      this.blank(one.start!, one.end! + comma)
    }
    this.from(source)
    return importKind !== 'typeof'
  }

  private from({ start, end, value }: t.StringLiteral): void {
    this.imports.push({ start: start!, end: end!, specifier: value })
  }
}
