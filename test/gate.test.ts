import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createGate, summarise, type Gate } from '../src/extract'
import { link } from '../src/link'
import { CLIENTS } from '../src/platforms/clients'
import { findPlatform } from '../src/platforms'
import { readLeaves, type Leaf } from './soundness/case'

const OPEN: Gate = { key: 'open', passes: () => true }
const packages = CLIENTS.flatMap((row) => row.packages)

/** What the calls of a program ask for, with a gate. Local images are left out: nobody asks for their templates. */
async function calls(leaf: Leaf, gate: Gate): Promise<string[]> {
  const texts = new Map<string, string>()
  for (const entry of readdirSync(leaf.dir, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && !file.endsWith('case.json')) texts.set(file, readFileSync(file, 'utf8'))
  }
  const options = { gate, imports: true }
  const modules = [...texts].filter(([id]) => !id.endsWith('.json'))
  const resolve = (specifier: string, importer: string): string | null => {
    const id = path.resolve(path.dirname(importer), specifier)
    const known = ['', '.js', '.ts', '/index.js', '/index.ts'].map((end) => id + end).find((name) => texts.has(name))
    return specifier.startsWith('.') ? (known ?? null) : null
  }
  const result = await link({
    records: new Map(modules.map(([id, code]) => [id, summarise(id, code, options)])),
    port: { resolve, read: (id) => texts.get(id) ?? null },
    summarise: (id, code) => summarise(id, code, { ...options, force: true }),
    platform: findPlatform('wechat')!,
    defines: new Map(),
    clients: [],
  })
  return result.calls
    .filter((call) => call.category !== 'none' || call.urls.some(({ url }) => url.includes('://')))
    .map(
      (call) =>
        `${path.relative(leaf.dir, call.file)}:${call.line} ${call.api} ${call.urls
          .map((u) => u.url)
          .sort()
          .join(' | ')}`,
    )
    .sort()
}

/** A module that nobody asks for changes what another one exports: only reading everything would show that. */
const DIFFERENT = ['state/live-config-flag-mutated']

it.each(readLeaves())('finds in $name what it finds without the gate', async (leaf) => {
  const gated = await calls(leaf, createGate(findPlatform('wechat')!, packages))
  const open = await calls(leaf, OPEN)
  if (DIFFERENT.includes(leaf.name)) expect(gated, 'solved: take it off the list').not.toEqual(open)
  else expect(gated).toEqual(open)
})
