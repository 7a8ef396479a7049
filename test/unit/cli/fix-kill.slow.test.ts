import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { removeLeftovers } from '../../../src/cli/fix-write'
import { root } from '../../support/source'
import { makeTree } from './tree'

const FILES = 40
const OLD = 'o'.repeat(300_000)
const NEW = 'n'.repeat(200_000)

/** Starts a process that writes all files and stops it without warning after so many of its steps. */
async function killedAfter(script: string, directory: string, steps: number): Promise<void> {
  const child = spawn(process.execPath, [script, directory, String(steps)], { stdio: 'ignore' })
  await new Promise((done) => child.on('exit', done))
  expect(child.signalCode ?? child.exitCode).toBe('SIGKILL')
}

describe('writing files', () => {
  it('leaves each one whole, whenever the process is killed', async () => {
    const tools = makeTree({
      'main.mjs': `import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const [directory, steps] = process.argv.slice(2)
let left = Number(steps)
for (const name of ['openSync', 'writeSync', 'fsyncSync', 'renameSync']) {
  const real = fs[name]
  fs[name] = (...args) => {
    // A write that gets no further than half of the bytes is what a full disk or a signal leaves.
    if (left-- === 0) {
      if (name === 'writeSync') real(args[0], args[1], 0, args[1].length >> 1)
      process.kill(process.pid, 'SIGKILL')
    }
    return real(...args)
  }
}
syncBuiltinESMExports()
const { writeWhole } = await import('./write.mjs')
for (const file of fs.readdirSync(directory).sort()) writeWhole(directory + '/' + file, Buffer.alloc(${NEW.length}, 'n'), 0o644)
`,
    })
    await build({
      entryPoints: [join(root, 'src/cli/fix-write.ts')],
      outfile: join(tools, 'write.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    })
    for (const steps of [0, 1, 2, 3, 4, 41, 42, 43, 157]) {
      const directory = join(tools, `files-${steps}`)
      mkdirSync(directory)
      for (let i = 0; i < FILES; i++) writeFileSync(join(directory, `f${String(i).padStart(2, '0')}.js`), OLD)
      await killedAfter(join(tools, 'main.mjs'), directory, steps)
      const texts = readdirSync(directory)
        .filter((name) => !name.startsWith('.'))
        .map((name) => readFileSync(join(directory, name), 'utf8'))
      expect(texts.length).toBe(FILES)
      expect(texts.filter((text) => text !== OLD && text !== NEW)).toEqual([])
      expect(texts.filter((text) => text === NEW).length).toBe(Math.floor(steps / 4))
      removeLeftovers(directory)
      expect(readdirSync(directory).length).toBe(FILES)
    }
  })
})
