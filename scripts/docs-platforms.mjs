// Writes docs/platforms and docs/zh/platforms from the tables in src/platforms: `npm run docs:platforms`.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { load, root } from './load.mjs'

const { platformPages } = await load('platform-docs')
const pages = platformPages()
for (const [file, text] of pages) {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}
process.stdout.write(`${pages.size} pages written\n`)
