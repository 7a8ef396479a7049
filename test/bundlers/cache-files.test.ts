import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prune, readKept, writeKept } from '../../src/bundlers/cache-files'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mp-domains-cache-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const day = 24 * 60 * 60 * 1000

/** Writes a file of some bytes that is some days old. */
function put(name: string, bytes: number, days: number): void {
  const file = path.join(folder, name)
  writeFileSync(file, 'x'.repeat(bytes))
  const time = new Date(Date.now() - days * day)
  utimesSync(file, time, time)
}

describe('files that are kept between runs', () => {
  it('give back what was written, and nothing where a byte is another', () => {
    const file = path.join(folder, 'deep/down/kept')
    expect(readKept(file)).toBeNull()
    writeKept(file, () => Buffer.from('some text'))
    expect(readKept(file)?.toString()).toBe('some text')
    expect(readdirSync(path.dirname(file))).toEqual(['kept'])
    const bytes = readFileSync(file)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(file, bytes)
    expect(readKept(file)).toBeNull()
  })

  it('are nowhere where what is to be written can not be made', () => {
    const file = path.join(folder, 'kept')
    writeKept(file, () => {
      throw new Error('no bytes')
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('go when they are older than 30 days', () => {
    put('new', 10, 0)
    put('old', 10, 29)
    put('older', 10, 31)
    prune(folder)
    expect(readdirSync(folder)).toEqual(['new', 'old'])
  })

  it('go, the oldest first, where they take too much together', () => {
    put('first', 400, 3)
    put('second', 400, 2)
    put('third', 400, 1)
    prune(folder, 1000)
    expect(readdirSync(folder)).toEqual(['second', 'third'])
  })

  it('may be gone already', () => {
    expect(() => prune(path.join(folder, 'nowhere'))).not.toThrow()
  })
})
