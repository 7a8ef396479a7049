import type { AnalysisFolder } from './analyses'

/** A stream that the command writes to. */
export interface Output {
  write(text: string): void
  /** Whether a person looks at it. */
  isTTY: boolean
  /** Width in cells, where it is known. */
  columns?: number
}

/** The process as the command sees it; tests hand in their own. */
export interface Io {
  stdout: Output
  stderr: Output
  env: Readonly<Record<string, string | undefined>>
  /** Absolute, with `/`. */
  cwd: string
  /** Where what is found out about programs is kept for the next run; absent keeps nothing. */
  analyses?: AnalysisFolder
  /** All of standard input as text; asked for only where the command line says so. */
  stdin?(): Promise<string>
  /** Asks a person and gives the answer, empty where there is none; absent where nobody sits at a terminal. */
  ask?(question: string): Promise<string>
}

/** What the command line says, for every command. */
export interface Flags {
  env?: string
  platform?: string
  rewrite?: boolean
  format?: string
  output?: string
  config?: string
  deps?: boolean
  quiet?: boolean
  verbose?: boolean
  /** Path of the baseline, from the working directory. */
  baseline?: string
  updateBaseline?: boolean
  /** Path of a log of run time, from the working directory. */
  observed?: string
  /** Use what earlier runs found out, and keep what this one does. Default true. */
  cache?: boolean
}

/** The command was used wrongly: exit code 2. The message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Exit codes: nothing at or above `failOn`; findings; wrong use or configuration. */
export const EXIT = { clean: 0, findings: 1, usage: 2 } as const
