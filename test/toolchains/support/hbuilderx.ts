import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks } from '../../support/markdown'
import { text } from '../../support/source'
import { CACHE, install } from './install'
import { Project } from './project'
import type { Ran } from './project'
import { DOMAINS, HOST_MAP, DEV_HOSTS, WITHOUT_MAP, WITH_MAP } from './shop'
import { errorsOf, places } from './suite'
import type { Expected } from './example'

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

let project: Project
/** HBuilderX's own folder: it is the working directory, and holds the compiler. */
let tool: string

function build(env: Record<string, string> = {}): Promise<Ran> {
  project.remove('unpackage')
  project.forgetReport()
  const { root } = project
  return project.run(['uni', 'build', '-p', 'mp-weixin'], {
    cwd: tool,
    env: { VITE_ROOT_DIR: root, UNI_INPUT_DIR: root, UNI_OUTPUT_DIR: join(root, OUTPUT), ...env },
  })
}

describe('HBuilderX', () => {
  beforeAll(async () => {
    // The compiler is that of the CLI; both tests share it.
    const home = await install('uni-vue3', ['uni-vue3'])
    project = Project.create('hbuilderx', home)
    tool = join(home, 'tool')
    rmSync(tool, { recursive: true, force: true })
    mkdirSync(tool)
    writeFileSync(join(tool, 'package.json'), readFileSync(join(home, 'package.json')))
    symlinkSync(join(home, 'node_modules'), join(tool, 'node_modules'), 'junction')
  }, 400_000)

  it('finds the project and its configuration from the tool’s own folder', async () => {
    project.configure(WITHOUT_MAP)
    const { code, output } = await build()
    expect(code, output).not.toBe(0)
    expect(errorsOf(project.report())).toEqual(places(project, FINDINGS).sort())
  })

  it('takes the environment from the custom script', async () => {
    const trial = { ...HOST_MAP, 'http://127.0.0.1:3000': 'https://share.shop.example.com' }
    project.configure({
      domains: { production: DOMAINS, trial: { ...DOMAINS, socket: ['wss://share.shop.example.com'] } },
      hostMap: { production: HOST_MAP, trial },
    })
    const { code, output } = await build({ UNI_CUSTOM_SCRIPT: 'trial' })
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
})
