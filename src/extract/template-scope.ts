import { parse, parseExpression, type ParserOptions } from '@babel/parser'
import type * as t from '@babel/types'
import type { Builder } from './builder'
import { expression } from './expressions'
import type { Ref } from './ir'
import type { TemplateScope } from './markup'
import { Scope, type Binding, type FunctionScope } from './scope'
import { statements } from './statements'

const GLOBALS =
  /^(?:undefined|NaN|Infinity|Math|JSON|Object|Array|String|Number|Boolean|Date|encodeURIComponent|encodeURI|decodeURIComponent|parseInt|parseFloat|process|console|\$t|\$event|__mpx_\w+__)$/

/** Reads the expressions of one template (or named template) and gives their free names a value. */
export class TemplateReader {
  readonly scope: Scope
  private readonly loops = new Map<TemplateScope, Scope>()
  /** Names that stand for members of the component. */
  private readonly members = new Set<Binding>()
  /** The script's variables whose values are read through `unref`, by name. */
  private readonly unrefs = new Map<string, Binding>()

  /**
   * @param root where names are looked up that the template doesn't declare
   * @param base the object whose members free names are: the component, or what a named template was given
   */
  constructor(
    private readonly b: Builder,
    root: Scope,
    fn: FunctionScope,
    private readonly base: Ref,
  ) {
    this.scope = new Scope(root, fn)
  }

  /** Brings a name into force in the whole template. */
  declare(name: string, value: Ref): void {
    if (/^[\w$]+$/.test(name)) bind(this.scope, name, value)
  }

  /** The scope inside the loops and slots around a place, innermost first. */
  inside(innermost: TemplateScope | null): Scope {
    const path: TemplateScope[] = []
    let known: Scope | undefined
    for (let s = innermost; s && !known; s = s.outer) {
      known = this.loops.get(s)
      if (!known) path.push(s)
    }
    let scope = known ?? this.scope
    for (const s of path.reverse()) {
      scope = this.loop(s, scope)
      this.loops.set(s, scope)
    }
    return scope
  }

  private loop(s: TemplateScope, outer: Scope): Scope {
    const inner = new Scope(outer, this.scope.fn)
    const list = s.kind === 'loop' && s.source ? this.value(s.source.expr, s.source.start, outer) : -1
    s.names.forEach((name, i) => {
      if (!/^[\w$]+$/.test(name.text)) return
      const value = i === 0 && list >= 0 ? this.b.push(['element', list]) : this.b.unknown('variable', name.start)
      bind(inner, name.text, value)
    })
    return inner
  }

  /** The value of an expression. */
  value(text: string, start: number, scope: Scope): Ref {
    const node = parsed(text, start)
    return node ? this.of(node, scope) : this.b.unknown('syntax', start)
  }

  /** The object that `{{ a, ...b, c: d }}` makes for a named template. */
  object(text: string, start: number, scope: Scope): Ref {
    const node = text.trimStart().startsWith('{') ? parsed(text, start) : parsed(`({${text}})`, start - 2)
    return node ? this.of(node, scope) : this.b.unknown('syntax', start)
  }

  /** Walks what an event runs, so that its calls are known: one expression, or statements. */
  handler(text: string, start: number, scope: Scope): void {
    const node = parsed(text, start)
    if (node) {
      // A name or a member is the handler itself, not a call.
      if (!/^(?:Identifier|(?:Optional)?MemberExpression)$/.test(node.type)) this.of(node, scope)
      return
    }
    const body = parsedStatements(text, start)
    for (const s of body) this.declareFree(s, scope)
    statements(this.b, body, scope)
  }

  /** `v-model="form.phone"`: what the user enters is written there. */
  model(text: string, start: number, scope: Scope): void {
    const left = parsed(text, start)
    if (left?.type !== 'Identifier' && left?.type !== 'MemberExpression') return
    const right: t.Identifier = { type: 'Identifier', name: '$event', start, end: start } as t.Identifier
    this.of({ type: 'AssignmentExpression', operator: '=', left, right, start } as t.AssignmentExpression, scope)
  }

  private of(node: t.Expression, scope: Scope): Ref {
    this.declareFree(node, scope)
    return expression(this.b, node, scope)
  }

  /** A template reads the value of a ref that its script declares. */
  private unref(binding: Binding): void {
    const value = this.b.read(binding, 0)
    if (!/^(?:call|member|index)$/.test(this.b.nodes[value]![0])) return
    const unref = this.b.push(['import', this.b.specifier('vue'), 'unref', 0])
    this.unrefs.set(binding.name, binding)
    bind(this.scope, binding.name, this.b.push(['call', unref, [value], 0, 'unref']))
  }

  /** A name that a handler sets is a member of the component, or the value of a ref that the script declares. */
  private setMember(n: t.AssignmentExpression, name: t.Identifier, scope: Scope): void {
    const binding = scope.lookup(name.name)
    if (binding && binding.fn === this.scope.fn && !this.members.has(binding)) return
    const declared = binding && binding.fn !== this.scope.fn ? binding : this.unrefs.get(name.name)
    const object = declared ? `#ref:${name.name}` : '#this'
    bind(this.scope, object, declared ? this.b.read(declared, 0) : this.base)
    const member = { type: 'Identifier', name: object, start: name.start } as t.Identifier
    const property = { ...name, name: declared ? 'value' : name.name }
    n.left = {
      type: 'MemberExpression',
      object: member,
      property,
      computed: false,
      start: name.start,
    } as t.MemberExpression
  }

  /** Gives every free name of an expression its value: the member of that name. */
  private declareFree(node: unknown, scope: Scope): void {
    if (!node || typeof node !== 'object') return
    const n = node as t.Node
    if (n.type === 'AssignmentExpression' && n.left.type === 'Identifier') this.setMember(n, n.left, scope)
    if (n.type === 'Identifier') {
      const binding = scope.lookup(n.name)
      if (binding && binding.fn !== this.scope.fn) this.unref(binding)
      if (binding || GLOBALS.test(n.name)) return
      this.members.add(bind(this.scope, n.name, this.b.push(['member', this.base, n.name, n.start ?? 0])))
      return
    }
    for (const key in n) {
      if (key === 'loc' || key === 'extra') continue
      if (key === 'property' && /^(?:Optional)?MemberExpression$/.test(n.type) && !(n as t.MemberExpression).computed)
        continue
      if (key === 'key' && n.type === 'ObjectProperty' && !n.computed) continue
      const child = (n as unknown as Record<string, unknown>)[key]
      if (Array.isArray(child)) for (const c of child) this.declareFree(c, scope)
      else if (child && typeof (child as t.Node).type === 'string') this.declareFree(child, scope)
    }
  }
}

function options(start: number): ParserOptions {
  return {
    plugins: ['typescript'],
    errorRecovery: true,
    attachComment: false,
    ...(start > 0 ? { startIndex: start, startLine: 1, startColumn: start } : {}),
  }
}

function parsed(text: string, start: number): t.Expression | null {
  try {
    return parseExpression(text, options(start))
  } catch {
    return null
  }
}

function parsedStatements(text: string, start: number): t.Statement[] {
  try {
    return parse(text, options(start)).program.body
  } catch {
    return []
  }
}

/** A name with one value that nothing changes. */
function bind(scope: Scope, name: string, value: Ref): Binding {
  const binding: Binding = {
    name,
    fn: scope.fn,
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
  }
  scope.names.set(name, binding)
  return binding
}
