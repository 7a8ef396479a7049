import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { project } from '../bundlers/support/hosts'
import { realCore } from '../bundlers/support/real-core'
import { WATCHERS, type Watcher } from '../bundlers/support/watchers'

const REBUILDS = 200
const CALLS = 100
/** What the hosts' own bookkeeping may grow by, in bytes; one page's summary kept in each round would be several times that. */
const ALLOWED = 4 << 20

let close: (() => Promise<unknown>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

/** The memory in use once everything that nobody needs is gone. */
async function used(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round++) {
    collect()
    await sleep(20)
  }
  return getHeapStatistics().used_heap_size
}

/** A page of many calls, none of which was there in the round before. */
function page(round: number): string {
  const call = (_: unknown, at: number) => `wx.request({ url: 'http://127.0.0.1:3000/r${round}/c${at}?x=' + id })`
  return `export function upload(id) {\n${Array.from({ length: CALLS }, call).join('\n')}\n}\n`
}

describe.each(['vite5', 'rollup', 'webpack', 'rspack'])('two hundred rebuilds with %s', (host) => {
  it('hold no more memory than twenty, and the last tells what the page says then', async () => {
    const shop = project('shop')
    const file = join(shop.root, 'src/pages/upload.js')
    const { core, seen } = realCore()
    const watcher: Watcher = await WATCHERS[host](core, shop.root, { lang: 'en' })
    close = async () => {
      await watcher.close()
      shop.remove()
    }
    await watcher.next()
    const rebuild = async (round: number): Promise<string> => {
      await sleep(20)
      writeFileSync(file, page(round))
      let report = ''
      while (!report.includes(`/r${round}/c0?`)) {
        await watcher.next()
        report = seen.reports.at(-1)!
        seen.reports.length = 0
      }
      return report
    }
    let round = 0
    for (; round < 20; round++) await rebuild(round)
    const before = await used()
    let last = ''
    for (; round < 20 + REBUILDS; round++) last = await rebuild(round)
    expect(last).not.toContain(`/r${round - 2}/`)
    last = ''
    seen.updates.length = 0
    seen.restores.length = 0
    const growth = (await used()) - before
    expect(growth).toBeLessThan(ALLOWED)
  })
})
