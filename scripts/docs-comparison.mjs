// Runs the tools of docs/comparison.md and writes its tables anew, in both languages: `npm run docs:comparison`.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { load, root } from './load.mjs'

const { tables, withTables } = await load('compare')
for (const [lang, file] of Object.entries({ en: 'docs/comparison.md', zh: 'docs/zh/comparison.md' })) {
  const page = path.join(root, file)
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), await tables(lang)))
  process.stdout.write(`${file} written\n`)
}
