import {
  literalsOfMarkup,
  splitSource,
  type MarkupAttribute,
  type ScriptPart,
  type SourceParts,
  type TemplateScope,
} from './markup'
import { EMPTY_TABLES, summariseScript, type SummaryTables } from './summary'
import type { ScriptLang } from './parse'
import type { TemplateValue } from './template'

/** A file of several pieces: its scripts are one program, its template's attributes are read in that program's scope. */
export function summariseComponent(
  id: string,
  code: string,
): SummaryTables & { failure?: { message: string; offset: number } } {
  const parts = splitSource(id, code)
  const scripts = parts.scripts.filter((s) => s.kind === 'module' && s.name !== 'json')
  const values = parts.attributes.flatMap((a) => templateValue(a))
  const tables =
    scripts.length || values.length
      ? summariseScript(masked(code, scripts), language(scripts), values, code)
      : { ...EMPTY_TABLES(), failure: undefined }
  tables.literals.push(...literalsOfMarkup(parts, code))
  return tables
}

/** The scripts' text alone, each at its own offset. */
function masked(code: string, scripts: readonly ScriptPart[]): string {
  let out = ''
  for (const s of scripts) {
    out += blank(code, out.length, s.start)
    // Two scripts on one line would run into each other.
    out += code.slice(s.start, s.end)
  }
  return out
}

function blank(code: string, from: number, to: number): string {
  return to > from ? (code.slice(from, to).includes('\n') ? '\n'.padStart(to - from) : ';'.padStart(to - from)) : ''
}

function language(scripts: readonly ScriptPart[]): ScriptLang {
  const langs = new Set(scripts.map((s) => s.lang))
  if (langs.has('tsx') || (langs.has('ts') && langs.has('jsx'))) return 'tsx'
  return langs.has('ts') ? 'ts' : langs.has('jsx') ? 'jsx' : 'js'
}

/** An attribute whose value the platform may take as a URL. */
function templateValue(a: MarkupAttribute): TemplateValue[] {
  if (a.form === 'event' || a.form === 'directive' || !a.parts.length || a.template) return []
  const scopes: TemplateScope[] = []
  for (let s = a.scope; s; s = s.outer) scopes.push(s)
  return [
    {
      element: a.element,
      attribute: a.attribute,
      pos: a.start,
      parts: a.parts,
      scopes,
      quote: a.quote,
      valueStart: a.value.start,
    },
  ]
}

export type { SourceParts }
