import type { Code } from '../check'
import { lineStarts } from '../extract'
import type { Fixer, LintAnswer, LintFinding, LintProblem, LintRequest, LintSettings, Rule, RuleContext } from './types'

/** What each rule tells of. Codes about a configuration or about the output are the command's and the plugin's. */
export const RULE_CODES = Object.freeze({
  'no-dev-host': ['loopback-host', 'lan-host'],
  'legal-domain': [
    'domain-not-listed',
    'port-mismatch',
    'ip-host',
    'insecure-scheme',
    'malformed-url',
    'undefined-url',
  ],
  'no-forbidden-host': ['forbidden-host'],
  'no-app-secret': ['leaked-secret'],
} satisfies Record<string, Code[]>)

/** The name of a rule. */
export type RuleName = keyof typeof RULE_CODES

const DESCRIPTIONS: Readonly<Record<RuleName, string>> = {
  'no-dev-host': 'No address of this machine or of the local network goes into a mini program',
  'legal-domain': 'Network calls of a mini program go to domains that the console lists',
  'no-forbidden-host': 'No call goes to a host that the platform lets nobody list',
  'no-app-secret': 'No AppSecret, private key or server API stands in a mini program',
}

const FIXABLE: ReadonlySet<RuleName> = new Set<RuleName>(['no-dev-host', 'legal-domain'])

/** Where answers come from: one for each text, whatever number of rules asks. */
export interface Judge {
  ask(request: LintRequest): LintAnswer
}

/** The rules over one judge. */
export function createRules(judge: Judge): Record<RuleName, Rule> {
  const answers = new WeakMap<object, { key: string; answer: LintAnswer; isProblemTold: boolean }>()
  const answerFor = (context: RuleContext) => {
    const settings = settingsOf(context)
    const key = JSON.stringify(settings)
    const known = answers.get(context.sourceCode)
    if (known?.key === key) return known
    const { filename, cwd, sourceCode } = context
    const answer = judge.ask({ file: filename, text: sourceCode.text, cwd, settings })
    const entry = { key, answer, isProblemTold: false }
    answers.set(sourceCode, entry)
    return entry
  }
  const rule = (name: RuleName): Rule => ({
    meta: {
      type: 'problem',
      docs: { description: DESCRIPTIONS[name], recommended: true },
      hasSuggestions: true,
      ...(FIXABLE.has(name) ? { fixable: 'code' as const } : {}),
      schema: FIXABLE.has(name)
        ? [{ type: 'object', properties: { fix: { type: 'boolean' } }, additionalProperties: false }]
        : [],
    },
    create: (context: RuleContext) => ({
      Program() {
        if (!isWholeFile(context)) return
        const entry = answerFor(context)
        if (entry.answer.problem !== null && !entry.isProblemTold) {
          entry.isProblemTold = true
          const start = context.sourceCode.getLocFromIndex(0)
          context.report({ message: entry.answer.problem, loc: { start, end: start } })
        }
        const codes: readonly Code[] = RULE_CODES[name]
        const isFixing = (context.options[0] as { fix?: boolean } | undefined)?.fix === true
        for (const finding of entry.answer.findings) {
          if (codes.includes(finding.code)) context.report(problemOf(finding, context.sourceCode, isFixing))
        }
      },
    }),
  })
  return Object.fromEntries((Object.keys(RULE_CODES) as RuleName[]).map((name) => [name, rule(name)])) as Record<
    RuleName,
    Rule
  >
}

function settingsOf({ settings }: RuleContext): LintSettings {
  const own = settings['mp-domains']
  return typeof own === 'object' && own !== null ? (own as LintSettings) : {}
}

/** Whether the text is a file's own: a block of a Markdown file or a script without a name belongs to no program. */
function isWholeFile({ filename, physicalFilename, sourceCode }: RuleContext): boolean {
  if (/^<.*>$/.test(filename) || (physicalFilename !== undefined && physicalFilename !== filename)) return false
  // A linter without a parser of components hands over the script alone, whose places are not the file's.
  return !/\.(?:vue|nvue|uvue|mpx)$/.test(filename) || /<(?:script|template)\b/.test(sourceCode.text)
}

function problemOf(finding: LintFinding, source: RuleContext['sourceCode'], isFixing: boolean): LintProblem {
  const { edit, message, start, end } = finding
  const fixes: LintProblem['suggest'] = []
  const replace = (fixer: Fixer) => fixer.replaceTextRange([edit!.start, edit!.end], edit!.text)
  if (edit) fixes.push({ desc: edit.label, fix: replace })
  const comment = commentEdit(finding, source)
  if (comment)
    fixes.push({
      desc: comment.desc,
      fix: (fixer) => fixer.insertTextBeforeRange([comment.at, comment.at], comment.text),
    })
  return {
    message,
    loc: { start: source.getLocFromIndex(start), end: source.getLocFromIndex(end) },
    ...(isFixing && finding.mapped ? { fix: replace } : {}),
    suggest: fixes,
  }
}

/** The ignore comment on a line of its own; null where that line begins inside a token, so that it would become text. */
function commentEdit(
  { ignore }: LintFinding,
  source: RuleContext['sourceCode'],
): { at: number; text: string; desc: string } | null {
  if (!ignore) return null
  const { text, ast } = source
  const at = lineStarts(text)[ignore.line - 1]
  if (at === undefined) return null
  const tokens = ast?.tokens
  if (!tokens || tokens.some(({ range }) => range[0] < at && at < range[1])) return null
  const indent = /^[ \t]*/.exec(text.slice(at))![0]
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  return { at, text: `${indent}${ignore.text}${end}`, desc: `${ignore.label} (${ignore.text})` }
}
