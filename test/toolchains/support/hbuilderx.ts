import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks } from '../../support/markdown'
import { text } from '../../support/source'
import { CACHE, install } from './install'
import { Project } from './project'
import { DOMAINS, HOST_MAP, DEV_HOSTS, WITHOUT_MAP, WITH_MAP } from './shop'
import { build, errorsOf, places } from './suite'
import { itKeepsABaseline } from './baseline'
import { itTellsEnvironmentsApart } from './environments'
import type { BuildOf, Example, Expected } from './example'

const OUTPUT = 'unpackage/dist/build/mp-weixin'
const FINDINGS: readonly Expected[] = [
  ['loopback-host', 'config.ts', "'http://127.0.0.1:3000'"],
  ['loopback-host', 'config.ts', "'ws://127.0.0.1:3000'"],
  ['lan-host', '.env', 'http://192.168.1.20'],
  ['loopback-host', 'pages/index/index.vue', 'http://localhost:3000'],
  ['dev-host-left', 'static/legacy.js', 'http://127.0.0.1:5000'],
  ['dev-host-left', 'static/workers/price.js', 'http://127.0.0.1:5000'],
  ['loopback-host', 'wxcomponents/price-tag/index.js', "'http://127.0.0.1:4000"],
  ['loopback-host', 'wxcomponents/price-tag/index.wxml', 'http://127.0.0.1:4000'],
]

/** Where the compiler is installed: it is that of the CLI. */
const HOME = join(CACHE, 'uni-vue3')
const ROOT = join(HOME, 'hbuilderx')
/** HBuilderX's own folder: it is the working directory, and holds the compiler. */
const TOOL = join(HOME, 'tool')

const TARGET: BuildOf = {
  platform: 'wechat',
  command: ['uni', 'build', '-p', 'mp-weixin'],
  env: { VITE_ROOT_DIR: ROOT, UNI_INPUT_DIR: ROOT, UNI_OUTPUT_DIR: join(ROOT, OUTPUT) },
  cwd: TOOL,
  output: OUTPUT,
  findings: FINDINGS,
}

const HBUILDERX: Example = {
  name: 'hbuilderx',
  toolchain: 'uni-vue3',
  page: 'hbuilderx',
  config: 'vite.config.js',
  hostFile: 'config.ts',
  environmentFrom: 'UNI_CUSTOM_SCRIPT',
  // What HBuilderX hands on; the compiler looks it up in package.json.
  modeVariable: 'UNI_SCRIPT',
  builds: [TARGET],
}

let project: Project

describe('HBuilderX', () => {
  beforeAll(async () => {
    project = Project.create('hbuilderx', await install('uni-vue3', ['uni-vue3']))
    rmSync(TOOL, { recursive: true, force: true })
    mkdirSync(TOOL)
    writeFileSync(join(TOOL, 'package.json'), readFileSync(join(HOME, 'package.json')))
    symlinkSync(join(HOME, 'node_modules'), join(TOOL, 'node_modules'), 'junction')
  }, 400_000)

  it('finds the project and its configuration from the tool’s own folder', async () => {
    project.configure(WITHOUT_MAP)
    const { code, output } = await build(project, TARGET)
    expect(code, output).not.toBe(0)
    expect(errorsOf(project.report())).toEqual(places(project, FINDINGS).sort())
  })

  it('takes the environment from the custom script', async () => {
    const trial = { ...HOST_MAP, 'http://127.0.0.1:3000': 'https://share.shop.example.com' }
    project.configure({
      domains: { production: DOMAINS, trial: { ...DOMAINS, socket: ['wss://share.shop.example.com'] } },
      hostMap: { production: HOST_MAP, trial },
    })
    const { code, output } = await build(project, TARGET, { UNI_SCRIPT: 'trial' })
    expect(code, output).toBe(0)
    expect(project.report()).toMatchObject({ environment: 'trial', from: { environment: 'UNI_CUSTOM_SCRIPT' } })
    const all = [...project.files(OUTPUT).values()].join('\n')
    expect(all).toContain('https://share.shop.example.com')
    expect(all).not.toMatch(DEV_HOSTS)
  })

  it('is served by the command where the plugin can not run', async () => {
    project.configure(WITH_MAP)
    const command = [process.execPath, join(CACHE, 'plugin/dist/cli.mjs')]
    const checked = await project.run([...command, 'check', '.', '--platform', 'mp-weixin'])
    expect(checked.code, checked.output).toBe(1)
    expect(checked.output).toContain('╭ pages/index/index.vue:')
    const audited = await project.run([...command, 'audit', OUTPUT, '--env', 'trial'])
    // The output is that of the build before, and says so.
    expect(audited.code, audited.output).toBe(0)
  })

  it.each(['vite.cjs', 'webpack.cjs', 'index.cjs', 'vite.mjs', 'webpack.mjs'])(
    'says in one message that Node is too old: %s',
    (name) => {
      const entry = join(CACHE, 'plugin/dist', name)
      const load = name.endsWith('.mjs') ? `import(${JSON.stringify(entry)})` : `require(${JSON.stringify(entry)})`
      // What Node 14, 16 and 18 themselves say was looked at by hand; the first of them can't read the ES modules.
      const script = `Object.defineProperty(process.versions, 'node', { value: '16.17.0' }); ${load}`
      const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
      expect(status).toBe(1)
      expect(stderr).toContain('Error: unplugin-mp-domains needs Node ^20.19 or >=22.12, this is 16.17.0')
      expect(stderr).toContain('npx mp-domains check .')
      expect(stderr).toContain('请从构建配置中去掉')
    },
  )

  it('is configured as its page says', () => {
    for (const folder of ['docs/toolchains', 'docs/zh/toolchains']) {
      const shown = codeBlocks(text(`${folder}/hbuilderx.md`)).map(({ code }) => code.trim())
      expect(shown).toContain(project.read('vite.config.js').trim())
    }
  })

  itKeepsABaseline(() => project, HBUILDERX)
  itTellsEnvironmentsApart(() => project, HBUILDERX, 'manifest.json')
})
