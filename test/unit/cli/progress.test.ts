import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { NodeFiles } from '../../../src/cli/files'
import { slashed } from '../../../src/cli/paths'
import { createProgress } from '../../../src/cli/progress'
import { pathInRepository } from '../../../src/options/repository'
import { recorder } from './run'

const terminal = (env: Record<string, string> = {}, isTTY = true) => {
  const io = recorder('/', env)
  return { ...io, stderr: { ...io.stderr, isTTY } }
}
/** A run whose modules take 400 ms each. */
const written = (io: ReturnType<typeof terminal>, quiet = false) => {
  let clock = 0
  const progress = createProgress(io, quiet, () => clock)
  for (let module = 0; module < 4; module++) {
    clock += 400
    progress.tick('read')
  }
  clock += 5
  progress.tick('link')
  clock += 200
  progress.tick('link')
  progress.end()
  return io.said.err.split('\r\u001b[K').slice(1)
}

describe('progress', () => {
  it('shows one line after a second, and takes it away', () => {
    const lines = written(terminal())
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/3/)
    expect(lines[1]).toMatch(/4/)
    expect(lines[2]).not.toBe(lines[1])
    expect(lines[3]).toBe('')
  })

  it('shows nothing where nobody looks, or nobody wants it', () => {
    expect(written(terminal({}, false))).toEqual([])
    expect(written(terminal({ TERM: 'dumb' }))).toEqual([])
    expect(written(terminal({ CI: 'true' }))).toEqual([])
    expect(written(terminal(), true)).toEqual([])
  })

  it('shows nothing of a short run', () => {
    const io = terminal()
    const progress = createProgress(io, false, () => 0)
    progress.tick('read')
    progress.end()
    expect(io.said.err).toBe('')
  })
})

describe('the place in the repository', () => {
  const top = slashed(mkdtempSync(path.join(tmpdir(), 'mp-domains-repository-')))
  it('counts from the nearest .git', () => {
    mkdirSync(`${top}/repo/.git`, { recursive: true })
    mkdirSync(`${top}/repo/packages/shop/src`, { recursive: true })
    mkdirSync(`${top}/repo/vendor`)
    writeFileSync(`${top}/repo/vendor/.git`, 'gitdir: ../.git/modules/vendor\n')
    const files = new NodeFiles()
    expect(pathInRepository(files, `${top}/repo/packages/shop`)).toBe('packages/shop')
    expect(pathInRepository(files, `${top}/repo`)).toBe(undefined)
    expect(pathInRepository(files, `${top}/repo/vendor`)).toBe(undefined)
    rmSync(top, { recursive: true, force: true })
  })
})
