import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { benchCommand } from './command'
import { benchEslint } from './eslint'
import { benchExtract } from './extract'
import { benchLink } from './link'
import { benchMemory } from './memory'
import { benchPage } from './page'
import { benchPrecision } from './precision'

/** What a part of the bench is told: where the bench lies, and the project's root. */
export interface Setting {
  bench: string
  root: string
}

const parts: Record<string, (setting: Setting) => Promise<string>> = {
  command: benchCommand,
  eslint: benchEslint,
  extract: benchExtract,
  link: benchLink,
  memory: benchMemory,
  page: benchPage,
  precision: benchPrecision,
}

const flags = process.argv.slice(2).filter((word) => word.startsWith('-'))
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const unknown = [...asked.filter((name) => !(name in parts)), ...flags.filter((flag) => flag !== '--write')]
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(' ')}. Usage: npm run bench -- [${Object.keys(parts).join('|')}]… [--write]`)
  process.exit(2)
}
if (flags.length > 0 && asked.length > 0) {
  console.error('--write takes the whole bench, so that one table holds one run')
  process.exit(2)
}

const bench = process.env.BENCH_FOLDER as string
const root = path.dirname(bench)
const texts = [
  `Measured on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${os.cpus().length} cores of ${os.cpus()[0]?.model.trim()}.`,
]
console.log(`${texts[0]}\n`)
for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const text = await part({ bench, root })
  console.log(`${text}\n`)
  texts.push(text)
}
if (flags.includes('--write')) {
  for (const name of ['docs/performance.md', 'docs/zh/performance.md']) {
    const file = path.join(root, name)
    const page = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      page.replace(
        /(<!-- bench -->\n)[^]*?(<!-- \/bench -->)/,
        (_, start: string, end: string) => `${start}\n${texts.join('\n\n')}\n\n${end}`,
      ),
    )
    console.log(`Written to ${name}`)
  }
}
