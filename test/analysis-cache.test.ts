import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { DAMAGES, Installed } from './support/installed'

const command = new Installed()
const kept = path.join(command.cache, 'analyses')
const source = path.join(command.folder, 'src')
const run = (flags: readonly string[] = []) => command.run(['check', 'src', '--format', 'json', ...flags])

beforeEach(() => {
  rmSync(kept, { recursive: true, force: true })
  rmSync(source, { recursive: true, force: true })
  mkdirSync(source)
  write('config.js', "export const HOST = 'http://127.0.0.1:3000'\n")
  write('app.js', "import { HOST } from './config'\nwx.request({ url: HOST + '/users' })\n")
})

afterAll(() => command.remove())

describe('what a check keeps for the next', () => {
  it('changes nothing of what is said', () => {
    const without = run(['--no-cache'])
    expect(without).toMatchObject({ status: 1, stderr: '' })
    expect(without.stdout).toContain('http://127.0.0.1:3000/users')
    expect(existsSync(kept)).toBe(false)
    expect(run()).toEqual(without)
    expect(readdirSync(kept)).toHaveLength(1)
    const before = written()
    expect(run()).toEqual(without)
    // Nothing new was found out, so nothing is written.
    expect(written()).toEqual(before)
  })

  it('says nothing of what was there before', () => {
    run()
    write('config.js', "export const HOST = 'https://api.example.com'\n")
    const { stdout } = run()
    expect(stdout).toContain('https://api.example.com/users')
    expect(stdout).not.toContain('127.0.0.1')
    rmSync(path.join(source, 'config.js'))
    expect(run()).toEqual(run(['--no-cache']))
    write('mp-domains.config.mjs', "export default { domains: { request: ['https://api.example.com'] } }\n")
    write('config.js', "export const HOST = 'https://api.example.com'\n")
    expect(run()).toEqual(run(['--no-cache']))
    expect(run()).toMatchObject({ status: 0 })
    write('mp-domains.config.mjs', "export default { domains: { request: ['https://www.example.com'] } }\n")
    expect(run()).toMatchObject({ status: 1 })
  })

  it('is done without where it is damaged, cut short, empty or of another build', () => {
    const first = run()
    const file = path.join(kept, readdirSync(kept)[0]!)
    for (const damage of DAMAGES) {
      writeFileSync(file, damage(readFileSync(file)))
      expect(run()).toEqual(first)
    }
    const script = path.join(command.package, 'dist/command.cjs')
    const text = readFileSync(script, 'utf8')
    writeFileSync(script, `${text}\n`)
    expect(run()).toEqual(first)
    writeFileSync(script, text)
    expect(readdirSync(kept)).toHaveLength(2)
  })

  it('is one file for each environment, and goes when it is old', () => {
    run()
    const old = path.join(kept, readdirSync(kept)[0]!)
    const month = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000)
    utimesSync(old, month, month)
    run(['--env', 'staging'])
    expect(readdirSync(kept)).toHaveLength(1)
    expect(existsSync(old)).toBe(false)
  })

  it('is not kept where nothing may be written', () => {
    const first = run()
    rmSync(kept, { recursive: true })
    writeFileSync(kept, 'a file where the folder should be')
    expect(run()).toEqual(first)
    rmSync(kept)
    if (process.getuid?.() === 0) return
    chmodSync(path.dirname(kept), 0o500)
    expect(run()).toEqual(first)
    chmodSync(path.dirname(kept), 0o700)
  })
})

function write(name: string, text: string): void {
  writeFileSync(path.join(source, name), text)
}

function written(): (readonly [name: string, time: number])[] {
  return readdirSync(kept).map((name) => [name, statSync(path.join(kept, name)).mtimeMs] as const)
}
