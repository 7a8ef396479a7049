// Makes the pictures of the READMEs and of the site anew, from what the command prints: `npm run docs:pictures`.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { load, root } from './load.mjs'

const { PICTURE_LANGUAGES, pagePicture, terminalPicture } = await load('pictures')
const pictures = path.join(root, 'docs/public')
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
mkdirSync(pictures, { recursive: true })
for (const [lang, suffix] of Object.entries(PICTURE_LANGUAGES)) {
  writeFileSync(path.join(pictures, `terminal${suffix}.svg`), await terminalPicture(lang))
  writeFileSync(path.join(pictures, `report${suffix}.png`), await pagePicture(lang, chromium))
}
process.stdout.write(`4 pictures written to ${path.relative(root, pictures)}\n`)
