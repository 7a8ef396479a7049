import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { resolveOptions } from '../src/options'
import { NodeFiles } from '../src/cli/files'
import { checkFiles } from '../src/cli/check'
import type { Analysis } from '../src/session'
import { slashed } from '../src/cli/paths'
import { readLeaves } from './soundness/case'

/** Any text in which a file of a fixture can be changed so that other URLs come of it. */
const edited = (text: string): string => text.replace(/:\/\/[\w.-]+/, '://edited.example.com')

/** A directory of which one file reads otherwise. */
class EditedFiles extends NodeFiles {
  constructor(private readonly file: string | null) {
    super()
  }

  override text(path: string): ReturnType<NodeFiles['text']> {
    const text = super.text(path)
    return path === this.file && typeof text === 'string' ? edited(text) : text
  }
}

it.each(readLeaves().map((leaf) => [leaf.name, leaf] as const))(
  '%s says the same with what an earlier run kept',
  async (_, leaf) => {
    const root = slashed(leaf.dir)
    const files = new NodeFiles()
    const { options } = await resolveOptions({ root, command: 'check', files, shell: {}, options: { lang: 'en' } })
    const look = async (of: NodeFiles, before: string | null): Promise<{ said: string; kept: string | null }> => {
      let kept: string | null = null
      const data = await checkFiles(of, options, false, undefined, {
        kept: {
          read: () => (before === null ? null : (JSON.parse(before) as Analysis)),
          write: (analysis) => void (kept = JSON.stringify(analysis)),
        },
      })
      return { said: JSON.stringify(data), kept }
    }
    const plain = JSON.stringify(await checkFiles(files, options))
    const first = await look(files, null)
    expect(first.said).toBe(plain)
    expect(first.kept).not.toBeNull()
    // Nothing came to it: all was known.
    expect(await look(files, first.kept)).toEqual({ said: plain, kept: null })
    const changed = readdirSync(leaf.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:js|ts|vue|wxml)$/.test(entry.name))
      .map((entry) => slashed(path.join(entry.parentPath, entry.name)))
      .find((file) => edited(readFileSync(file, 'utf8')) !== readFileSync(file, 'utf8'))
    if (changed === undefined) return
    const cold = JSON.stringify(await checkFiles(new EditedFiles(changed), options))
    expect((await look(new EditedFiles(changed), first.kept)).said).toBe(cold)
  },
)
