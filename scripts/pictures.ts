import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run } from '../src/cli/main'
import { terminalSvg } from './terminal-svg'

/** The project that the pictures are of. */
const PROJECT = fileURLToPath(new URL('../fixtures/cli/shop', import.meta.url))
const COMMAND = 'npx mp-domains check'

/** Languages of the pictures, with what stands in their files' names. */
export const PICTURE_LANGUAGES = { en: '', zh: '.zh' } as const

type Language = keyof typeof PICTURE_LANGUAGES

/** What the command prints in the project, as in a terminal of 100 cells with colours. */
async function printed(lang: Language, args: readonly string[]): Promise<string> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'mp-domains-picture-'))
  try {
    cpSync(PROJECT, cwd, { recursive: true })
    const file = path.join(cwd, 'mp-domains.config.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), lang }))
    let out = ''
    let err = ''
    await run(['check', ...args], {
      cwd: cwd.replaceAll('\\', '/'),
      env: { FORCE_COLOR: '1' },
      stdout: { isTTY: false, columns: 100, write: (text) => void (out += text) },
      stderr: { isTTY: false, write: (text) => void (err += text) },
    })
    if (err !== '') throw new Error(err)
    return out
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The picture of the command's report in a terminal, as SVG. The same sources give the same bytes. */
export async function terminalPicture(lang: Language): Promise<string> {
  return terminalSvg(COMMAND, await printed(lang, []))
}

/** The report's page in Chromium, as PNG; 1,200 by 860 pixels. */
export async function pagePicture(lang: Language, chromium: string): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mp-domains-picture-'))
  try {
    const html = path.join(folder, 'report.html')
    const png = path.join(folder, 'report.png')
    writeFileSync(html, await printed(lang, ['--format', 'html']))
    execFileSync(
      chromium,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--force-device-scale-factor=1',
        '--window-size=1200,860',
        `--user-data-dir=${path.join(folder, 'profile')}`,
        `--screenshot=${png}`,
        `${pathToFileURL(html).href}#tab=findings`,
      ],
      { stdio: 'ignore', timeout: 60_000 },
    )
    return readFileSync(png)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
