import type { Finding } from '../check'
import { lineStarts } from '../extract'
import type { ResolvedOptions } from '../options'
import { joinPath, relativePath } from '../options/files'
import { explain, message, messageText, type ReportContext, type ReportData } from '../report'
import { lineFix } from '../report/fixes'
import { markedLine, SourceLines, type Marked } from '../report/sources'
import { comparePlaces, type Place } from '../url/place'
import type { LintEdit, LintFinding } from './types'

/** Files that linters are given. A cause that stands elsewhere (`.env`, templates, JSON) is told at its calls. */
const LINTED = /\.(?:[cm]?[jt]sx?|vue|nvue|uvue)$/

/** What findings are shown from. */
export interface Shown {
  options: ResolvedOptions
  data: ReportData
  /** The text of a file by its absolute path, or null. */
  read(id: string): string | null
}

/** The findings that a linter tells in one file: those whose cause stands there, and calls whose cause no linter sees. */
export function findingsIn(id: string, { data, options }: Pick<Shown, 'data' | 'options'>): Finding[] {
  const file = relativePath(options.root, id)
  const out: Finding[] = []
  for (const finding of data.findings) {
    if (finding.severity === 'info') continue
    if (finding.file === file) out.push(finding)
    else if (!LINTED.test(finding.file))
      out.push(...finding.uses.filter((use) => use.file === file).map((use) => ({ ...finding, ...placeOf(use) })))
  }
  return out.sort(comparePlaces)
}

/** Ids of modules that calls of the program have to do with: they stand there, lead through it, or have their URLs from it. */
export interface Involved {
  all: ReadonlySet<string>
  /** Those that calls of other modules have to do with. */
  elsewhere: ReadonlySet<string>
}

/** Which modules calls have to do with. */
export function involvedIn({ calls }: Pick<ReportData, 'calls'>, root: string): Involved {
  const all = new Set<string>()
  const elsewhere = new Set<string>()
  for (const { file, via, urls, unknown } of calls) {
    all.add(joinPath(root, file))
    const others = [...via, ...urls.flatMap(({ source, trace }) => [source, ...(trace ?? [])]), unknown]
    for (const place of others) if (place?.file && place.file !== file) elsewhere.add(joinPath(root, place.file))
  }
  return { all: new Set([...all, ...elsewhere]), elsewhere }
}

function placeOf({ file, line, column }: Place): Place {
  return { file, line, column }
}

/** Findings with their ranges in the text, their words and their edits. */
export function showFindings(findings: readonly Finding[], text: string, shown: Shown): LintFinding[] {
  const { options, data } = shown
  const context: ReportContext = {
    platform: options.platform,
    lang: options.lang,
    root: options.root,
    sources: (file) => shown.read(joinPath(options.root, file)),
  }
  const own = findings[0]?.file
  const lines = new SourceLines({ ...context, sources: (file) => (file === own ? text : context.sources!(file)) })
  const starts = lineStarts(text)
  const shownAt = new Set<string>()
  return findings.flatMap((finding) => {
    const start = starts[finding.line - 1]
    // A literal that several lists refuse is one problem to the person who reads the line.
    const key = `${finding.code}:${finding.line}:${finding.column}`
    if (start === undefined || shownAt.has(key)) return []
    shownAt.add(key)
    return [show(finding, start, text, lines, data, context)]
  })
}

function show(
  finding: Finding,
  lineStart: number,
  text: string,
  lines: SourceLines,
  data: ReportData,
  context: ReportContext,
): LintFinding {
  const marked = markedLine(finding, finding, lines)
  const at = Math.min(text.length, lineStart + finding.column - 1)
  const explanation = explain(finding, data, context)
  const ignore = explanation.ways.find(({ kind }) => kind === 'ignore')
  const way = explanation.ways.find(({ kind }) => kind !== 'ignore')
  const colon = message(context.lang, 'colon')
  const wayText = way && (way.paste === null ? way.label : `${way.label}${colon}${way.paste}`)
  const fix = lineFix(finding, marked)
  const edit: LintEdit | null = fix && {
    start: lineStart + fix.startColumn - 1,
    end: lineStart + fix.endColumn - 1,
    text: fix.text,
    label: message(context.lang, fix.text === '' ? 'fix.remove' : 'fix', {
      text: fix.text || text.slice(lineStart + fix.startColumn - 1, lineStart + fix.endColumn - 1),
    }),
  }
  return {
    code: finding.code,
    start: marked ? lineStart + marked.offset + marked.from : at,
    end: marked ? lineStart + marked.offset + endOf(marked, finding) : Math.min(text.length, at + 1),
    message: [messageText(explanation, context), wayText].filter(Boolean).join(message(context.lang, 'semicolon')),
    edit,
    mapped: edit !== null && typeof finding.args.mapped === 'string' && finding.code !== 'insecure-scheme',
    // Only a comment of scripts: in markup it would have to stand in front of the element, which may begin further up.
    ignore: ignore?.paste?.startsWith('//') ? { line: finding.line, text: ignore.paste, label: ignore.label } : null,
  }
}

/** The end of the marked part. A secret is masked there, and ends with its mask. */
function endOf({ text, to }: Marked, { code }: Finding): number {
  if (code !== 'leaked-secret') return to
  return to + /^\**/.exec(text.slice(to))![0].length
}
