import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createGate, summarise, type OpaqueRecord } from '../src/extract'
import { link, Linker, type LinkInput, type LinkResult } from '../src/link'
import { CLIENTS } from '../src/platforms/clients'
import { findPlatform } from '../src/platforms'
import { readLeaves, type Leaf } from './soundness/case'

const platform = findPlatform('wechat')!
const gate = createGate(
  platform,
  CLIENTS.flatMap((row) => row.packages),
)
const options = { gate, imports: true }

/** What people change in a file: nothing that counts, a path, a call more, something for everyone, what it exports. */
const EDITS: readonly ((text: string) => string)[] = [
  (text) => `\n${text}`,
  (text) => text.replace(/(['"`])\/(?=[a-z])/i, '$1/edited/'),
  (text) => text.replace(/:\/\/[\w.-]+/, '://edited.example.com'),
  (text) => `${text}\nwx.request({ url: 'https://more.example.com/' + 1 })\n`,
  (text) =>
    `${text}\nwx.$edited = 'https://shared.example.com'\ngetApp().globalData.base = 'https://other.example.com'\n`,
  (text) => text.replace(/\bexport (?:const|function|default)\b.*|module\.exports\b.*/, ''),
]

/** A program whose texts change. */
class Program {
  readonly texts = new Map<string, string>()
  private readonly records = new Map<string, OpaqueRecord>()
  private readonly forced = new Map<string, { code: string; record: OpaqueRecord }>()

  constructor(leaf: Leaf) {
    for (const entry of readdirSync(leaf.dir, { withFileTypes: true, recursive: true })) {
      const file = path.join(entry.parentPath, entry.name)
      if (entry.isFile() && !file.endsWith('.json')) this.set(file, readFileSync(file, 'utf8'))
    }
  }

  set(id: string, code: string): void {
    this.texts.set(id, code)
    this.records.set(id, summarise(id, code, options))
  }

  get input(): LinkInput {
    const { texts, forced } = this
    return {
      records: this.records,
      port: {
        resolve(specifier, importer) {
          const id = path.resolve(path.dirname(importer), specifier)
          const known = ['', '.js', '.ts', '/index.js', '/index.ts'].map((end) => id + end)
          return specifier.startsWith('.') ? (known.find((name) => texts.has(name)) ?? null) : null
        },
        read: (id) => texts.get(id) ?? null,
      },
      summarise(id, code) {
        const known = forced.get(id)
        if (known?.code === code) return known.record
        const record = summarise(id, code, { ...options, force: true })
        forced.set(id, { code, record })
        return record
      },
      platform,
      defines: new Map(),
      clients: [],
    }
  }
}

/** All that a link says but the ways that were traced: they are told for some of the uses of a literal only. */
function said({ calls, failed }: LinkResult): string[] {
  const texts = calls.map((call) => JSON.stringify(call, (key, value: unknown) => (key === 'trace' ? null : value)))
  return [...texts.sort(), JSON.stringify(failed)]
}

let partial = 0
let all = 0

it.each(readLeaves())('links $name after changes as if it were new', async (leaf) => {
  const program = new Program(leaf)
  const linker = new Linker(1000)
  // The first link keeps nothing.
  for (let i = 0; i < 2; i++) await linker.link(program.input, null)
  const ids = [...program.texts.keys()].slice(0, 5)
  for (const id of ids) {
    const text = program.texts.get(id)!
    for (const edit of /\.[jt]sx?$/.test(id) ? EDITS : EDITS.slice(0, 2)) {
      if (edit(text) === text) continue
      program.set(id, edit(text))
      const again = said(await linker.link(program.input, new Set([id])))
      all++
      if (linker.wasPartial) partial++
      expect(again, `${path.relative(leaf.dir, id)}, edit ${EDITS.indexOf(edit)}`).toEqual(
        said(await link(program.input)),
      )
      program.set(id, text)
      expect(said(await linker.link(program.input, new Set([id])))).toEqual(said(await link(program.input)))
    }
  }
})

it('linked parts only in many of them: else the comparison would say nothing', () => {
  expect(partial).toBeGreaterThan(all / 5)
})
