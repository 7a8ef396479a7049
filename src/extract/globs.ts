import type * as t from '@babel/types'
import type { Builder } from './builder'
import { keyName } from './assign'
import { staticName } from './expressions'
import type { GlobRecord, Ref } from './ir'
import type { Scope } from './scope'

/**
 * Modules that a bundler loads by a pattern of their names; -1 where a call is none of these, or where its arguments are
 * not written out, which bundlers refuse.
 * https://vite.dev/guide/features.html#glob-import, https://webpack.js.org/guides/dependency-management/#requirecontext
 */
export function globCall(b: Builder, node: t.CallExpression | t.OptionalCallExpression, scope: Scope): Ref {
  const { callee } = node
  if (callee.type !== 'MemberExpression' || callee.computed) return -1
  const name = staticName(callee)
  const { object } = callee
  const isMeta = object.type === 'MetaProperty' && object.meta.name === 'import'
  const isRequire = object.type === 'Identifier' && object.name === 'require' && !scope.lookup('require')
  const found =
    isMeta && (name === 'glob' || name === 'globEager')
      ? viteGlob(node.arguments, name === 'globEager')
      : isRequire && name === 'context'
        ? webpackContext(node.arguments)
        : null
  if (!found) return -1
  return b.push(['glob', b.globs.push(found) - 1, node.start!])
}

/**
 * `require(`./${name}`)`: bundlers take in all modules that the written parts lead to.
 * https://webpack.js.org/guides/dependency-management/#require-with-expression
 */
export function dynamicRequire(b: Builder, path: Ref, pos: number): Ref {
  const n = b.nodes[path]!
  const parts = n[0] === 'cat' ? n[1] : []
  const first = parts.length > 1 ? b.nodes[parts[0]!]! : null
  const prefix = first?.[0] === 's' ? /^((?:\.\.?|~?@|~)\/(?:.*\/)?)([^/]*)$/.exec(first[1]) : null
  if (!prefix) return b.unknown('external', pos)
  const last = b.nodes[parts.at(-1)!]!
  const end = last[0] === 's' ? last[1] : ''
  const source = `^\\.\\/${escaped(prefix[2]!)}.*${escaped(end)}(?:\\.\\w+)?$`
  const glob = b.push(['glob', b.globs.push(required(prefix[1]!, source)) - 1, pos])
  const key = b.push(['cat', [b.push(['s', `./${prefix[2]}`, pos, -1]), ...parts.slice(1)]])
  return b.push(['call', glob, [key], pos, 'require'])
}

const required = (directory: string, source: string): GlobRecord => ({
  patterns: [directory === '.' ? directory : directory.replace(/\/$/, '')],
  context: [true, `/${source}/`],
  required: 1,
  eager: true,
  member: null,
})

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

function viteGlob([first, options]: readonly t.Node[], always: boolean): GlobRecord | null {
  const patterns = first?.type === 'ArrayExpression' ? first.elements.map(text) : [text(first)]
  if (!patterns.length || patterns.includes(null)) return null
  const given = new Map<string, t.Node>()
  if (options?.type === 'ObjectExpression')
    for (const p of options.properties) {
      const name = p.type === 'ObjectProperty' ? keyName(p) : null
      if (name === null || p.type !== 'ObjectProperty') return null
      given.set(name, p.value)
    }
  else if (options) return null
  // The text of a file, or where it is served: no module of the program. Another base gives other keys.
  if (['as', 'query', 'base'].some((name) => given.has(name))) return null
  const eager = given.get('eager')
  const member = given.get('import')
  if ((eager && eager.type !== 'BooleanLiteral') || (member && text(member) === null)) return null
  const taken = member ? text(member) : null
  return {
    patterns: patterns as string[],
    eager: always || (eager?.type === 'BooleanLiteral' && eager.value),
    member: taken === '*' ? null : taken,
  }
}

function webpackContext([directory, below, pattern]: readonly t.Node[]): GlobRecord | null {
  const path = text(directory)
  if (path === null || (below && below.type !== 'BooleanLiteral')) return null
  if (pattern && pattern.type !== 'RegExpLiteral') return null
  const fits = pattern ? `/${pattern.pattern}/${pattern.flags}` : '/^\\.\\/.*$/'
  return { patterns: [path], context: [below ? below.value : true, fits], eager: true, member: null }
}

/** The text that a node writes out, or null. */
function text(node: t.Node | null | undefined): string | null {
  if (node?.type === 'StringLiteral') return node.value
  if (node?.type === 'TemplateLiteral' && node.quasis.length === 1) return node.quasis[0]!.value.cooked ?? null
  return null
}
