import { extensionOf, literalsOfMarkup, sourceKind, splitSource, type ScriptPart, type SourceParts } from './markup'
import type { LiteralRecord } from './literals'
import { EMPTY_TABLES, summariseScript, type SummaryTables } from './summary'
import type { ScriptLang } from './parse'
import { saysAnything, type TemplateInput } from './template'

/** A file of several pieces: its scripts are one program, its templates' attributes are read in that program's scope. */
export function summariseComponent(
  id: string,
  code: string,
): SummaryTables & { failure?: { message: string; offset: number } } {
  const parts = splitSource(id, code)
  const scripts = parts.scripts.filter((s) => s.kind === 'module' && s.name !== 'json')
  const template = templateOf(id, parts)
  const tables =
    scripts.length || template
      ? summariseScript(masked(code, scripts), language(scripts), template, code)
      : { ...EMPTY_TABLES(), failure: undefined }
  addLiterals(tables, literalsOfMarkup(parts, code))
  return tables
}

function templateOf(id: string, parts: SourceParts): TemplateInput | null {
  const kind = sourceKind(id)
  const input: TemplateInput = {
    attributes: parts.attributes,
    references: parts.references,
    scripts: parts.scripts.filter((s) => s.kind === 'wxs'),
    native: kind?.type === 'template' || (kind?.type === 'component' && kind.flavour === 'mpx'),
    setup: parts.scripts.some((s) => s.setup === true),
    extension: kind?.type === 'template' ? `.${extensionOf(id)}` : '.wxml',
  }
  return saysAnything(input) ? input : null
}

/** Adds the literals of markup and styles, and tells those of attributes to the values that hold them. */
function addLiterals(tables: SummaryTables, literals: readonly LiteralRecord[]): void {
  if (!literals.length) return
  const at = new Map(literals.map((l, i) => [l.start, tables.literals.length + i]))
  for (const n of tables.nodes) {
    if (n[0] !== 's' || n[3] >= 0) continue
    const literal = at.get(n[2])
    if (literal !== undefined && literals[literal - tables.literals.length]!.text === n[1]) n[3] = literal
  }
  tables.literals.push(...literals)
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
