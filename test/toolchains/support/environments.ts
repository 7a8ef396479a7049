import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BuildOf, Example } from './example'
import { CACHE, install } from './install'
import { Project } from './project'
import type { Ran } from './project'
import { DOMAINS, HOST_MAP } from './shop'
import { build as buildIn, errorsOf, places } from './suite'

const OUTPUT = 'dist/build/mp-weixin'
/** The appids that {@link CONFIG} knows; the first is that of the examples. */
export const APPIDS = ['wx0123456789abcdef', 'wx1111111111111111', 'wx2222222222222222']
const COMMAND = [process.execPath, join(CACHE, 'plugin/dist/cli.mjs')]

/** Lists by appid and hosts by environment, from one function. */
export const CONFIG = `const domains = ${JSON.stringify(DOMAINS)}
const appids = ${JSON.stringify(APPIDS)}

const hostOf = (environment) => (environment === 'production' ? 'api' : environment)

export default ({ platform, environment, appid }) => {
  if (platform !== 'wechat') throw new Error(platform)
  const host = hostOf(environment)
  const setOf = (name) => ({
    ...domains,
    request: [
      // Only the first appid lists the host that is asked.
      \`https://\${hostOf(name)}\${appids.indexOf(appid) || ''}.shop.example.com\`,
      'https://price.shop.example.com',
      'https://share.shop.example.com',
    ],
    socket: [\`wss://\${hostOf(name)}.shop.example.com\`],
  })
  return {
    lang: 'en',
    report: { json: '.report.json' },
    ignores: [{ package: 'shop-sdk', reason: 'its own log server' }],
    domains: { production: setOf('production'), test: setOf('test'), uat: setOf('uat') },
    hostMap: {
      ...${JSON.stringify(HOST_MAP)},
      'http://127.0.0.1:3000': \`https://\${host}.shop.example.com\`,
      'http://127.0.0.1:5000': \`https://\${host}.shop.example.com\`,
    },
  }
}
`

const GATE = `import { gate } from 'unplugin-mp-domains/api'
const [dist, environment, appid] = process.argv.slice(2)
await gate({ dist, environment, appid, marker: 'required' }).then(
  () => console.log('passed'),
  ({ problems }) => console.log(problems.map(({ code }) => code).join()),
)
`

/** The build of another environment: as its command names one, else by the shell. */
function inEnvironment({ modeFlag, modeVariable }: Example, target: BuildOf, environment: string): BuildOf {
  const { command, env } = target
  return modeFlag
    ? // Vue CLI would bundle for development in a mode that it does not know, unless it is told.
      { ...target, command: [...command, modeFlag, environment], env: { ...env, NODE_ENV: 'production' } }
    : { ...target, env: { ...env, [modeVariable ?? 'MP_DOMAINS_ENV']: environment } }
}

/** The audit and the gate know which environment and appid (the first) an output was built for, and none of it is in it. */
async function expectIsFor(file: Project, output: string, environment: string, other: string): Promise<void> {
  const audit = (name: string): Promise<Ran> => file.run([...COMMAND, 'audit', output, '--env', name])
  const gate = async (name: string, appid: string): Promise<string> =>
    (await file.run([process.execPath, 'gate.mjs', output, name, appid])).output.trim()
  expect((await audit(environment)).code).toBe(0)
  expect(await audit(other)).toMatchObject({
    code: 2,
    output: expect.stringContaining(`environment '${environment}'`),
  })
  expect(await gate(environment, APPIDS[0]!)).toBe('passed')
  expect(await gate(other, APPIDS[0]!)).toContain('environment')
  expect(await gate(environment, APPIDS[1]!)).toBe('appid')
  // What tells them apart lies beside the folder that is uploaded, not in it.
  expect([...file.files(output).keys()].filter((name) => name.includes('mp-domains'))).toEqual([])
}

/**
 * Item 12: one source, built for several environments into one folder and for several appids.
 * @param manifest the file that gives the appid
 */
export function itTellsEnvironmentsApart(project: () => Project, example: Example, manifest: string): void {
  it('tells environments and appids apart: by the lists, by the audit and by the gate', async () => {
    const file = project()
    const target = example.builds[0]!
    const { output } = target
    const build = (environment: string): Promise<Ran> => buildIn(file, inEnvironment(example, target, environment))
    file.reset()
    file.write('mp-domains.config.mjs', CONFIG)
    file.write('gate.mjs', GATE)
    try {
      const test = await build('test')
      expect(test.code, test.output).toBe(0)
      expect(file.report()).toMatchObject({ environment: 'test', appid: APPIDS[0] })
      expect(file.report().from.environment).toContain(
        example.modeFlag ?? (example.modeVariable ? example.environmentFrom : 'MP_DOMAINS_ENV'),
      )
      expect([...file.files(output).values()].join('\n')).toContain('https://test.shop.example.com')
      await expectIsFor(file, output, 'test', 'production')

      file.edit(manifest, APPIDS[0]!, APPIDS[1]!)
      const failed = await build('uat')
      expect(failed.code, failed.output).not.toBe(0)
      expect(file.report()).toMatchObject({ environment: 'uat', appid: APPIDS[1] })
      expect(errorsOf(file.report())).toEqual(
        places(file, [['domain-not-listed', example.hostFile, "'http://127.0.0.1:3000'"]]),
      )
      expect(failed.output).toContain('https://uat.shop.example.com')
    } finally {
      file.reset()
    }
  })
}

/** Item 12 where `uni build --mode test` writes into the folder of production: one after the other, and three appids. */
export function describeEnvironments(): void {
  describe('three appids and three environments from one source', () => {
    let project: Project

    beforeAll(async () => {
      project = Project.create('uni-vue3', await install('uni-vue3', ['uni-vue3']), 'environments')
      project.write('mp-domains.config.mjs', CONFIG)
      project.write('gate.mjs', GATE)
    }, 400_000)

    const build = (mode: string): Promise<Ran> => project.run(['uni', 'build', '-p', 'mp-weixin', '--mode', mode])
    const all = (): string => [...project.files(OUTPUT).values()].join('\n')

    it('are told apart in the same folder, by the audit and by the gate', async () => {
      const test = await build('test')
      expect(test.code, test.output).toBe(0)
      expect(project.report()).toMatchObject({
        environment: 'test',
        from: { environment: 'uni --mode' },
        appid: APPIDS[0],
      })
      expect(all()).toContain('https://test.shop.example.com')
      await expectIsFor(project, OUTPUT, 'test', 'production')

      const production = await build('production')
      expect(production.code, production.output).toBe(0)
      expect(all()).toContain('https://api.shop.example.com')
      expect(all()).not.toContain('https://test.shop.example.com')
      await expectIsFor(project, OUTPUT, 'production', 'test')
      expect([...project.files('dist/build').keys()]).toContain('mp-weixin.mp-domains.json')
    })

    it('are each judged by the lists of their appid', async () => {
      for (const [at, appid] of [...APPIDS.entries()].slice(1)) {
        project.edit('src/manifest.json', APPIDS[at - 1]!, appid)
        const failed = await build('uat')
        expect(failed.code, failed.output).not.toBe(0)
        expect(project.report()).toMatchObject({ appid, environment: 'uat' })
        expect(errorsOf(project.report())).toEqual(
          places(project, [['domain-not-listed', 'src/config.ts', "'http://127.0.0.1:3000'"]]),
        )
      }
    })
  })
}
