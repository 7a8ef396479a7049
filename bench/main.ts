import os from 'node:os'
import path from 'node:path'
import { benchCommand } from './command'
import { benchExtract } from './extract'
import { benchLink } from './link'
import { benchMemory } from './memory'

/** What one part of the bench is told: where the bench lies, and the folders of real or generated projects. */
export interface Setting {
  bench: string
  root: string
}

const parts: Record<string, (setting: Setting) => Promise<string>> = {
  command: benchCommand,
  extract: benchExtract,
  link: benchLink,
  memory: benchMemory,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

const bench = process.env.BENCH_FOLDER as string
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()})\n`,
)
for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`${await part({ bench, root: path.dirname(bench) })}\n`)
}
