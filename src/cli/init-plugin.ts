import { MagicString } from 'magic-string'
import { parseModule } from 'magicast'
import type { PluginHost } from './init-hosts'
import { addToHook, hookOf, nameOf, returnedBy } from './init-hook'
import type { Node } from './init-hook'

/** What became of a bundler's configuration. */
export type PluginEdit =
  | { kind: 'edited'; code: string }
  /** The plugin is there already. */
  | { kind: 'present' }
  /** The text does not show for certain where plugins stand: it is left to people. */
  | { kind: 'unsafe' }

/** The name that the plugin gets in configurations. */
const NAME = 'mpDomains'

/**
 * Adds the plugin to a bundler's configuration: the import and one element of the array of plugins, or one statement of
 * the function that is handed the configuration; every other byte stays. Only where the exported value is one object
 * whose text shows it whole.
 */
export function addPlugin(
  source: string,
  { entry, path, hook }: Pick<PluginHost, 'entry' | 'path' | 'hook'>,
): PluginEdit {
  if (source.includes('unplugin-mp-domains')) return { kind: 'present' }
  if ((path.length === 0 && !hook) || new RegExp(String.raw`\b${NAME}\b`).test(source)) return { kind: 'unsafe' }
  try {
    // The parser counts a tab as several columns; blanks of the same length keep the offsets true.
    const program = parseModule(source.replaceAll(/[\t\r\uFEFF]/g, ' ')).$ast as unknown as Program
    const exported = exportedOf(program.body)
    const config = exported && objectOf(exported.value, program.body, 0)
    if (!config) return { kind: 'unsafe' }
    const text = new MagicString(source)
    const found = hook ? hookOf(config, hook.path) : null
    if (hook && found?.body) addToHook(text, source, found, hook.statement(found.parameter))
    else {
      // A function that is missing is made where there is no array of plugins to add to.
      const made = hook && !found ? hook.parameter : null
      const place = made !== null ? placeOf(config, hook!.path) : path.length > 0 ? placeOf(config, path) : null
      if (!place) return { kind: 'unsafe' }
      const member = made !== null ? `(${made}) { ${hook!.statement(made)} }` : `: [${NAME}()]`
      append(text, source, place.into, `${place.before}${member}${place.after}`, place.isArray ? `${NAME}()` : null)
    }
    take(text, source, program, exported.isModule, entry)
    const code = text.toString()
    // What comes out is read once more: a file that does not parse is nobody's improvement.
    parseModule(code)
    return { kind: 'edited', code }
  } catch {
    return { kind: 'unsafe' }
  }
}

interface Program {
  body: Node[]
  directives?: Node[]
}

/** Puts one more element or member behind the last one of an array or object, on a line of its own where those are. */
function append(text: MagicString, source: string, into: Node, member: string, element: string | null): void {
  const added = element ?? member
  const children = (into.elements ?? into.properties) as Node[]
  const last = children.at(-1)
  const close = (into.end as number) - 1
  if (!/[[{]/.test(source[into.start as number]!) || !/[\]}]/.test(source[close]!)) throw new Error('offsets differ')
  if (!last) {
    text.appendLeft((into.start as number) + 1, element === null ? ` ${added} ` : added)
    return
  }
  const end = last.end as number
  const rest = source.slice(end, close)
  const line = /^(\s*,)?[^\S\r\n]*(?:\/\/[^\r\n]*)?(?=\r?\n)/.exec(rest)
  const eol = source.includes('\r\n') ? '\r\n' : '\n'
  if (!line) {
    text.appendLeft(end, `, ${added}`)
    return
  }
  const start = last.start as number
  const indent = /[^\S\r\n]*$/.exec(source.slice(0, start).replace(/[^\r\n]*$/, (row) => /^\s*/.exec(row)![0]))![0]
  if (line[1] === undefined) text.appendLeft(end, ',')
  text.appendRight(end + line[0].length, `${eol}${indent}${added}${line[1] === undefined ? '' : ','}`)
}

/** Imports the plugin: behind the other imports, as they are written, else at the top. */
function take(
  text: MagicString,
  source: string,
  { body, directives }: Program,
  isModule: boolean,
  entry: string,
): void {
  const eol = source.includes('\r\n') ? '\r\n' : '\n'
  const last = body.findLast((node) => (isModule ? node.type === 'ImportDeclaration' : isRequire(node)))
  const like = last ? source.slice(last.start as number, last.end as number) : ''
  const quote = like.includes('"') ? '"' : "'"
  const semicolon = like.endsWith(';') || (like === '' && /;[^\S\r\n]*\r?\n/.test(source)) ? ';' : ''
  const name = quote + entry + quote
  const line = (isModule ? `import ${NAME} from ${name}` : `const ${NAME} = require(${name})`) + semicolon
  if (last) {
    text.appendLeft(last.end as number, eol + line)
    return
  }
  const head = directives?.at(-1)
  if (head) text.appendLeft(head.end as number, eol + line)
  else text.appendLeft(/^\uFEFF?(?:#![^\n]*\n)?/.exec(source)![0].length, line + eol + eol)
}

/** What the file exports, by `export default` or `module.exports =`; null where that is not said once. */
function exportedOf(body: readonly Node[]): { value: Node; isModule: boolean } | null {
  const found = body.flatMap((node): { value: Node; isModule: boolean }[] => {
    if (node.type === 'ExportDefaultDeclaration') return [{ value: node.declaration as Node, isModule: true }]
    const assignment = node.type === 'ExpressionStatement' ? (node.expression as Node) : null
    const isExport = assignment?.type === 'AssignmentExpression' && isModuleExports(assignment.left as Node)
    // Taro's TypeScript template imports, and exports as CommonJS does.
    const isModule = body.some(({ type }) => type === 'ImportDeclaration')
    return isExport ? [{ value: assignment.right as Node, isModule }] : []
  })
  return found.length === 1 ? found[0]! : null
}

function isModuleExports({ type, object, property }: Node): boolean {
  return type === 'MemberExpression' && (object as Node).name === 'module' && (property as Node).name === 'exports'
}

function isRequire(node: Node): boolean {
  if (node.type !== 'VariableDeclaration') return false
  return (node.declarations as Node[]).some((one) => {
    const init = one.init as Node | null
    return init?.type === 'CallExpression' && (init.callee as Node).name === 'require'
  })
}

/** The object that an exported value is in the end; null where that takes more than reading. */
function objectOf(value: Node, body: readonly Node[], depth: number): Node | null {
  if (depth > 8) return null
  const next = (node: unknown) => objectOf(node as Node, body, depth + 1)
  switch (value.type) {
    case 'ObjectExpression':
      return value
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return next(value.expression)
    case 'CallExpression': {
      const args = value.arguments as Node[]
      const callee = (value.callee as Node).name
      // Only what hands its argument on: `defineConfig`, whosever it is.
      return args.length === 1 && callee === 'defineConfig' ? next(args[0]) : null
    }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression': {
      const inner = value.body as Node
      if (inner.type !== 'BlockStatement') return next(inner)
      const returned = returnedBy(value)
      return returned && objectOf(returned, [...(inner.body as Node[]), ...body], depth + 1)
    }
    case 'Identifier': {
      const own = body
        .filter(({ type }) => type === 'VariableDeclaration')
        .flatMap(({ kind, declarations }) => (kind === 'const' ? (declarations as Node[]) : []))
        .filter(({ id }) => (id as Node).name === value.name)
      return own.length === 1 && own[0]!.init ? next(own[0]!.init) : null
    }
    default:
      return null
  }
}

/** Where a plugin goes: into an array, or into an object with the members that are missing on the way. */
interface InsertPlace {
  into: Node
  isArray: boolean
  before: string
  after: string
}

/** The place at the end of a path of members; null where something may be spread over it, or it is no plain object or array. */
function placeOf(object: Node, path: readonly string[]): InsertPlace | null {
  const [name, ...rest] = path
  const members = object.properties as Node[]
  const index = members.findIndex((member) => nameOf(member) === name)
  if (members.slice(index + 1).some(({ type }) => type === 'SpreadElement')) return null
  if (index < 0) {
    const before = path.join(': { ')
    return { into: object, isArray: false, before, after: ' }'.repeat(rest.length) }
  }
  const { type, value } = members[index]!
  if (type !== 'ObjectProperty' && type !== 'Property') return null
  const inner = value as Node
  if (rest.length > 0) return inner.type === 'ObjectExpression' ? placeOf(inner, rest) : null
  return inner.type === 'ArrayExpression' ? { into: inner, isArray: true, before: '', after: '' } : null
}
