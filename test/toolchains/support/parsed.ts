import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ROOT } from './install'
import type { Project } from './project'

/** Put in front of a watcher: takes down each text that the plugin's own parser is given. */
const METER = `const parser = require(process.env.PARSER)
const { appendFileSync } = require('node:fs')
const { parse } = parser
parser.parse = (code, ...rest) => {
  appendFileSync(process.env.PARSED, JSON.stringify(code) + '\\n')
  return parse(code, ...rest)
}
`

/** What the plugin parses in a toolchain's process, seen from outside: the parser is its own, not the toolchain's. */
export class Parsed {
  /** The variables to start the process with. */
  readonly env: Readonly<Record<string, string>>
  private readonly file: string
  private count = 0

  constructor(project: Project) {
    project.write('.meter.cjs', METER)
    this.file = project.path('.parsed')
    rmSync(this.file, { force: true })
    this.env = {
      NODE_OPTIONS: `--require ${project.path('.meter.cjs')}`,
      PARSER: createRequire(`${ROOT}package.json`).resolve('@babel/parser'),
      PARSED: this.file,
    }
  }

  /** The texts that were parsed since this was last asked for. */
  next(): string[] {
    const all = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n').filter(Boolean) : []
    const texts = all.slice(this.count).map((line) => JSON.parse(line) as string)
    this.count = all.length
    return texts
  }
}
