import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Example } from './example'
import type { Project, Running } from './project'
import { WITHOUT_MAP } from './shop'

/** Put in front of the watcher: on a signal it collects its garbage and leaves the size of its heap in a file. */
const METER = `const { setFlagsFromString } = require('node:v8')
const { runInNewContext } = require('node:vm')
const { writeFileSync } = require('node:fs')
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')
process.on('SIGUSR2', () => {
  gc()
  gc()
  writeFileSync(process.env.HEAP_FILE, String(process.memoryUsage().heapUsed))
})
`
const REBUILDS = 200

/**
 * Item 5: findings come and go through 200 rebuilds of a toolchain's own watcher, and nothing is kept of them.
 * @param most what the heap may grow by from the 50th rebuild to the 200th, in bytes. A report that is kept of each
 *   rebuild is 9 MB.
 */
export function itStaysSmall(project: () => Project, { hostFile, watch }: Example, most: number): void {
  it(`watches ${REBUILDS} edits: each is told at once, and the process does not grow`, async () => {
    const file = project()
    file.reset()
    file.configure(WITHOUT_MAP)
    file.write('meter.cjs', METER)
    const heapFile = file.path('.heap')
    const source = file.read(hostFile)
    const { command, settings } = watch!
    const running = file.start(command, {
      ...settings,
      env: {
        MP_DOMAINS_ENV: 'production',
        ...settings?.env,
        NODE_OPTIONS: `--require ${file.path('meter.cjs')}`,
        HEAP_FILE: heapFile,
      },
    })
    try {
      await running.until('the first report', () => hosts(file, hostFile)?.includes('http://127.0.0.1:3000') === true)
      const sizes: number[] = []
      for (let edit = 1; edit <= REBUILDS; edit++) {
        const isClean = edit % 2 === 0
        const host = isClean ? 'https://api.shop.example.com' : `http://127.0.0.1:${4000 + edit}`
        file.write(hostFile, source.replaceAll('http://127.0.0.1:3000', host))
        const told = (): boolean => {
          const found = hosts(file, hostFile)
          return found !== null && (isClean ? !found.some((url) => url.startsWith('http:')) : found.includes(host))
        }
        await running.until(`what edit ${edit} leads to`, told, 30, 10)
        if (edit % 50 === 0) sizes.push(await heapOf(running, heapFile))
      }
      expect(running.running).toBe(true)
      expect(sizes.at(-1)! - sizes[0]!, sizes.join()).toBeLessThan(most)
    } finally {
      await running.stop()
    }
  })
}

/** The URLs of the findings in one file; null while the report is being written. */
function hosts(project: Project, file: string): string[] | null {
  if (!project.hasReport) return null
  try {
    return project.report().findings.flatMap((finding) => (finding.file === file && finding.url ? [finding.url] : []))
  } catch {
    return null
  }
}

async function heapOf(running: Running, file: string): Promise<number> {
  writeFileSync(file, '')
  running.process.kill('SIGUSR2')
  await running.until('the size of the heap', () => existsSync(file) && readFileSync(file, 'utf8') !== '')
  return Number(readFileSync(file, 'utf8'))
}
