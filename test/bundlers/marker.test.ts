import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { markerPath, parseMarker } from '../../src/bundlers/marker'
import { build, HOSTS, project } from './support/hosts'
import { realCore } from './support/real-core'

/** One source, three environments with an appid and a server each: what the configuration is asked for. */
const CONFIG = `export default ({ platform, environment, appid }) => ({
  domains: { request: ['https://api.example.com'], uploadFile: ['https://api.example.com'], downloadFile: ['https://api.example.com'], socket: ['wss://api.example.com'] },
  hostMap: { [environment]: { 'http://127.0.0.1:3000': \`https://\${appid}.\${environment}.\${platform}.example.com\` } },
  rules: { 'domain-not-listed': 'off' },
})
`
const APPIDS = { production: 'wx1', test: 'wx2', uat: 'wx3' }

function shop() {
  const made = project('shop')
  onTestFinished(made.remove)
  writeFileSync(join(made.root, 'mp-domains.config.mjs'), CONFIG)
  return made.root
}

/** What a shell says that runs the build; tests run under `test`, which Vite takes for development. */
function setNodeEnv(value: string): void {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = value
  onTestFinished(() => {
    process.env.NODE_ENV = before
  })
}

describe.each(HOSTS)('%s', (host) => {
  it('builds three environments with three appids from one source, and says beside the output which', async () => {
    setNodeEnv('production')
    const root = shop()
    const out = join(root, 'dist', host)
    for (const [environment, appid] of Object.entries(APPIDS)) {
      writeFileSync(join(root, 'project.config.json'), JSON.stringify({ appid }))
      const { core } = realCore()
      const { error, files } = await build(host, core, { root, options: { environment } })
      expect(error).toBeNull()
      const text = Object.values(files).join('\n')
      expect(text).toContain(`https://${appid}.${environment}.wechat.example.com`)
      expect(text).not.toContain('127.0.0.1')
      expect(parseMarker(readFileSync(markerPath(out), 'utf8'))).toMatchObject({
        platform: 'wechat',
        environment,
        appid,
        command: 'build',
        development: false,
        findings: { error: 0 },
      })
      expect(readdirSync(out).filter((name) => name.includes('mp-domains'))).toEqual([])
    }
  })

  it('says of a development build that it is one', async () => {
    const root = shop()
    const { core } = realCore()
    setNodeEnv('development')
    const { error } = await build(host, core, { root, mode: 'development' })
    expect(error).toBeNull()
    const file = markerPath(join(root, 'dist', host))
    expect(existsSync(file) && parseMarker(readFileSync(file, 'utf8'))).toMatchObject({
      environment: 'development',
      development: true,
    })
  })
})
