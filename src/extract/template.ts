import type * as t from '@babel/types'
import type { Builder } from './builder'
import type { Ref } from './ir'
import type { MarkupAttribute, MarkupReference, ScriptPart, ValuePart } from './markup'
import { Scope, type FunctionScope } from './scope'
import { TemplateReader } from './template-scope'

/** What a file's templates say, beside its scripts. */
export interface TemplateInput {
  attributes: readonly MarkupAttribute[]
  references: readonly MarkupReference[]
  /** Template scripts that stand in the template itself. */
  scripts: readonly ScriptPart[]
  /** Native templates have named templates and template scripts. */
  native: boolean
  /** Vue's `<script setup>`: the template sees the variables of its script, refs by their values. */
  setup: boolean
  /** The extension that `<import src="x">` leaves out, with the dot. */
  extension: string
}

/** The function that stands for the template: its `this` is the component. */
export const TEMPLATE_FUNCTION = 'template'

/** Prefix of the names under which a module exports its named templates. */
export const NAMED_TEMPLATE = 'template:'

/** Whether a file's templates say anything that a summary keeps. */
export function saysAnything({ attributes, references }: TemplateInput): boolean {
  return attributes.length > 0 || references.some((r) => r.kind !== 'style' && r.kind !== 'json')
}

/**
 * Adds a file's templates to the summary. The template is a function whose `this` is the component; a named template
 * is a function of the object that `data` gives it, and `<template is>` calls it.
 */
export function templateFunctions(b: Builder, input: TemplateInput): void {
  const by = new Map<string, MarkupAttribute[]>()
  for (const a of input.attributes) {
    const list = by.get(a.template ?? '')
    if (list) list.push(a)
    else by.set(a.template ?? '', [a])
  }
  const imports: number[] = []
  for (const r of input.references) {
    if (r.kind === 'import') imports.push(b.specifier(pathOf(r.src, input.extension)))
    else if (r.kind === 'include' || r.kind === 'template') b.includes.push(b.specifier(pathOf(r.src, input.extension)))
    else if (r.kind === 'script') b.script = b.specifier(r.src)
  }
  const named = new Map<string, Ref>()
  const define = (name: string, attributes: readonly MarkupAttribute[]): void => {
    const isMain = name === ''
    const node = { type: 'Template' } as unknown as t.Node
    const fnScope: FunctionScope = { node, parent: b.scopes.root.fn }
    const index: number = b.defineFunction(
      {
        name: isMain ? TEMPLATE_FUNCTION : name,
        pos: isMain ? 0 : (attributes[0]?.start ?? 0),
        params: isMain ? 0 : 1,
        arrow: false,
        ...(isMain ? componentOf(b) : { cls: -1, static: false, owner: -1 }),
      },
      fnScope,
      () => {
        const base = b.push(isMain ? ['this', index] : ['param', index, 0])
        const outer = input.setup ? b.scopes.root : new Scope(null, fnScope)
        const reader = new TemplateReader(b, outer, fnScope, base)
        // Template scripts are seen by the whole file, its named templates too.
        for (const s of input.scripts) {
          const binding = s.module ? b.scopes.root.lookup(s.module) : null
          if (binding) reader.declare(s.module!, b.read(binding, s.start))
        }
        for (const r of input.references)
          if (r.kind === 'wxs' && r.module) reader.declare(r.module, scriptModule(b, pathOf(r.src, ''), r.start))
        walk(b, attributes, reader, (is, data) => use(b, is, data, reader, named, imports), input.native)
      },
    )
    if (isMain) return
    const ref = b.push(['fn', index])
    named.set(name, ref)
    b.exports.push([NAMED_TEMPLATE + name, ref])
  }
  for (const [name, attributes] of by) if (name !== '') define(name, attributes)
  define('', by.get('') ?? [])
}

function walk(
  b: Builder,
  attributes: readonly MarkupAttribute[],
  reader: TemplateReader,
  useTemplate: (is: MarkupAttribute, data: MarkupAttribute | undefined) => void,
  native: boolean,
): void {
  for (const [i, a] of attributes.entries()) {
    if (a.form === 'directive' || !a.parts.length) continue
    if (a.form === 'event') {
      for (const p of a.parts) if ('expr' in p) reader.handler(p.expr, p.start, reader.inside(a.scope))
      continue
    }
    if (a.form === 'model') {
      for (const p of a.parts) if ('expr' in p) reader.model(p.expr, p.start, reader.inside(a.scope))
      continue
    }
    if (native && a.element === 'template' && a.tag !== undefined) {
      if (a.attribute !== 'is') continue
      const near = [attributes[i - 1], attributes[i + 1]]
      useTemplate(
        a,
        near.find((x) => x?.tag === a.tag && x.attribute === 'data'),
      )
      continue
    }
    const value = valueOf(b, a, reader)
    const modes = native && a.mode !== undefined ? { modes: a.mode } : {}
    b.attributes.push({ element: a.element, attribute: a.attribute, value, pos: a.start, ...modes })
  }
}

function valueOf(b: Builder, a: MarkupAttribute, reader: TemplateReader): Ref {
  const scope = reader.inside(a.scope)
  const parts = a.parts.map((p: ValuePart) =>
    'text' in p ? b.push(['s', p.text, p.start, -1]) : reader.value(p.expr, p.start, scope),
  )
  return parts.length === 1 ? parts[0]! : b.push(['cat', parts])
}

/** `<template is="card" data="{{ … }}">`: a call of the named template. */
function use(
  b: Builder,
  is: MarkupAttribute,
  data: MarkupAttribute | undefined,
  reader: TemplateReader,
  named: ReadonlyMap<string, Ref>,
  imports: readonly number[],
): void {
  const name = is.parts.length === 1 && 'text' in is.parts[0]! ? is.parts[0].text.trim() : null
  const given = data?.parts.find((p) => 'expr' in p)
  const argument =
    given && 'expr' in given
      ? reader.object(given.expr, given.start, reader.inside(data!.scope))
      : b.push(['obj', [], is.start])
  const callees: Ref[] = []
  if (name !== null) {
    const own = named.get(name)
    if (own !== undefined) callees.push(own)
    else for (const spec of imports) callees.push(b.push(['import', spec, NAMED_TEMPLATE + name, is.start]))
  } else {
    const key = valueOf(b, is, reader)
    const all = b.push(['obj', [...named].map(([n, ref]): ['p', string, Ref] => ['p', n, ref]), is.start])
    callees.push(b.push(['index', all, key, is.start]))
    for (const spec of imports) {
      const exported = b.push(['cat', [b.push(['s', NAMED_TEMPLATE, is.start, -1]), key]])
      callees.push(b.push(['index', b.push(['require', spec, is.start]), exported, is.start]))
    }
  }
  if (!callees.length) return
  const call = b.push(['call', b.joined(callees), [argument], (data ?? is).start, name ?? is.raw.slice(0, 60)])
  b.calls.push([call, -1])
}

/** What a template sees of a template script: its default export, or all of `module.exports`. */
function scriptModule(b: Builder, path: string, pos: number): Ref {
  const all = b.push(['require', b.specifier(path), pos])
  if (!path.endsWith('.sjs')) return all
  return b.push(['default', b.push(['member', all, 'default', pos]), all])
}

/** Paths of templates are relative to the file that names them. */
function pathOf(src: string, extension: string): string {
  const path = /^[./]/.test(src) ? src : `./${src}`
  return /\.\w+$/.test(path) ? path : path + extension
}

/** The component that the template's `this` is: the default export's, or the argument of `Page`, `Component`, … */
function componentOf(b: Builder): { cls: number; static: boolean; owner: Ref } {
  let cls = -1
  const object = (ref: Ref | undefined): Ref => {
    const n = ref === undefined ? undefined : b.nodes[ref]
    if (!n) return -1
    if (n[0] === 'obj') return ref!
    if (n[0] === 'class') cls = n[1]
    if ((n[0] === 'call' || n[0] === 'new') && n[2].length) {
      const last = n[2][n[2].length - 1]!
      return typeof last === 'number' ? object(last) : -1
    }
    return -1
  }
  const of = (ref: Ref): { cls: number; static: boolean; owner: Ref } => ({ owner: object(ref), cls, static: false })
  for (const [name, ref] of b.exports) if (name === 'default') return of(ref)
  for (const [ref] of b.calls) {
    const n = b.nodes[ref]!
    if (n[0] === 'call' && /^(?:Page|Component|createPage|createComponent|App|createApp)$/.test(n[4])) return of(ref)
  }
  return of(-1)
}
