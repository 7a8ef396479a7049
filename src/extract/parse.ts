import { parse, parseExpression, type ParserOptions, type ParserPlugin } from '@babel/parser'
import type * as t from '@babel/types'

/** The languages of script text. */
export type ScriptLang = 'js' | 'jsx' | 'ts' | 'tsx' | 'json'

export interface ParsedScript {
  program: t.Program
  /** The first error that the parser recovered from, or null. */
  error: { message: string; offset: number } | null
}

const COMMON: ParserPlugin[] = [
  'decorators',
  'decoratorAutoAccessors',
  'exportDefaultFrom',
  'explicitResourceManagement',
]

const OPTIONS: ParserOptions = {
  sourceType: 'module',
  errorRecovery: true,
  attachComment: false,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  allowNewTargetOutsideFunction: true,
  allowImportExportEverywhere: true,
  createParenthesizedExpressions: false,
}

// Project code in the wild is TypeScript or Flow in `.js` files now and then, and sloppy scripts use reserved names:
// each attempt is tried only where the one before could not go on.
function attempts(lang: ScriptLang): ParserOptions[] {
  const ts: ParserOptions = { ...OPTIONS, plugins: [...COMMON, 'typescript'] }
  const tsx: ParserOptions = { ...OPTIONS, plugins: [...COMMON, 'typescript', 'jsx'] }
  const js: ParserOptions = { ...OPTIONS, plugins: [...COMMON, 'jsx'] }
  const flow: ParserOptions = { ...OPTIONS, plugins: [...COMMON, 'jsx', ['flow', { all: true }]] }
  const script: ParserOptions = { ...OPTIONS, sourceType: 'script', plugins: [...COMMON, 'jsx'] }
  if (lang === 'ts') return [ts, tsx]
  if (lang === 'tsx') return [tsx, ts]
  return [js, script, tsx, flow]
}

/**
 * Parses script text. Never throws; null program where no attempt could go on. `start`: where it stands in its file.
 * Errors that the parser recovered from (a name declared twice in uni-app code before `#ifdef` is resolved) lose nothing.
 */
export function parseScript(
  code: string,
  lang: ScriptLang,
  start = 0,
): ParsedScript | { program: null; error: { message: string; offset: number } } {
  if (lang === 'json') return parseJson(code)
  let first: { message: string; offset: number } | null = null
  for (const options of attempts(lang)) {
    try {
      const file = parse(
        code,
        start > 0 ? { ...options, startIndex: start, startLine: 1, startColumn: start } : options,
      )
      const recovered = (file.errors as unknown as { message: string; pos?: number }[] | undefined)?.[0]
      return {
        program: file.program,
        error: recovered ? { message: String(recovered.message), offset: recovered.pos ?? 0 } : null,
      }
    } catch (error) {
      const e = error as { message?: string; pos?: number }
      first ??= { message: String(e.message ?? error), offset: typeof e.pos === 'number' ? e.pos : 0 }
    }
  }
  return { program: null, error: first ?? { message: 'the file could not be parsed', offset: 0 } }
}

/** A data file as the module that bundlers make of it: one that exports the value. */
function parseJson(code: string): ReturnType<typeof parseScript> {
  try {
    const expression = parseExpression(code, OPTIONS)
    const { start, end } = expression
    const body = [{ type: 'TSExportAssignment', expression, start, end }] as unknown as t.Statement[]
    const program = { type: 'Program', body, directives: [], sourceType: 'module', start, end }
    return { program: program as unknown as t.Program, error: null }
  } catch (error) {
    const { message, pos } = error as { message?: string; pos?: number }
    return { program: null, error: { message: String(message ?? error), offset: pos ?? 0 } }
  }
}
