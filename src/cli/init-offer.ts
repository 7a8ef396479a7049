import { readFileSync, statSync } from 'node:fs'
import { relativePath } from '../options/files'
import type { NodeFiles } from './files'
import { writeChanged } from './fix-write'
import { diffText } from './init-diff'
import type { Io } from './io'

/** One change that is offered: a file as it would be. */
export interface Offer {
  /** Absolute. */
  file: string
  after: string
  /** Whether it is made with `--yes`. */
  usual: boolean
}

/** Shows what a file would be: as a whole where it is new, else what changes. */
export function offered(offer: Offer, files: NodeFiles, io: Io, zh: boolean): Offer {
  const before = files.read(offer.file)
  const shown = relativePath(io.cwd, offer.file)
  const head = before === null ? (zh ? `新建 ${shown}` : `new: ${shown}`) : zh ? `修改 ${shown}` : `change: ${shown}`
  const body = before === null ? offer.after.replace(/^(?=.)/gm, '+ ') : diffText(before, offer.after)
  io.stdout.write(`${head}\n${body.trimEnd()}\n\n`)
  return offer
}

/** Asks for each change, or takes those that are usual (`--yes`); where nobody can be asked nothing is changed. */
export async function settle(
  offers: readonly Offer[],
  { yes }: { yes?: boolean },
  io: Io,
  zh: boolean,
): Promise<Offer[]> {
  const made: Offer[] = []
  if (!yes && !io.ask && offers.length > 0) {
    io.stdout.write(
      zh
        ? '没有终端可供确认，未做任何改动；--yes 表示全部同意\n'
        : 'nothing was changed: nobody can be asked here; --yes agrees to it\n',
    )
    return made
  }
  for (const offer of offers) {
    const shown = relativePath(io.cwd, offer.file)
    if (yes ? !offer.usual : !(await agrees(shown, io, zh))) continue
    writeChanged(offer.file, Buffer.from(withMark(offer)), modeOf(offer.file) ?? 0o644)
    io.stdout.write(zh ? `已写入 ${shown}\n` : `${shown} written\n`)
    made.push(offer)
  }
  return made
}

async function agrees(shown: string, io: Io, zh: boolean): Promise<boolean> {
  // A closed terminal gives an empty answer too: only a yes is one.
  const answer = await io.ask!(zh ? `写入 ${shown}？[y/N] ` : `Write ${shown}? [y/N] `)
  return /^(?:y|yes|是|好)$/i.test(answer.trim())
}

function modeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mode ?? null
}

/** A byte order mark that the file has stays. */
function withMark({ file, after }: Offer): string {
  const has = statSync(file, { throwIfNoEntry: false }) && readFileSync(file, 'utf8').startsWith('\uFEFF')
  return has && !after.startsWith('\uFEFF') ? `\uFEFF${after}` : after
}
