import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { WEAPP_VITE } from './support/examples'
import { install } from './support/install'
import { Project, SDK } from './support/project'
import { DEV_HOSTS, WITHOUT_MAP, WITH_MAP } from './support/shop'
import {
  build,
  errorsOf,
  itFailsOnDevHosts,
  itHoldsNothingStale,
  itRewritesOnlyDevHosts,
  itShowsItsConfiguration,
  itWatches,
  places,
} from './support/suite'

let project: Project

beforeAll(async () => {
  project = Project.create(WEAPP_VITE.name, await install(WEAPP_VITE.toolchain, [WEAPP_VITE.name]))
}, 600_000)

describe('weapp-vite', () => {
  itShowsItsConfiguration(WEAPP_VITE)
  for (const target of WEAPP_VITE.builds) {
    itFailsOnDevHosts(() => project, WEAPP_VITE, target)
    itRewritesOnlyDevHosts(() => project, WEAPP_VITE, target)
  }
  itHoldsNothingStale(() => project, WEAPP_VITE, WEAPP_VITE.builds[0]!)
  itWatches(() => project, WEAPP_VITE)
})

describe('weapp-vite, a project that is laid out in another way', () => {
  let other: Project

  beforeAll(async () => {
    other = Project.create(WEAPP_VITE.name, await install(WEAPP_VITE.toolchain, [WEAPP_VITE.name]), '商城 app (1)')
    const home = dirname(other.root)
    // As pnpm installs a package, and as a workspace links one of its own.
    const sdk = join(home, 'node_modules/.pnpm/shop-sdk@1.0.0/node_modules/shop-sdk')
    cpSync(SDK, sdk, { recursive: true })
    module(
      join(home, 'packages/stock'),
      '@shop/stock',
      "export const stock = () => wx.request({ url: 'http://127.0.0.1:3000/stock' })\n",
    )
    link(sdk, join(home, 'node_modules/shop-sdk'))
    link(join(home, 'packages/stock'), join(home, 'node_modules/@shop/stock'))
    const page = other.read('src/pages/index/index.ts')
    other.write('src/pages/index/index.ts', `import { stock } from '@shop/stock'\n${page}\nstock()\n`)
    const config = other.read('src/config.ts')
    other.write('src/config.ts', `\ufeff${config.replaceAll('\n', '\r\n')}`)
  }, 400_000)

  const target = WEAPP_VITE.builds[0]!

  it('tells every place, and packages by their names', async () => {
    other.configure(WITHOUT_MAP)
    const { code, output } = await build(other, target)
    expect(code, output).not.toBe(0)
    const stock = places(other, [['loopback-host', '../packages/stock/index.js', "'http://127.0.0.1:3000"]])
    expect(errorsOf(other.report())).toEqual([...places(other, target.findings), ...stock].sort())
    const warnings = other.report().findings.filter(({ severity }) => severity === 'warn')
    expect(warnings).toMatchObject([{ code: 'domain-not-listed', url: 'https://log.sdk.example.org/events' }])
    expect(output).toContain('shop-sdk')
  })

  it('is rewritten like any other, and accepted by its name', async () => {
    other.configure({ ...WITH_MAP, ignores: [], exclude: ['**/node_modules/shop-sdk/**'] })
    const { code, output } = await build(other, target)
    expect(code, output).toBe(0)
    expect(other.report().findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    const all = [...other.files(target.output).values()].join('\n')
    expect(all).not.toMatch(DEV_HOSTS)
    expect(all).toContain('https://api.shop.example.com/stock')
    expect(all).toContain('https://log.sdk.example.org')
  })
})

function module(directory: string, name: string, code: string): void {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
  writeFileSync(join(directory, 'index.js'), code)
}

function link(target: string, path: string): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}
