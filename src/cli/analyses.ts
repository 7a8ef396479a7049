import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResolvedOptions } from '../options'
import type { Analysis } from '../session'
import { prune, readKept, writeKept } from '../bundlers/cache-files'

/** Where a command keeps what it found out about programs, and which build of the tool it is. */
export interface AnalysisFolder {
  path: string
  /** The file by whose text builds of the tool are told apart: it names all that it loads by what they hold. */
  command: string
}

/** Bytes that all analyses together may take: those written longest ago go first. */
const MOST = 300_000_000
/** Characters beyond which an analysis is not kept: reading it would cost as much. */
const LARGEST = 100_000_000

/**
 * What earlier runs found out about one program in one environment, in a file. A check that finds it uses what was made
 * of the same texts under the same settings; nothing depends on it.
 */
export class AnalysisFile {
  private readonly path: string

  constructor(
    private readonly folder: AnalysisFolder,
    { root, environment, appid, platform, rewrite }: ResolvedOptions,
    dependencies: boolean,
  ) {
    const of = [buildOf(folder.command), root, environment, appid, platform.name, rewrite, dependencies]
    this.path = join(folder.path, `${createHash('sha1').update(JSON.stringify(of)).digest('hex')}.json`)
  }

  /** Null where there is none, or a damaged one. */
  read(): Analysis | null {
    const data = readKept(this.path)
    if (!data) return null
    try {
      return JSON.parse(data.toString()) as Analysis
    } catch {
      return null
    }
  }

  write(analysis: Analysis): void {
    const text = JSON.stringify(analysis)
    if (text.length > LARGEST) return
    writeKept(this.path, () => Buffer.from(text))
    prune(this.folder.path, MOST)
  }
}

function buildOf(command: string): string {
  return createHash('sha1').update(readFileSync(command)).digest('hex')
}
