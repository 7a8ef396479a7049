import { summarise } from '../src/extract'
import { generate } from './generate'
import { fixed, table } from './measure'
import type { Setting } from './main'

const MODULES = 20_000

/** What a session keeps for each module that the gate refused: most modules of a project are such. */
export async function benchMemory(_setting: Setting): Promise<string> {
  const sources = [...generate(MODULES)].filter(([file, code]) => !summarise(file, code).gate)
  const collect = globalThis.gc
  if (!collect) throw new Error('run with --expose-gc')
  collect()
  const before = process.memoryUsage().heapUsed
  const records = sources.map(([file, code]) => summarise(`/project/${file}`, code, { imports: true }))
  collect()
  const after = process.memoryUsage().heapUsed
  const json = records.reduce((sum, record) => sum + JSON.stringify(record).length, 0)
  const source = sources.reduce((sum, [, code]) => sum + code.length, 0)
  const each = (bytes: number): string => fixed(bytes / records.length, 0)
  return `### Memory of refused modules

${table(
  ['', 'bytes for each module'],
  [
    ['source text', each(source)],
    ['record on the heap', each(after - before)],
    ['record as JSON', each(json)],
  ],
)}

(${records.length.toLocaleString('en')} refused modules of a generated project.)`
}
