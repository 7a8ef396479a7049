import { memberNames } from './bloom'
import { createGate, isBundle, type Gate } from './gate'
import { hashText } from './hash'
import { SUMMARY_VERSION, type ModuleSummary, type RefusedRecord } from './ir'
import { summariseComponent } from './component'
import { blank, resolveIfdef } from './ifdef'
import { otherBlocks, sourceKind } from './markup'
import { comments, langOf, type TextLang } from './scan'
import { importScan } from './import-scan'
import { lineStarts, position } from './lines'
import { EMPTY_TABLES, summariseScript, topFunction } from './summary'
import type { ScriptLang } from './parse'
import { writtenUrls } from './written-urls'

export type { ModuleSummary, RefusedRecord } from './ir'
export { SUMMARY_VERSION } from './ir'
export { mayHold, namesMember } from './bloom'
export { lineStarts, position } from './lines'
export { stripTypes, type StrippedModule } from './strip-types'

/** Longest data file that is read as a module. */
const MAX_JSON = 200_000

export { createGate, isBundle } from './gate'
export { URL_IN_TEXT } from './written-urls'
export type { Gate } from './gate'

/** What a summary depends on besides the text and the file's name. */
export interface ExtractOptions {
  /** Which modules are summarised at once. Default: the names of all platforms let a module pass, and no package does. */
  gate?: Gate
  /** Names for which uni-app's `#ifdef` holds, or null where the tree is no uni-app source. */
  ifdef?: readonly string[] | null
  /** mpx's own name of the platform (`wx`, `ali`), which picks the blocks of its components; null where it is not known. */
  mode?: string | null
  /** Summarise although the gate refuses: linking asked for it. */
  force?: boolean
  /** Record the import specifiers of refused modules too, for hosts that have no module graph. */
  imports?: boolean
}

/** A record as hosts keep it, unread. */
export interface OpaqueRecord {
  v: number
  key: string
  gate: boolean
}

/** A record of one module: a full summary, or what is kept of one that the gate refused. */
export type AnyRecord = ModuleSummary | RefusedRecord

/** The key of a record: the same text, name, gate, `#ifdef` platform and mpx platform give the same. */
export function recordKey(code: string, id: string, options: ExtractOptions = {}): string {
  return (
    hashText(code) +
    '-' +
    hashText(
      [id.replace(/^.*[\\/]/, ''), options.gate?.key ?? '', options.mode ?? '', '|', ...(options.ifdef ?? [])].join(
        '\n',
      ),
    )
  )
}

/** Summarises one module, or refuses it at the gate. Never throws, whatever the text is. */
export function summarise(id: string, source: string, options: ExtractOptions = {}): AnyRecord {
  const key = recordKey(source, id, options)
  // What another platform is for is blanked out; all offsets stay those of the source.
  const code = forPlatform(id, source, options)
  const lang = langOf(id)
  if (!options.force && !(options.gate ?? createGate(null, [])).passes(code, lang)) {
    const record: RefusedRecord = { v: SUMMARY_VERSION, key, gate: false, names: memberNames(code) }
    // Of what else the gate refuses, it knows that there is none.
    const urls = isBundle(code, lang) ? writtenUrls(code, lang) : []
    if (urls.length > 0) record.urls = urls
    if (options.imports) record.specifiers = importScan(code, lang)
    return record
  }
  const lines = lineStarts(code)
  const script = scriptLang(id, code, lang)
  const { failure, ...tables } = script
    ? summariseScript(code, script)
    : isMarkup(id)
      ? summariseComponent(id, code)
      : { ...EMPTY_TABLES(), failure: undefined }
  const summary: ModuleSummary = {
    v: SUMMARY_VERSION,
    key,
    gate: true,
    ...tables,
    comments: directives(code, lang, lines),
    lines,
  }
  if (failure) summary.error = { message: failure.message, ...position(lines, failure.offset) }
  return summary
}

function forPlatform(id: string, source: string, { ifdef, mode }: ExtractOptions): string {
  const code = ifdef ? resolveIfdef(source, new Set(ifdef)) : source
  const others = mode ? otherBlocks(id, code, mode) : []
  return others.length > 0
    ? blank(
        code,
        others.map(({ start, end }) => [start, end]),
      )
    : code
}

/** What stands for a module whose text could not be had. */
export function unreadSummary(): ModuleSummary {
  return {
    v: SUMMARY_VERSION,
    key: '',
    gate: true,
    ...EMPTY_TABLES(),
    functions: [topFunction()],
    comments: [],
    lines: [0],
    error: { message: 'the module could not be read', line: 1, column: 1 },
  }
}

/** Files of several pieces: components, templates, styles. */
function isMarkup(id: string): boolean {
  const kind = sourceKind(id)
  return kind !== null && kind.type !== 'script' && kind.type !== 'json'
}

function scriptLang(id: string, code: string, lang: TextLang): ScriptLang | null {
  // Big ones are data, and no configuration.
  if (lang === 'json') return code.length <= MAX_JSON ? 'json' : null
  if (lang === 'ts') return 'ts'
  if (lang === 'tsx') return 'tsx'
  if (lang === 'js') return /\.jsx(?:\?|$)/.test(id) ? 'jsx' : 'js'
  return null
}

function directives(code: string, lang: TextLang, lines: number[]): ModuleSummary['comments'] {
  if (!code.includes('mp-domains-')) return []
  const out: ModuleSummary['comments'] = []
  for (const c of comments(code, lang)) {
    if (c.text.includes('mp-domains-'))
      out.push({ ...position(lines, c.start), endLine: position(lines, c.end).line, text: c.text })
  }
  return out
}
