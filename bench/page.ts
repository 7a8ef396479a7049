import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { formatHtml } from '../src/report/html'
import { bigReport, bigSource } from '../test/unit/report/big'
import { Browser, findChromium } from '../test/unit/report/browser'
import { context } from '../test/unit/report/sample'
import { fixed, median, table } from './measure'

const CALLS = [0, 500, 5000]
const TURNS = 5

/** How big the report's page is, and how long a browser takes until it can be used. */
export async function benchPage(): Promise<string> {
  const chromium = findChromium()
  if (!chromium) return '### The page of the report\n\nNot measured: there is no Chromium here.'
  const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-page-'))
  const browser = await Browser.start(chromium)
  const rows: string[][] = []
  try {
    await browser.view(1440, 900)
    for (const count of CALLS) {
      const html = formatHtml(
        { ...bigReport(count), ...(count === 0 ? { findings: [], domains: {} } : {}) },
        context({ sources: bigSource }),
      )
      const file = path.join(folder, `${count}.html`)
      writeFileSync(file, html)
      const times: number[] = []
      for (let turn = 0; turn < TURNS; turn++) times.push(await browser.open(`${pathToFileURL(file).href}#tab=calls`))
      rows.push([String(count), fixed(Buffer.byteLength(html) / 1000, 0), fixed(median(times), 0)])
    }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return `### The page of the report (Chromium, median of ${TURNS})

${table(['calls', 'KB', 'until it can be used, ms'], rows)}`
}
