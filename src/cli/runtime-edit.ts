import { MagicString } from 'magic-string'
import { parseModule } from 'magicast'
import { lineStarts } from '../extract'
import type { Platform } from '../platforms/types'

/** A literal that is to be chosen at run time. */
export interface RuntimeLiteral {
  /** Place of the literal's quote, from 1. */
  line: number
  column: number
  /** Its text as it must stand there: with escapes or blanks in it the targets would not be the whole of what takes its place. */
  text: string
  /** What each run-time version uses instead; a version that is absent keeps the literal. */
  targets: Readonly<Record<string, string>>
  /** What is used where the platform names no known version. */
  fallback: string
}

/** What became of the literals of one file. */
export interface RuntimeEdit {
  /** The text with the maps in it; as it was where none could be made. */
  code: string
  /** Literals that were replaced. */
  done: RuntimeLiteral[]
  /** Literals that stand where a map can't: in a call, joined with other text, in a template. */
  left: RuntimeLiteral[]
}

interface Node {
  type: string
  start: number
  end: number
  [member: string]: unknown
}

/** What may hold a map where it held a literal: the parent's type and member. */
const HOLDERS: Readonly<Record<string, string>> = {
  VariableDeclarator: 'init',
  ObjectProperty: 'value',
  Property: 'value',
  ClassProperty: 'value',
  AssignmentExpression: 'right',
}

/**
 * Replaces literals by maps from the platform's run-time version to hosts, where the literal is the whole value of a
 * constant or member. The version is asked for where the constant is made, so nothing else of the program changes.
 */
export function editRuntime(source: string, literals: readonly RuntimeLiteral[], platform: Platform): RuntimeEdit {
  const untouched: RuntimeEdit = { code: source, done: [], left: [...literals] }
  const holders = new Map<number, Node>()
  try {
    // The parser counts a tab as several columns; blanks of the same length keep the offsets true.
    collect(parseModule(source.replaceAll(/[\t\r\uFEFF]/g, ' ')).$ast, holders)
  } catch {
    return untouched
  }
  const text = new MagicString(source)
  const starts = lineStarts(source)
  const done: RuntimeLiteral[] = []
  for (const literal of literals) {
    const at = (starts[literal.line - 1] ?? 0) + literal.column - 1
    const node = holders.get(at)
    if (!node || !/^['"`]/.test(source.slice(at, at + 1)) || source.slice(at + 1, node.end - 1) !== literal.text)
      continue
    text.update(at, node.end, mapText(source, node, literal, platform))
    done.push(literal)
  }
  if (done.length === 0) return untouched
  return { code: text.toString(), done, left: literals.filter((literal) => !done.includes(literal)) }
}

/** Literals that are whole values, by where they start. */
function collect(node: unknown, into: Map<number, Node>): void {
  const stack: unknown[] = [node]
  while (stack.length > 0) {
    const one = stack.pop()
    if (Array.isArray(one)) {
      stack.push(...one)
      continue
    }
    if (typeof one !== 'object' || one === null) continue
    const { type } = one as Node
    for (const [key, child] of Object.entries(one)) {
      if (typeof child !== 'object' || /^(?:loc|original|comments|tokens|extra|errors)$/.test(key)) continue
      if (typeof type === 'string' && HOLDERS[type] === key && isPlainAssignment(one as Node) && isLiteral(child)) {
        into.set(child.start, child)
      } else stack.push(child)
    }
  }
}

function isPlainAssignment({ type, operator }: Node): boolean {
  return type !== 'AssignmentExpression' || operator === '='
}

function isLiteral(node: unknown): node is Node {
  const { type, value, expressions } = node as Node
  if (type === 'TemplateLiteral') return (expressions as unknown[]).length === 0
  return type === 'StringLiteral' || (type === 'Literal' && typeof value === 'string')
}

/** The map as text, in the style of what stands there. */
function mapText(
  source: string,
  { start, end }: Node,
  { targets, fallback }: RuntimeLiteral,
  platform: Platform,
): string {
  const own = source.slice(start, end)
  const quote = own.startsWith('"') ? '"' : "'"
  const eol = source.includes('\r\n') ? '\r\n' : '\n'
  const line = source.slice(source.lastIndexOf('\n', start - 1) + 1, start)
  const indent = /^[^\S\r\n]*/.exec(line.replace('\uFEFF', ''))![0]
  const step =
    indent.includes('\t') || /\n\t/.test(source)
      ? '\t'
      : /\n {4}\S/.test(source) && !/\n {2}\S/.test(source)
        ? '    '
        : '  '
  const rows = platform.envVersions.map((version) => {
    const target = targets[version]
    return `${indent}${step}${version}: ${target === undefined ? own : quote + target + quote},`
  })
  const version = `${platform.namespaces[0]}.${platform.runtime!.version}`
  return ['{', ...rows, `${indent}}[${version}] || ${quote}${fallback}${quote}`].join(eol)
}
