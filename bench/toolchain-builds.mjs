// What `bench/toolchains.mjs` builds: the examples of the playground, and real projects by their folders.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const cache = path.join(root, '.cache/toolchains')

/** Where toolchains on Vite keep nothing, and the plugin what it left for the next build. */
const OWN = ['node_modules/.cache']
const UNI_VUE2 = {
  config: 'vue.config.js',
  command: ['vue-cli-service', 'uni-build'],
  env: { NODE_ENV: 'production', UNI_PLATFORM: 'mp-weixin' },
  caches: ['node_modules/.cache'],
}
const UNI_VUE3 = { config: 'vite.config.ts', command: ['uni', 'build', '-p', 'mp-weixin'], caches: OWN }
const TARO = { config: 'config/index.js', command: ['taro', 'build', '--type', 'weapp'], caches: OWN }
const MPX = {
  config: 'mpx.config.js',
  command: ['mpx-cli-service', 'build', '--targets=wx'],
  caches: ['.cache', 'node_modules/.cache'],
}
const WEAPP_VITE = { config: 'vite.config.ts', command: ['weapp-vite', 'build'], caches: OWN }

/**
 * Example, its installation, its configuration, its command, and the folders of caches: the toolchain's and the plugin's.
 * Both of Taro's examples with Vite are one host to the plugin, so that one of them is built warm.
 */
const EXAMPLES = [
  { name: 'uni-vue3', home: 'uni-vue3', ...UNI_VUE3 },
  { name: 'uni-vue2', home: 'uni-vue2', ...UNI_VUE2 },
  { name: 'taro-webpack', home: 'taro', ...TARO },
  { name: 'taro-vite-react', home: 'taro', ...TARO },
  { name: 'taro-vite-vue3', home: 'taro', ...TARO, coldOnly: true },
  { name: 'mpx', home: 'mpx', ...MPX },
  { name: 'weapp-vite', home: 'weapp-vite', ...WEAPP_VITE },
]

/** By a package that only this toolchain's projects depend on: how they are built. */
const TOOLCHAINS = {
  '@dcloudio/vite-plugin-uni': UNI_VUE3,
  '@dcloudio/vue-cli-plugin-uni': UNI_VUE2,
  '@tarojs/cli': TARO,
  '@mpxjs/mpx-cli-service': MPX,
  'weapp-vite': WEAPP_VITE,
}

/** The host map of the examples, so that the build passes and rewriting is measured as well. */
const EXAMPLE_CONFIG = `export default { hostMap: { production: {
  'http://127.0.0.1:3000': 'https://api.shop.example.com',
  'http://192.168.1.20:8080': 'https://files.shop.example.com',
  'http://localhost:3000': 'https://static.shop.example.com',
  'http://127.0.0.1:4000': 'https://price.shop.example.com',
  'http://127.0.0.1:5000': 'https://api.shop.example.com',
} } }
`
/** A real project is built whatever is found in it. */
const PROJECT_CONFIG = "export default { failOn: 'never' }\n"

/**
 * The builds that were asked for.
 * @param names examples by name, and installed projects by path (with a `/`); none: all examples, and the projects in the
 * environment variable `PROJECTS` (paths with `:` between)
 */
export function buildsOf(names) {
  const projects = [...names.filter(isPath), ...(process.env.PROJECTS ?? '').split(path.delimiter)].filter(Boolean)
  const examples = names.filter((name) => !isPath(name))
  return [
    ...EXAMPLES.filter(({ name }) => (names.length > 0 ? examples.includes(name) : true)),
    ...projects.map((directory) => projectAt(path.resolve(directory))),
  ]
}

function isPath(name) {
  return name.includes('/')
}

function projectAt(directory) {
  const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  const dependencies = { ...manifest.dependencies, ...manifest.devDependencies }
  const known = Object.keys(TOOLCHAINS).find((name) => name in dependencies)
  if (known === undefined) throw new Error(`no toolchain that is known in ${directory}`)
  if (!existsSync(path.join(directory, 'node_modules'))) throw new Error(`${directory} is not installed`)
  return { name: path.basename(directory).replace('__', '/'), directory, ...TOOLCHAINS[known] }
}

/** Whether what a build needs is installed. */
export function isInstalled({ home, directory }) {
  return directory !== undefined || existsSync(path.join(cache, home, 'node_modules/.installed'))
}

/** A copy of an example or project, with the plugin or without it. */
export function prepare(build, withPlugin) {
  const { name, home, directory, config } = build
  const base = directory ? path.join(cache, 'projects') : path.join(cache, home)
  const target = path.join(base, `bench-${name.replaceAll('/', '__')}-${withPlugin ? 'with' : 'without'}`)
  const modules = path.join(target, 'node_modules')
  rmSync(target, { recursive: true, force: true })
  const source = directory ?? path.join(root, 'playground', name)
  cpSync(source, target, { recursive: true, filter: (file) => !isLeftOut(path.relative(source, file)) })
  if (!directory) {
    cpSync(path.join(root, 'playground/common'), path.join(base, 'common'), { recursive: true })
    // As npm installs it: what the shared sources import. A test may have left a link there.
    rmSync(path.join(base, 'node_modules/shop-sdk'), { recursive: true, force: true })
    cpSync(path.join(root, 'playground/common/shop-sdk'), path.join(base, 'node_modules/shop-sdk'), { recursive: true })
  }
  // A folder of its own, for a cache of its own; the packages in it are those of the installation.
  mkdirSync(modules)
  const installed = path.join(directory ?? base, 'node_modules')
  for (const entry of readdirSync(installed)) {
    if (entry === '.cache' || entry === 'unplugin-mp-domains') continue
    symlinkSync(path.join(installed, entry), path.join(modules, entry), 'junction')
  }
  if (directory) {
    if (withPlugin) {
      execFileSync(process.execPath, [path.join(root, 'dist/cli.mjs'), 'init', '--yes'], { cwd: target, stdio: 'pipe' })
      for (const file of readdirSync(target)) if (file.startsWith('mp-domains.config.')) rmSync(path.join(target, file))
      writeFileSync(path.join(target, 'mp-domains.config.mjs'), PROJECT_CONFIG)
      if (!readFileSync(path.join(target, config), 'utf8').includes('unplugin-mp-domains'))
        throw new Error(`\`mp-domains init\` did not add the plugin to ${name}/${config}`)
    }
  } else {
    writeFileSync(path.join(target, 'mp-domains.config.mjs'), EXAMPLE_CONFIG)
    if (!withPlugin) takeOut(path.join(target, config))
  }
  installPlugin(modules)
  return target
}

function isLeftOut(file) {
  return /^(?:node_modules|dist|unpackage|\.cache|\.git)(?:[\\/]|$)/.test(file)
}

function takeOut(file) {
  const plain = readFileSync(file, 'utf8')
    .replace(/^.*(?:from|require\() ?'unplugin-mp-domains.*\n/m, '')
    .replace(/^ *(?:chain|config)\..*mpDomains\(\).*\n/m, '')
    .replace(/,?\s*mpDomains\(\)/, '')
  writeFileSync(file, plain)
}

/**
 * The package as npm installs it into the project: a dependency that the project has in a version that fits is shared,
 * any other is the package's own.
 */
function installPlugin(modules) {
  const own = path.join(modules, 'unplugin-mp-domains')
  cpSync(path.join(root, 'dist'), path.join(own, 'dist'), { recursive: true })
  cpSync(path.join(root, 'package.json'), path.join(own, 'package.json'))
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  for (const [name, range] of Object.entries(dependencies)) {
    if (fits(path.join(modules, name), range)) continue
    const link = path.join(own, 'node_modules', name)
    mkdirSync(path.dirname(link), { recursive: true })
    symlinkSync(realpathSync(path.join(root, 'node_modules', name)), link, 'junction')
  }
}

/** Whether the package in a folder is of a version that `^x.y.z` takes. */
function fits(folder, range) {
  const manifest = path.join(folder, 'package.json')
  if (!existsSync(manifest)) return false
  const wanted = range.replace('^', '').split('.').map(Number)
  const have = JSON.parse(readFileSync(manifest, 'utf8')).version.split('.').map(Number)
  // The leftmost digit that is not zero must be the same, and what follows it no less.
  const fixed = wanted.findIndex((part) => part > 0)
  for (const [at, part] of wanted.entries()) {
    if (have[at] === part) continue
    return at > fixed && have[at] > part
  }
  return true
}
