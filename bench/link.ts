import { joinPath, directoryOf } from '../src/options/files'
import type { ProjectFiles } from '../src/options/files'
import { resolveOptions } from '../src/options/resolve'
import type { ReportData } from '../src/report/types'
import { createSession } from '../src/session'
import type { HostPort, Session } from '../src/session'
import { generate } from './generate'
import type { Project } from './generate'
import type { Setting } from './main'
import { cpuSeconds, fixed, median, table } from './measure'

const SIZES = [1000, 5000, 20_000]
const RUNS = 3
const CHANGES = 5
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
  const session = createSession(await optionsOf(project), { imports: true })
  const port = portOf(project)
  const extract = await cpuSeconds(() => {
    for (const [file, code] of project) if (file.endsWith('.js')) session.update(`${ROOT}/${file}`, code)
  })
  let data: ReportData | undefined
  const cold = await cpuSeconds(async () => {
    data = await session.finish(port)
  })
  const calls = data?.calls.length ?? 0
  // A feature of 50 modules has five calls in its API module and one in each of its ten pages.
  if (calls < size / 5) throw new Error(`only ${calls} calls found in ${size} modules: the bench measures nothing`)
  const again = await relink(project, session, port, calls)
  return { modules: data?.modules.seen ?? 0, calls, extract, cold, again }
}

/** Changes one page after the other and links again, as watch mode does. */
async function relink(project: Project, session: Session, port: HostPort, calls: number): Promise<number> {
  const times: number[] = []
  for (let change = 0; change < CHANGES; change++) {
    const file = `features/f0/page${change}.js`
    const code = `${project.get(file)}\nhttp.get('/changed/${change}')\n`
    project.set(file, code)
    let found = 0
    times.push(
      await cpuSeconds(async () => {
        session.update(`${ROOT}/${file}`, code)
        found = (await session.finish(port)).calls.length
      }),
    )
    if (found !== calls + change + 1)
      throw new Error(`the change of ${file} was not seen: ${found} calls after ${calls}`)
  }
  return median(times)
}

function portOf(project: Project): HostPort {
  return {
    resolve(specifier, importer) {
      const id = `${joinPath(directoryOf(importer), specifier)}.js`
      return project.has(id.slice(ROOT.length + 1)) ? id : null
    },
    read: (id) => project.get(id.slice(ROOT.length + 1)) ?? null,
  }
}

async function optionsOf(project: Project): Promise<Parameters<typeof createSession>[0]> {
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
