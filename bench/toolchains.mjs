// What the plugin costs a toolchain's build: `npm run bench:toolchains [-- --write] [names…]`.
// Five pairs of builds, without and with the plugin in turn, in processes of their own; CPU time, the median of the
// pairs' ratios. Cold: no cache of the toolchain; warm: its persistent cache from the build before, where it has one.
// The toolchains are those that `npm run test:toolchains` installed.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const PAIRS = 5
const root = fileURLToPath(new URL('..', import.meta.url))
const cache = path.join(root, '.cache/toolchains')

/** Example, its installation, its configuration, its command, and the folders of its cache where it keeps one. */
const EXAMPLES = [
  { name: 'uni-vue3', home: 'uni-vue3', config: 'vite.config.ts', command: ['uni', 'build', '-p', 'mp-weixin'] },
  {
    name: 'uni-vue2',
    home: 'uni-vue2',
    config: 'vue.config.js',
    command: ['vue-cli-service', 'uni-build'],
    env: { NODE_ENV: 'production', UNI_PLATFORM: 'mp-weixin' },
    caches: ['node_modules/.cache'],
  },
  {
    name: 'taro-webpack',
    home: 'taro',
    config: 'config/index.js',
    command: ['taro', 'build', '--type', 'weapp'],
    caches: ['node_modules/.cache'],
  },
  { name: 'taro-vite-react', home: 'taro', config: 'config/index.js', command: ['taro', 'build', '--type', 'weapp'] },
  { name: 'taro-vite-vue3', home: 'taro', config: 'config/index.js', command: ['taro', 'build', '--type', 'weapp'] },
  {
    name: 'mpx',
    home: 'mpx',
    config: 'mpx.config.js',
    command: ['mpx-cli-service', 'build', '--targets=wx'],
    caches: ['.cache', 'node_modules/.cache'],
  },
  { name: 'weapp-vite', home: 'weapp-vite', config: 'vite.config.ts', command: ['weapp-vite', 'build'] },
]

/** The host map of the examples, so that the build passes and rewriting is measured as well. */
const CONFIG = `export default { hostMap: { production: {
  'http://127.0.0.1:3000': 'https://api.shop.example.com',
  'http://192.168.1.20:8080': 'https://files.shop.example.com',
  'http://localhost:3000': 'https://static.shop.example.com',
  'http://127.0.0.1:4000': 'https://price.shop.example.com',
  'http://127.0.0.1:5000': 'https://api.shop.example.com',
} } }
`

const asked = process.argv.slice(2).filter((name) => !name.startsWith('-'))
const write = process.argv.includes('--write')

function prepare({ name, home, config }, withPlugin) {
  const base = path.join(cache, home)
  const directory = path.join(base, `bench-${name}-${withPlugin ? 'with' : 'without'}`)
  rmSync(directory, { recursive: true, force: true })
  cpSync(path.join(root, 'playground', name), directory, { recursive: true })
  cpSync(path.join(root, 'playground/common'), path.join(base, 'common'), { recursive: true })
  // A folder of its own, for a cache of its own; the packages in it are those of the installation.
  const modules = path.join(directory, 'node_modules')
  mkdirSync(modules)
  for (const entry of readdirSync(path.join(base, 'node_modules'))) {
    if (entry === '.cache' || entry === 'unplugin-mp-domains') continue
    symlinkSync(path.join(base, 'node_modules', entry), path.join(modules, entry), 'junction')
  }
  symlinkSync(path.join(cache, 'plugin'), path.join(modules, 'unplugin-mp-domains'), 'junction')
  writeFileSync(path.join(directory, 'mp-domains.config.mjs'), CONFIG)
  if (!withPlugin) {
    const file = path.join(directory, config)
    const plain = readFileSync(file, 'utf8')
      .replace(/^.*(?:from|require\() ?'unplugin-mp-domains.*\n/m, '')
      .replace(/^ *(?:chain|config)\..*mpDomains\(\).*\n/m, '')
      .replace(/,?\s*mpDomains\(\)/, '')
    writeFileSync(file, plain)
  }
  return directory
}

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
      for (const folder of example.caches ?? []) rmSync(path.join(directory, folder), { recursive: true, force: true })
  }
  const ratios = []
  const plain = []
  if (warm) for (const directory of directories) seconds(example, directory)
  for (let pair = 0; pair < PAIRS; pair++) {
    const times = [0, 0]
    // In turn: what the machine does meanwhile hits both alike.
    for (const which of pair % 2 ? [1, 0] : [0, 1]) {
      if (!warm) forget()
      times[which] = seconds(example, directories[which])
    }
    plain.push(times[0])
    ratios.push(times[1] / times[0])
  }
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
  return { seconds: median(plain), ratio: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) }
}

if (!existsSync(path.join(root, 'dist/vite.mjs'))) throw new Error('dist/ is missing: run `npm run build` first')
mkdirSync(cache, { recursive: true })
rmSync(path.join(cache, 'plugin'), { recursive: true, force: true })
cpSync(path.join(root, 'dist'), path.join(cache, 'plugin/dist'), { recursive: true })
cpSync(path.join(root, 'package.json'), path.join(cache, 'plugin/package.json'))

const rows = []
for (const example of EXAMPLES) {
  if (asked.length > 0 && !asked.includes(example.name)) continue
  if (!existsSync(path.join(cache, example.home, 'node_modules/.installed'))) {
    console.error(`${example.home} is not installed: run \`npm run test:toolchains\` once`)
    process.exitCode = 1
    continue
  }
  for (const warm of example.caches ? [false, true] : [false]) {
    const { seconds: time, ratio, low, high } = measure(example, warm)
    const cells = [
      example.name,
      warm ? 'warm' : 'cold',
      `${time.toFixed(2)} s`,
      percent(ratio),
      `${percent(low)} … ${percent(high)}`,
    ]
    rows.push(`| ${cells.join(' | ')} |`)
    console.log(rows.at(-1))
  }
}

if (write && rows.length > 0) {
  const file = path.join(root, 'docs/performance.md')
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const head = [
    `${new Date().toISOString().slice(0, 10)}, ${commit}, Node ${process.versions.node}; ${PAIRS} pairs, CPU time, median of the ratios.`,
    '',
    '| example | cache | without the plugin | with it | of the pairs |',
    '|---|---|---|---|---|',
  ]
  const text = readFileSync(file, 'utf8')
  const block = `<!-- bench:toolchains -->\n\n${[...head, ...rows].join('\n')}\n\n<!-- /bench:toolchains -->`
  writeFileSync(file, text.replace(/<!-- bench:toolchains -->[^]*<!-- \/bench:toolchains -->/, block))
}
