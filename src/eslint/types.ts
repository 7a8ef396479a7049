import type { Code } from '../check'

/** A place in a text, as linters count: lines from 1, columns from 0. */
export interface Position {
  line: number
  column: number
}

/** What an edit needs of a linter's fixer. */
export interface Fixer {
  replaceTextRange(range: [number, number], text: string): unknown
  insertTextBeforeRange(range: [number, number], text: string): unknown
}

/** The source text as linters hand it to rules: those parts of ESLint's `SourceCode` that are used here. */
export interface LintedText {
  text: string
  getLocFromIndex(index: number): Position
  ast?: { tokens?: readonly { range: [number, number] }[] | null } | null
}

/** What a rule reports. */
export interface LintProblem {
  message: string
  loc: { start: Position; end: Position }
  fix?: ((fixer: Fixer) => unknown) | null
  suggest?: { desc: string; fix: (fixer: Fixer) => unknown }[]
}

/** The parts of a rule's context that are used here; ESLint 9, ESLint 10 and oxlint have them all. */
export interface RuleContext {
  cwd: string
  filename: string
  physicalFilename?: string
  sourceCode: LintedText
  settings: Readonly<Record<string, unknown>>
  options: readonly unknown[]
  report(problem: LintProblem): void
}

/** A rule. Structural, so that the types need no linter to be installed. */
export interface Rule {
  meta: {
    type: 'problem'
    docs: { description: string; recommended: boolean }
    fixable?: 'code'
    hasSuggestions: boolean
    schema: Record<string, unknown>[]
    defaultOptions?: Record<string, unknown>[]
  }
  // The context's type differs between linters; a rule takes each of them.
  // oxlint-disable-next-line typescript/no-explicit-any
  create(context: any): { Program(): void }
}

/**
 * What `settings['mp-domains']` of a flat configuration may say; everything else comes from `mp-domains.config.*`, which
 * the plugin and the command read too.
 */
export interface LintSettings {
  /** The project's directory, from the linter's working directory. Default: found from each file upwards. */
  root?: string
  /** The configuration file, from the working directory. Default: found from the root upwards. */
  config?: string
  /** The environment that judges. Default: as for `mp-domains check`, so `production`. */
  environment?: string
  /** The platform. Default: as the project says. */
  platform?: string
  /** Whether URLs that the host map covers count as replaced, for projects whose build does that. Default false. */
  rewrite?: boolean
  /** Language of the messages. Default: the configuration's, else the locale's. */
  lang?: 'auto' | 'en' | 'zh'
}

/** An edit: a half-open range of the text, by UTF-16 units from 0, and what stands there instead. */
export interface LintEdit {
  start: number
  end: number
  text: string
  /** What the edit does, for a menu. */
  label: string
}

/** One finding in one text, ready to be shown. */
export interface LintFinding {
  code: Code
  /** Half-open range of the text, by UTF-16 units from 0. */
  start: number
  end: number
  message: string
  /** The edit that does away with it, where one is certain to be meant. */
  edit: LintEdit | null
  /** Whether {@link edit} is the host map's. */
  mapped: boolean
  /** The comment that accepts it, to stand on a line of its own above `line` (from 1); null where none can. */
  ignore: { line: number; text: string; label: string } | null
}

/** A text to be judged. */
export interface LintRequest {
  /** Absolute path of the file, as the linter names it. */
  file: string
  /** Its text as it stands in the editor, without a byte order mark. */
  text: string
  /** The linter's working directory, absolute. */
  cwd: string
  settings: LintSettings
}

/** What judging gave: findings, or why there are none (a wrong configuration). */
export interface LintAnswer {
  findings: LintFinding[]
  problem: string | null
}
