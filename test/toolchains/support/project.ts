import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Options } from '../../../src/options'
import { CACHE, ROOT } from './install'

/** How a command ended. */
export interface Ran {
  code: number | null
  /** Both streams as they came, without colours. */
  output: string
}

/** What a run is told besides the command. */
export interface RunSettings {
  env?: Readonly<Record<string, string>>
  /** Default: the project. */
  cwd?: string
}

const REPORT = '.report.json'

/** The package from npm that the examples depend on. */
export const SDK = join(ROOT, 'playground/common/shop-sdk')

/** A working copy of one example, beside the installed toolchain that builds it. */
export class Project {
  private constructor(
    readonly example: string,
    readonly root: string,
  ) {}

  /**
   * Copies an example and the shop's shared sources.
   * @param home where the toolchain is installed
   * @param folder the copy's name, for paths that need care (spaces, Chinese)
   */
  static create(example: string, home: string, folder = example): Project {
    const project = new Project(example, join(home, folder))
    project.reset()
    return project
  }

  /** Everything as in the repository again; caches and outputs are gone. */
  reset(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    cpSync(join(ROOT, 'playground', this.example), this.root, {
      recursive: true,
      filter: (path) => !/[\\/](?:node_modules|dist|unpackage|\.cache)$/.test(path),
    })
    const home = dirname(this.root)
    rmSync(join(home, 'node_modules/.cache'), { recursive: true, force: true })
    cpSync(join(ROOT, 'playground/common'), join(home, 'common'), { recursive: true })
    mkdirSync(join(home, 'node_modules'), { recursive: true })
    // As npm installs it: a package of its own, no link into the project.
    rmSync(join(home, 'node_modules/shop-sdk'), { recursive: true, force: true })
    cpSync(SDK, join(home, 'node_modules/shop-sdk'), { recursive: true })
    link(join(home, 'node_modules'), join(this.root, 'node_modules'))
    link(join(CACHE, 'plugin'), join(home, 'node_modules/unplugin-mp-domains'))
  }

  path(...names: string[]): string {
    return join(this.root, ...names)
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8')
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true })
    writeFileSync(this.path(file), text)
  }

  /** Replaces text that must be there. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file)
    if (!text.includes(from)) throw new Error(`${this.example}/${file} does not hold ${from}`)
    this.write(file, text.replaceAll(from, to))
  }

  /** Makes another text of every text file of the project. */
  replaceAll(make: (text: string) => string): void {
    const entries = readdirSync(this.root, { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name)
      if (!entry.isFile() || /[\\/](?:node_modules|dist[\w-]*|\.cache)[\\/]/.test(path.slice(this.root.length)))
        continue
      const text = readFileSync(path, 'utf8')
      if (make(text) !== text) writeFileSync(path, make(text))
    }
  }

  /** Takes the plugin out of a bundler's configuration: its import, and the call alone or in a list. */
  withoutPlugin(file: string): void {
    const text = this.read(file)
    const plain = text
      .replace(/^.*(?:from|require\() ?'unplugin-mp-domains.*\n/m, '')
      .replace(/^ *(?:chain|config|api)\..*mpDomains\(\).*\n/m, '')
      .replace(/,?\s*mpDomains\(\)/, '')
    if (plain === text || plain.includes('mpDomains')) throw new Error(`the plugin is not found in ${file}`)
    this.write(file, plain)
  }

  /** What `mp-domains.config.mjs` says; the report always goes to a file that {@link report} reads. */
  configure(options: Options): void {
    const config = { lang: 'en', ...options, report: { json: REPORT } }
    this.write('mp-domains.config.mjs', `export default ${JSON.stringify(config, null, 2)}\n`)
    rmSync(this.path(REPORT), { force: true })
  }

  /** The report of the last build. */
  report(): Report {
    return JSON.parse(this.read(REPORT)) as Report
  }

  get hasReport(): boolean {
    return existsSync(this.path(REPORT))
  }

  forgetReport(): void {
    rmSync(this.path(REPORT), { force: true })
  }

  /** Runs a command of the toolchain: the name of a `bin`, and its arguments. */
  async run([name, ...args]: readonly string[], settings: RunSettings = {}): Promise<Ran> {
    const child = this.start([name, ...args], settings)
    const timer = setTimeout(() => child.process.kill('SIGKILL'), 240_000)
    const code = await child.ended
    clearTimeout(timer)
    return { code, output: child.output() }
  }

  /** Starts a command that goes on. It must be ended by {@link Running.stop}. */
  start([name, ...args]: readonly string[], { env = {}, cwd = this.root }: RunSettings = {}): Running {
    const bin = join(this.root, 'node_modules/.bin', name)
    const child = spawn(existsSync(bin) ? bin : name, args, {
      cwd,
      env: { ...shell(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    return new Running(child)
  }

  /** Every file below a directory by its path from there. */
  files(directory: string): Map<string, string> {
    const base = this.path(directory)
    const entries = readdirSync(base, { recursive: true, withFileTypes: true })
    return new Map(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [relative(base, path), readFileSync(path, 'latin1')]),
    )
  }

  remove(file: string): void {
    rmSync(this.path(file), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

/** The part of the JSON report that tests look at. */
export interface Report {
  platform: string
  environment: string
  from: { environment: string }
  appid: string | null
  modules: { seen: number; analysed: number; failed: number }
  calls: {
    file: string
    line: number
    api: string
    category: string
    urls: { url: string; rewritten: string | null }[]
  }[]
  findings: {
    code: string
    severity: string
    file: string
    line: number
    column: number
    url: string | null
    package?: string
  }[]
  rewrites: { file: string; line: number; column: number; from: string; to: string; stage: string }[]
}

/** A process that goes on: a watcher, a dev server. */
export class Running {
  private said = ''
  readonly ended: Promise<number | null>
  private over = false

  constructor(readonly process: ChildProcess) {
    process.stdout?.on('data', (data: Buffer) => (this.said += data))
    process.stderr?.on('data', (data: Buffer) => (this.said += data))
    this.ended = new Promise((settle) => {
      process.on('error', (error) => {
        this.said += String(error)
        settle(null)
      })
      process.on('close', (code) => {
        this.over = true
        settle(code)
      })
    })
  }

  get running(): boolean {
    return !this.over
  }

  output(): string {
    return stripVTControlCharacters(this.said)
  }

  /** Waits until something holds, which is asked for at intervals in milliseconds; throws with what the process said. */
  async until(what: string, holds: () => boolean, seconds = 90, every = 100): Promise<void> {
    for (let waited = 0; waited < seconds * 1000; waited += every) {
      if (holds()) return
      if (this.over) break
      await new Promise((settle) => setTimeout(settle, every))
    }
    if (!holds())
      throw new Error(`${what}: not ${this.over ? 'before it ended' : 'in time'}; it said:\n${this.output()}`)
  }

  /** Ends it and the processes that it started. */
  async stop(): Promise<void> {
    const { pid } = this.process
    if (pid !== undefined && !this.over) {
      try {
        process.kill(-pid, 'SIGTERM')
      } catch {
        this.process.kill()
      }
    }
    const timer = setTimeout(() => {
      if (pid !== undefined && !this.over) process.kill(-pid, 'SIGKILL')
    }, 5000)
    await this.ended
    clearTimeout(timer)
  }
}

function link(target: string, path: string): void {
  rmSync(path, { recursive: true, force: true })
  symlinkSync(target, path, 'junction')
}

/** The shell's variables without those of the test runner: toolchains act on `NODE_ENV` and `VITEST`. */
function shell(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER', 'SystemRoot', 'APPDATA']
  const env = Object.fromEntries(kept.map((name) => [name, process.env[name]]))
  return { ...env, NO_COLOR: '1', NODE_NO_WARNINGS: '1' }
}
