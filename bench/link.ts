import { joinPath, directoryOf } from '../src/options/files'
import type { ProjectFiles } from '../src/options/files'
import { resolveOptions } from '../src/options/resolve'
import { createGate, summarise, type ExtractOptions, type OpaqueRecord } from '../src/extract'
import { Linker, type LinkInput, type LinkPort } from '../src/link'
import type { ResolvedOptions } from '../src/options'
import { generate } from './generate'
import type { Project } from './generate'
import type { Setting } from './main'
import { cpuSeconds, fixed, median, table } from './measure'

const SIZES = [1000, 5000, 20_000]
const RUNS = 3
const CHANGES = 20
const ROOT = '/project'

/** CPU seconds of one generated project: extraction, the first link, and a link after one changed page. */
export interface Measured {
  modules: number
  calls: number
  extract: number
  cold: number
  again: number
}

/** Whether linking grows with the project and no faster, and what one changed module costs afterwards. */
export async function benchLink(_setting: Setting): Promise<string> {
  await measure(200) // warm up
  const measured: Measured[] = []
  for (const size of SIZES) {
    const runs: Measured[] = []
    for (let run = 0; run < RUNS; run++) runs.push(await measure(size))
    const middle = (key: 'extract' | 'cold' | 'again'): number => median(runs.map((run) => run[key]))
    measured.push({
      ...(runs[0] as Measured),
      extract: middle('extract'),
      cold: middle('cold'),
      again: middle('again'),
    })
  }
  const perModule = (one: Measured): number => one.cold / one.modules
  const rows = measured.map((one) => [
    one.modules.toLocaleString('en'),
    one.calls.toLocaleString('en'),
    fixed(one.extract),
    fixed(one.cold),
    fixed(perModule(one) * 1e6, 0),
    fixed(perModule(one) / perModule(measured[0] as Measured)),
    fixed(one.again * 1000, 0),
    fixed(one.again / one.cold, 3),
  ])
  return `### Linking generated projects, wrappers four deep (CPU, median of ${RUNS})

${table(
  [
    'modules',
    'calls found',
    'extract s',
    'cold link s',
    'µs a module',
    '÷ the smallest',
    'link after one change, ms',
    '÷ cold link',
  ],
  rows,
)}`
}

/** Extracts and links a generated project of about `size` modules, and links it again after changes. */
export async function measure(size: number): Promise<Measured> {
  const project = generate(size)
  const { platform } = await optionsOf(project)
  const extract: ExtractOptions = { gate: createGate(platform, []), imports: true }
  const records = new Map<string, OpaqueRecord>()
  const forced = new Map<string, OpaqueRecord>()
  const update = (file: string, code: string): void => {
    records.set(`${ROOT}/${file}`, summarise(`${ROOT}/${file}`, code, extract))
    forced.delete(`${ROOT}/${file}`)
  }
  const input: LinkInput = {
    records,
    port: portOf(project),
    summarise(id, code) {
      const known = forced.get(id) ?? summarise(id, code, { ...extract, force: true })
      forced.set(id, known)
      return known
    },
    platform,
    defines: new Map(),
    clients: [],
  }
  const linker = new Linker()
  const seconds = await cpuSeconds(() => {
    for (const [file, code] of project) if (file.endsWith('.js')) update(file, code)
  })
  let calls = 0
  const cold = await cpuSeconds(async () => {
    calls = (await linker.link(input, null)).calls.length
  })
  // A feature of 50 modules has five calls in its API module and one in each of its ten pages.
  if (calls < size / 5) throw new Error(`only ${calls} calls found in ${size} modules: the bench measures nothing`)
  // The first link keeps nothing: the second is what watch mode starts from.
  await linker.link(input, null)
  // Changes one page after the other and links again, as watch mode does; taken together, with the garbage that they make.
  const changes = await cpuSeconds(async () => {
    for (let change = 0; change < CHANGES; change++) {
      const file = `features/f${change % Math.min(20, Math.round(size / 50))}/page${change % 10}.js`
      const code = `${project.get(file)}\nhttp.get('/changed/${change}')\n`
      project.set(file, code)
      update(file, code)
      const { length: found } = (await linker.link(input, new Set([`${ROOT}/${file}`]))).calls
      if (found !== calls + change + 1)
        throw new Error(`the change of ${file} was not seen: ${found} calls after ${calls}`)
    }
  })
  return { modules: records.size, calls, extract: seconds, cold, again: changes / CHANGES }
}

function portOf(project: Project): LinkPort {
  return {
    resolve(specifier, importer) {
      const id = `${joinPath(directoryOf(importer), specifier)}.js`
      return project.has(id.slice(ROOT.length + 1)) ? id : null
    },
    read: (id) => project.get(id.slice(ROOT.length + 1)) ?? null,
  }
}

async function optionsOf(project: Project): Promise<ResolvedOptions> {
  const files: ProjectFiles = {
    read: (path) => project.get(path.slice(ROOT.length + 1)) ?? null,
    list: () => [],
    kind: (path) => (project.has(path.slice(ROOT.length + 1)) ? 'file' : null),
    real: (path) => path,
  }
  const { options } = await resolveOptions({
    root: ROOT,
    command: 'check',
    files,
    shell: {},
    options: {
      platform: 'wechat',
      environment: 'production',
      lang: 'en',
      domains: { request: ['https://api.example.com'] },
      hostMap: { 'http://127.0.0.1:3000': 'https://api.example.com' },
    },
    flags: { rewrite: true },
  })
  return options
}
