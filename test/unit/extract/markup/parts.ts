import { expect } from 'vitest'
import type { LiteralRecord } from '../../../../src/extract/literals'
import { literalsOfMarkup, splitSource } from '../../../../src/extract/markup'
import type { MarkupAttribute, SourceParts, TemplateScope, ValuePart } from '../../../../src/extract/markup'

/** Splits a file and checks everything that must hold of every result. */
export function split(id: string, code: string): SourceParts & { literals: LiteralRecord[] } {
  const parts = splitSource(id, code)
  const literals = literalsOfMarkup(parts, code)
  checkParts(parts, literals, code)
  return { ...parts, literals }
}

/** Whatever the text: offsets lie in it, in order, and what is said of a span is what stands there. */
export function checkParts(parts: SourceParts, literals: LiteralRecord[], code: string): void {
  const problems: string[] = []
  const must = (ok: boolean, what: string): void => {
    if (!ok && problems.length < 5) problems.push(what)
  }
  const inside = (span: { start: number; end: number }, what: string): void =>
    must(
      span.start >= 0 && span.start <= span.end && span.end <= code.length,
      `${what} ${span.start}-${span.end} not in the text`,
    )
  const cooked = (text: string, span: { start: number; end: number; map?: number[] }, what: string): void => {
    inside(span, what)
    const raw = code.slice(span.start, span.end)
    if (!span.map) return must(text === raw, `${what}: ${JSON.stringify(text)} is not ${JSON.stringify(raw)}`)
    must(
      span.map.length === text.length + 1 && span.map[text.length] === raw.length,
      `${what}: map of the wrong length`,
    )
    for (let i = 0; i < text.length; i++) {
      must(span.map[i] <= span.map[i + 1], `${what}: map goes back`)
      const char = raw[span.map[i]]
      must(char === '&' || char === '\\' || char.toLowerCase() === text[i].toLowerCase(), `${what}: map misses at ${i}`)
    }
  }
  const values = (list: ValuePart[], what: string): void => {
    for (const part of list) cooked('expr' in part ? part.expr : part.text, part, what)
    for (let i = 1; i < list.length; i++) must(list[i - 1].end <= list[i].start, `${what}: parts overlap`)
  }
  for (const attribute of parts.attributes) {
    inside(attribute.value, attribute.attribute)
    must(code.slice(attribute.value.start, attribute.value.end) === attribute.raw, 'raw is the value')
    must(attribute.start < attribute.value.end || attribute.raw === '', 'a name stands before its value')
    values(attribute.parts, attribute.attribute)
    for (const part of attribute.parts) {
      must(part.start >= attribute.value.start && part.end <= attribute.value.end, 'a part lies in its value')
    }
  }
  // One walk over each scope, not one for each attribute in it.
  const seen = new Set<TemplateScope>()
  for (const { scope } of [...parts.attributes, ...parts.texts]) {
    for (let at = scope; at && !seen.has(at); at = at.outer) {
      seen.add(at)
      for (const name of at.names) inside(name, 'scope')
      if (at.source) values([at.source], 'scope')
    }
  }
  for (const text of parts.texts) values(text.parts, 'text')
  for (const url of parts.styleUrls) cooked(url.text, url, 'style')
  for (const comment of parts.comments) {
    inside(comment, 'comment')
    must(code.slice(comment.start, comment.end).includes(comment.text), 'a comment holds its text')
  }
  for (const script of parts.scripts) inside(script, 'script')
  for (let i = 1; i < parts.scripts.length; i++)
    must(parts.scripts[i - 1].end <= parts.scripts[i].start, 'scripts in order')
  for (const reference of parts.references) cooked(reference.src, reference, 'reference')
  for (const literal of literals) cooked(literal.text, literal, 'literal')
  for (let i = 1; i < literals.length; i++) must(literals[i - 1].start < literals[i].start, 'literals in order')
  for (const error of parts.errors) must(error.start >= 0 && error.start <= code.length, 'error in the text')
  expect(problems).toEqual([])
}

/** The attribute's element, name, form and value in one line. */
export function shown(attribute: MarkupAttribute): string {
  return `${attribute.element} ${attribute.attribute} ${attribute.form} ${partsShown(attribute.parts)}`
}

/** Text as it is, expressions in `⟨⟩`. */
export function partsShown(parts: ValuePart[]): string {
  return parts.map((part) => ('expr' in part ? `⟨${part.expr}⟩` : part.text)).join('')
}

/** The names in force, innermost first: `row,i←list`. */
export function scopeShown(scope: TemplateScope | null): string[] {
  const out: string[] = []
  for (let at = scope; at; at = at.outer) {
    const names = at.names.map((name) => name.text).join(',')
    out.push(at.kind === 'slot' ? `slot ${names}` : `${names}←${at.source ? at.source.expr.trim() : '?'}`)
  }
  return out
}
