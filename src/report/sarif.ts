import { CODES } from '../check/codes'
import type { CodeRow } from '../check/codes'
import type { Finding, Severity } from '../check/types'
import type { Place } from '../url/place'
import { explain, helpText, messageText } from './explain'
import { fingerprints } from './fingerprint'
import { lineFix } from './fixes'
import { repositoryPath } from './github'
import { SEVERITIES } from './groups'
import { compareFindings, sortedPlaces } from './json'
import { maskSecrets } from './mask'
import { message } from './messages'
import { printable, printableJson } from './printable'
import { markedLine, SourceLines } from './sources'
import type { ReportContext, ReportData } from './types'

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warn: 'warning',
  info: 'note',
}
const PROBLEM: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'recommendation' }

/** Codes that are about security, with the score that code-scanning services sort by (0 to 10). */
const SECURITY: Readonly<Record<string, string>> = { 'leaked-secret': '8.0', 'insecure-scheme': '5.0' }

const RULE_INDEX: ReadonlyMap<string, number> = new Map(CODES.map((row, index) => [row.code, index]))

/** A path as a relative URI reference. A first segment with a colon would read as a scheme. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? `file://${path}` : path
}

function rule(row: CodeRow, context: ReportContext): object {
  const { lang, platform } = context
  const about = message(lang, `${row.code}.about`)
  const ignore = `// mp-domains-ignore-next-line ${row.code} -- ${message(lang, 'reason')}`
  const lead = message(lang, 'way.ignore')
  const security = SECURITY[row.code]
  return {
    id: row.code,
    name: row.code.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: message(lang, `${row.code}.title`) },
    fullDescription: { text: about },
    help: {
      text: `${about}\n${lead}${message(lang, 'colon')}${ignore}`,
      markdown: `${about}\n\n${lead}${message(lang, 'colon')}\n\n\`\`\`js\n${ignore}\n\`\`\`\n`,
    },
    ...(/^https?:\/\//.test(platform.document) ? { helpUri: platform.document } : {}),
    defaultConfiguration: { level: LEVELS[row.severity] },
    properties: {
      tags: ['mini-program', 'network', ...(security ? ['security'] : [])],
      precision: 'high',
      'problem.severity': PROBLEM[row.severity],
      ...(security ? { 'security-severity': security } : {}),
    },
  }
}

/**
 * What GitHub's code scanning takes: a run of more results is refused, and of a result's places 100 are shown.
 * Source: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit (results
 * per run: 25,000, of which the 5,000 worst are included; locations per result: 1,000, of which 100 are included)
 */
const MOST_RESULTS = 25_000
const MOST_PLACES = 100

function location(place: Place, context: ReportContext, extra: object = {}): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(repositoryPath(place.file, context)) },
      region: { startLine: Math.max(1, place.line), startColumn: Math.max(1, place.column), ...extra },
    },
  }
}

/** The finding's own place: the whole marked part of the URL, with its text, where the source is at hand. */
function primaryLocation(finding: Finding, context: ReportContext, sources: SourceLines): object {
  const marked = markedLine(finding, finding, sources)
  if (!marked) return location(finding, context)
  const place = { file: finding.file, line: finding.line, column: marked.offset + marked.from + 1 }
  const text = marked.text.slice(marked.from, marked.to)
  return location(place, context, {
    endLine: finding.line,
    endColumn: marked.offset + marked.to + 1,
    snippet: { text: printable(text) },
  })
}

/** The way from the literal to the first call, for services that can walk through it. */
function codeFlows(finding: Finding, context: ReportContext): object {
  const steps = finding.trace.map((step) => ({ place: step as Place, note: step.note }))
  if (steps.length === 0) return {}
  return {
    codeFlows: [
      {
        threadFlows: [
          {
            locations: steps.map(({ place, note }) => ({
              location: {
                ...location(place, context),
                message: { text: printable(note) || `${place.file}:${place.line}` },
              },
            })),
          },
        ],
      },
    ],
  }
}

function fixes(finding: Finding, context: ReportContext, sources: SourceLines): object {
  const marked = markedLine(finding, finding, sources)
  const fix = lineFix(finding, marked)
  if (!marked || !fix) return {}
  const { startColumn, endColumn, text } = fix
  const region = { startLine: finding.line, startColumn, endLine: finding.line, endColumn }
  const artifactLocation = { uri: uriOf(repositoryPath(finding.file, context)) }
  const insertedContent = { text }
  const removed = marked.text.slice(startColumn - 1 - marked.offset, endColumn - 1 - marked.offset)
  const replacements = [text === '' ? { deletedRegion: region } : { deletedRegion: region, insertedContent }]
  return {
    fixes: [
      {
        description: { text: message(context.lang, text === '' ? 'fix.remove' : 'fix', { text: text || removed }) },
        artifactChanges: [{ artifactLocation, replacements }],
      },
    ],
  }
}

function result(
  finding: Finding,
  name: string,
  data: ReportData,
  context: ReportContext,
  sources: SourceLines,
): object {
  const explanation = explain(finding, data, context)
  const text = `${messageText(explanation, context)}\n${helpText(explanation, context)}`.trimEnd()
  const uses = sortedPlaces(finding.uses)
  return {
    ruleId: finding.code,
    ruleIndex: RULE_INDEX.get(finding.code),
    level: LEVELS[finding.severity],
    message: { text: text.split('\n').map(printable).join('\n') },
    locations: [primaryLocation(finding, context, sources)],
    ...(uses.length
      ? { relatedLocations: uses.slice(0, MOST_PLACES).map((use, id) => ({ id, ...location(use, context) })) }
      : {}),
    ...codeFlows(finding, context),
    partialFingerprints: { 'mpDomains/v1': name },
    ...fixes(finding, context, sources),
    properties: {
      category: finding.category,
      environment: finding.environment,
      platform: data.platform,
      url: finding.url && maskSecrets(finding.url),
      calls: uses.length,
      ...(finding.package === undefined ? {} : { package: finding.package }),
    },
  }
}

/** The findings that a service takes: the worst, where there are more. */
function withinLimit(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
  return sorted.slice(0, MOST_RESULTS)
}

/** The findings as SARIF 2.1.0, for code-scanning services and editors. */
export function formatSarif(data: ReportData, context: ReportContext): string {
  const sources = new SourceLines(context)
  const names = fingerprints(data.findings)
  const results = withinLimit(data.findings)
    .sort(compareFindings)
    .map((finding) => result(finding, names.get(finding)!, data, context, sources))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'unplugin-mp-domains',
            ...(context.toolVersion ? { semanticVersion: context.toolVersion } : {}),
            language: context.lang === 'zh' ? 'zh-CN' : 'en',
            rules: CODES.map((row) => rule(row, context)),
          },
        },
        automationDetails: {
          id: `mp-domains/${encodeURIComponent(data.platform)}/${encodeURIComponent(data.environment)}/`,
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  }
  return `${printableJson(JSON.stringify(log, null, 2))}\n`
}
