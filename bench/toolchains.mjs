// What the plugin costs a toolchain's build:
// `npm run bench:toolchains [-- --write --pairs=5] [examples, or folders of projects …]`.
// Pairs of builds, without and with the plugin in turn, in processes of their own; CPU time, the median of the
// pairs' ratios, and the fastest build with it against the fastest without: other work on the machine only ever adds.
// Cold: no cache of the toolchain or of the plugin; warm: those that the build before left.
// The toolchains are those that `npm run test:toolchains` installed; a project must be installed in its own folder.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { buildsOf, cache, isInstalled, prepare, root } from './toolchain-builds.mjs'

const PAIRS = Number(process.argv.find((word) => word.startsWith('--pairs='))?.slice(8) ?? 5)

const asked = process.argv.slice(2).filter((name) => !name.startsWith('-'))
const write = process.argv.includes('--write')

/** CPU seconds of one build, its child processes included. */
function seconds({ name, command: [bin, ...args], env = {} }, directory) {
  const { PATH, HOME } = process.env
  const line = [path.join('node_modules/.bin', bin), ...args].map((word) => `'${word}'`).join(' ')
  const { status, stderr, stdout } = spawnSync('bash', ['-c', `TIMEFORMAT='cpu %U %S'; time ${line}`], {
    cwd: directory,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    timeout: 300_000,
  })
  if (status !== 0) throw new Error(`${name} failed in ${directory}:\n${stdout}\n${stderr}`)
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr)
  return Number(user) + Number(system)
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const percent = (ratio) => `${ratio >= 1 ? '+' : '−'}${(Math.abs(ratio - 1) * 100).toFixed(1)} %`

function measure(example, warm) {
  const directories = [prepare(example, false), prepare(example, true)]
  const forget = () => {
    for (const directory of directories)
      for (const folder of example.caches) rmSync(path.join(directory, folder), { recursive: true, force: true })
  }
  const ratios = []
  const plain = []
  const own = []
  if (warm) for (const directory of directories) seconds(example, directory)
  for (let pair = 0; pair < PAIRS; pair++) {
    const times = [0, 0]
    // In turn: what the machine does meanwhile hits both alike.
    for (const which of pair % 2 ? [1, 0] : [0, 1]) {
      if (!warm) forget()
      times[which] = seconds(example, directories[which])
    }
    plain.push(times[0])
    own.push(times[1])
    ratios.push(times[1] / times[0])
  }
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
  return {
    seconds: median(plain),
    ratio: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    least: Math.min(...own) / Math.min(...plain),
  }
}

if (!existsSync(path.join(root, 'dist/vite.mjs'))) throw new Error('dist/ is missing: run `npm run build` first')
mkdirSync(cache, { recursive: true })

const rows = []
for (const example of buildsOf(asked)) {
  if (!isInstalled(example)) {
    console.error(`${example.home} is not installed: run \`npm run test:toolchains\` once`)
    process.exitCode = 1
    continue
  }
  for (const warm of example.coldOnly ? [false] : [false, true]) {
    const { seconds: time, ratio, low, high, least } = measure(example, warm)
    const cells = [
      example.name,
      warm ? 'warm' : 'cold',
      `${time.toFixed(2)} s`,
      percent(ratio),
      `${percent(low)} … ${percent(high)}`,
      percent(least),
    ]
    rows.push(`| ${cells.join(' | ')} |`)
    console.log(rows.at(-1))
  }
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
const taken = `${new Date().toISOString().slice(0, 10)}, ${commit}, Node ${process.versions.node}`
/** The table in each language: what stands above it, and the words of its head. */
const PAGES = {
  'docs/performance.md': [
    `${taken}; ${PAIRS} pairs, CPU time, median of the ratios.`,
    '| example | cache | without the plugin | with it | of the pairs | least against least |',
  ],
  'docs/zh/performance.md': [
    `${taken}；${PAIRS} 对构建，CPU 时间，取各对比值的中位数。`,
    '| 示例 | 缓存 | 不用插件 | 使用插件 | 各对 | 最小值之比 |',
  ],
}

if (write && rows.length > 0) {
  for (const [page, [above, head]] of Object.entries(PAGES)) {
    const file = path.join(root, page)
    const lines = page.includes('/zh/')
      ? rows.map((row) => row.replace(' cold ', ' 无 ').replace(' warm ', ' 有 '))
      : rows
    const table = [above, '', head, '|---|---|---|---|---|---|', ...lines].join('\n')
    const block = `<!-- bench:toolchains -->\n\n${table}\n\n<!-- /bench:toolchains -->`
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/<!-- bench:toolchains -->[^]*<!-- \/bench:toolchains -->/, block))
  }
}
