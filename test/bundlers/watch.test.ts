import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeCore } from './support/fake-core'
import { project } from './support/hosts'
import { WATCHERS } from './support/watchers'
import type { Round, Watcher } from './support/watchers'

let shop: ReturnType<typeof project>
let watcher: Watcher | null = null

beforeEach(() => {
  shop = project('shop')
})
afterEach(async () => {
  await watcher?.close()
  watcher = null
  shop.remove()
})

/**
 * The first round that fits, of at most four: webpack-likes build once more after the start, since the files are
 * younger than their clock's accuracy.
 */
async function roundThat(fits: (round: Round) => boolean): Promise<Round> {
  let round = await watcher!.next()
  for (let tries = 0; tries < 3 && !fits(round); tries++) round = await watcher!.next()
  return round
}

const saying = (text: string) => (round: Round) => round.warnings.join('\n').includes(text)

function edit(file: string, change: (text: string) => string): void {
  const path = join(shop.root, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

describe.each(Object.keys(WATCHERS))('watching with %s', (host) => {
  it('warns, links again after an edit, and forgets a module that left the graph', async () => {
    const { core, asked } = fakeCore()
    watcher = await WATCHERS[host](core, shop.root, { failOn: host === 'esbuild' ? 'never' : undefined })
    const first = await watcher.next()
    expect(first.errors).toEqual([])
    expect(first.warnings.join('\n')).toContain('loopback-host http://127.0.0.1:3000 src/config/api.js:2:15')
    const all = new Set(asked.updates).size
    expect(all).toBe(7)

    // Watchers of some hosts compare modification times, in whole seconds on some file systems.
    await sleep(300)
    asked.updates = []
    edit('src/pages/upload.js', (text) => `${text}\nconsole.log('http://127.0.0.1:3000/new')\n`)
    const second = await roundThat(saying('upload.js:7:14'))
    expect(second.errors).toEqual([])
    expect(second.warnings.join('\n')).toContain('loopback-host http://127.0.0.1:3000 src/pages/upload.js:7:14')
    expect(second.warnings.join('\n')).toContain('src/config/api.js:2:15')
    expect(new Set(asked.updates)).toEqual(new Set(['src/pages/upload.js']))

    await sleep(300)
    edit('src/app.js', (text) =>
      text.replace(/import \{ upload \}.*\n/, '').replace('upload(tempFiles[0].tempFilePath)', 'tempFiles'),
    )
    const third = await roundThat((round) => !saying('upload.js')(round))
    expect(third.errors).toEqual([])
    expect(third.warnings.join('\n')).not.toContain('src/pages/upload.js')
    expect(third.warnings.join('\n')).toContain('src/config/api.js:2:15')
    expect(asked.sessions).toBe(1)
  })

  it('goes on after a syntax error of the program', async () => {
    const { core } = fakeCore()
    watcher = await WATCHERS[host](core, shop.root, { failOn: host === 'esbuild' ? 'never' : undefined })
    await watcher.next()
    await sleep(300)
    edit('src/app.js', (text) => `${text}\n)(`)
    const broken = await roundThat(({ errors }) => errors.length > 0)
    expect(broken.errors.length).toBeGreaterThan(0)
    expect(broken.errors.join('\n')).not.toContain('loopback-host')
    await sleep(300)
    edit('src/app.js', (text) => text.replace('\n)(', ''))
    const mended = await roundThat(({ errors }) => errors.length === 0)
    expect(mended.errors).toEqual([])
    expect(mended.warnings.join('\n')).toContain('src/config/api.js:2:15')
  })
})
