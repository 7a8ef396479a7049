// Writes docs/platforms and docs/zh/platforms from the tables in src/platforms: `npm run docs:platforms`.
// The generator is TypeScript, which Node 20 doesn't run, so it is bundled to a temporary file first.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = await mkdtemp(join(tmpdir(), 'mp-domains-docs-'))
try {
  const bundle = await rolldown({ input: join(root, 'scripts/platform-docs.ts'), platform: 'node' })
  await bundle.write({ file: join(temporary, 'platform-docs.mjs'), format: 'esm' })
  await bundle.close()
  const { platformPages } = await import(pathToFileURL(join(temporary, 'platform-docs.mjs')).href)
  const pages = platformPages()
  for (const [file, text] of pages) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
  process.stdout.write(`${pages.size} pages written\n`)
} finally {
  await rm(temporary, { recursive: true, force: true })
}
