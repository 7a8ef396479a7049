import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The project's own folder, absolute. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Text of one of the project's files. */
export function text(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

/** Whether the project has this file or folder. */
export function has(file: string): boolean {
  return existsSync(path.join(root, file))
}

/** Names in one of the project's folders, sorted; empty where there is no such folder. */
export function list(folder: string): string[] {
  return has(folder) ? readdirSync(path.join(root, folder)).sort() : []
}

/** Every file that is, or would be, committed; links to folders left out. */
export function projectFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return output.split('\0').filter((file) => file !== '' && has(file) && statSync(path.join(root, file)).isFile())
}

/** A TypeScript file as a syntax tree with parents set. */
export function parse(file: string, code = text(file)): ts.SourceFile {
  return ts.createSourceFile(
    file,
    code,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : undefined,
  )
}

/** Every node of a tree, parents first. */
export function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* nodes(child)
}

export interface ImportedModule {
  specifier: string
  /** True where nothing of it is left at run time. */
  typeOnly: boolean
  line: number
}

/** All modules that a file names: imports, re-exports, `import()`, `import('x').T`, `require()`. */
export function importsOf(source: ts.SourceFile): ImportedModule[] {
  const found: ImportedModule[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    const { line } = source.getLineAndCharacterOfPosition(specifier.getStart(source))
    found.push({ specifier: specifier.text, typeOnly, line: line + 1 })
  }
  for (const node of nodes(source)) {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true)
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression, node.isTypeOnly)
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false)
  }
  return found
}

function isImportCall(node: ts.CallExpression): boolean {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true
  return ts.isIdentifier(node.expression) && node.expression.text === 'require'
}
