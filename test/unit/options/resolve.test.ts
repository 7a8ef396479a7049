import { describe, expect, it } from 'vitest'
import { ConfigError, resolveOptions, type Options, type ResolveInput } from '../../../src/options'
import { memoryFiles } from './memory-files'

/** Options resolved for a project in memory under `/p`. */
async function resolve(options: Options = {}, input: Partial<ResolveInput> = {}, tree: Record<string, string> = {}) {
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/p/${name}`, text])))
  return resolveOptions({
    root: '/p',
    command: 'build',
    files,
    shell: {},
    options: { lang: 'en', ...options },
    ...input,
  })
}

async function problems(options: unknown, input: Partial<ResolveInput> = {}): Promise<string[]> {
  try {
    await resolve(options as Options, input)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).problems.map(({ key, text, help }) => `${key}: ${text.en} → ${help.en}`)
  }
  return []
}

const SET = { request: ['https://api.example.com'] }

describe('environment', () => {
  const cases: [name: string, options: Options, input: Partial<ResolveInput>, environment: string, from: string][] = [
    ['production by default', {}, {}, 'production', 'default'],
    ["the host's mode", {}, { mode: { name: 'test', from: 'vite --mode' } }, 'test', 'vite --mode'],
    [
      'a script that names a configured environment',
      { domains: { uat: SET } },
      { shell: { UNI_CUSTOM_SCRIPT: 'uat' }, mode: { name: 'production', from: 'uni --mode' } },
      'uat',
      'UNI_CUSTOM_SCRIPT',
    ],
    [
      'not a script that names none',
      {},
      { shell: { UNI_CUSTOM_SCRIPT: 'mp-mine' }, mode: { name: 'production', from: 'uni --mode' } },
      'production',
      'uni --mode',
    ],
    [
      'MP_DOMAINS_ENV over the mode',
      {},
      { shell: { MP_DOMAINS_ENV: 'trial' }, mode: { name: 'x', from: 'm' } },
      'trial',
      'MP_DOMAINS_ENV',
    ],
    ['--env over MP_DOMAINS_ENV', {}, { flags: { env: 'a' }, shell: { MP_DOMAINS_ENV: 'b' } }, 'a', '--env'],
    ['the option over --env', { environment: 'o' }, { flags: { env: 'a' } }, 'o', 'option'],
    ['an alias', { environments: { uat: 'trial' } }, { flags: { env: 'uat' } }, 'trial', '--env'],
    ['an alias of an alias', { environments: { a: 'b', b: 'c' } }, { flags: { env: 'a' } }, 'c', '--env'],
    ['a ring of aliases', { environments: { a: 'b', b: 'a' } }, { flags: { env: 'a' } }, 'a', '--env'],
  ]
  it.each(cases)('is %s', async (_, options, input, environment, from) => {
    const { options: resolved } = await resolve(options, input)
    expect([resolved.environment, resolved.environmentFrom]).toEqual([environment, from])
  })

  it('picks the .env files by its name before aliases, and NODE_ENV by the one after', async () => {
    const tree = { '.env.dev': 'VITE_API=http://127.0.0.1:3000', '.env.development': 'VITE_API=wrong' }
    const { options } = await resolve({ environments: { dev: 'development' } }, { flags: { env: 'dev' } }, tree)
    const value = (name: string) => options.defines.get(name)?.value
    expect(value('import.meta.env.VITE_API')).toBe('http://127.0.0.1:3000')
    expect(value('import.meta.env.MODE')).toBe('dev')
    expect(value('process.env.NODE_ENV')).toBe('development')
    expect([value('import.meta.env.DEV'), value('import.meta.env.PROD')]).toEqual([true, false])
  })

  it('knows the names that the configuration mentions', async () => {
    const { options } = await resolve({ domains: { uat: SET }, hostMap: { qa: {} }, environments: { a: 'b' } })
    expect([...options.knownEnvironments].sort()).toEqual(['a', 'b', 'development', 'production', 'qa', 'trial', 'uat'])
  })
})

describe('domain sets and host maps', () => {
  const MAP = { 'http://127.0.0.1:3000': 'https://api.example.com' }

  it('takes one set and one map for all environments but development', async () => {
    const { options } = await resolve({ domains: SET, hostMap: MAP })
    expect(options.domainsOf('production')).toEqual(SET)
    expect(options.domainsOf('anything')).toEqual(SET)
    expect(options.domainsOf('development')).toBe(false)
    expect(options.hostMapOf('trial')).toEqual(MAP)
    expect(options.hostMapOf('development')).toEqual({})
  })

  it("takes an environment's own, else production's", async () => {
    const trial = { request: ['https://trial.example.com'] }
    const { options } = await resolve({
      domains: { production: SET, trial, development: trial },
      hostMap: { production: MAP, trial: {} },
      environments: { uat: 'trial' },
    })
    expect(options.domainsOf('trial')).toEqual(trial)
    expect(options.domainsOf('uat')).toEqual(trial)
    expect(options.domainsOf('test')).toEqual(SET)
    expect(options.domainsOf('development')).toEqual(trial)
    expect(options.hostMapOf('trial')).toEqual({})
    expect(options.hostMapOf('test')).toEqual(MAP)
  })

  it('tells nothing configured from no findings wanted', async () => {
    const nothing = await resolve()
    expect(nothing.options.domainsOf('production')).toBeNull()
    expect(nothing.options.domainsFrom).toBeNull()
    const off = await resolve({ domains: false })
    expect(off.options.domainsOf('production')).toBe(false)
    const partly = await resolve({ domains: { production: SET, test: false } })
    expect(partly.options.domainsOf('test')).toBe(false)
  })

  it('says where they came from', async () => {
    expect((await resolve({ domains: SET })).options.domainsFrom).toBe('plugin options')
    const config = { file: '/p/mp-domains.config.ts', value: { domains: SET } }
    expect((await resolve({}, { config })).options.domainsFrom).toBe('mp-domains.config.ts')
    const above = { file: '/mp-domains.config.ts', value: { domains: SET } }
    expect((await resolve({}, { config: above })).options.domainsFrom).toBe('../mp-domains.config.ts')
  })
})

describe('platform', () => {
  const named = async (options: Options, input: Partial<ResolveInput>, tree: Record<string, string> = {}) => {
    const { options: resolved, platformFrom } = await resolve(options, input, tree)
    return `${resolved.platform.name} (${platformFrom})`
  }

  it('is the option, the toolchain, what the tree shows, or wechat, in this order', async () => {
    const shell = { UNI_PLATFORM: 'h5' }
    expect(await named({ platform: 'mp-alipay' }, { shell })).toBe('alipay (option)')
    expect(await named({}, { shell })).toBe('web (UNI_PLATFORM)')
    expect(await named({}, { shell: { TARO_ENV: 'swan' } })).toBe('baidu (TARO_ENV)')
    expect(await named({}, { shell: { MPX_CURRENT_TARGET_MODE: 'ali' } })).toBe('alipay (MPX_CURRENT_TARGET_MODE)')
    expect(await named({}, {}, { 'pages/a/a.axml': '', 'mini.project.json': '{}' })).toBe('alipay (.axml)')
    expect(await named({}, {}, { 'pages/a/a.ttml': '', 'project.config.json': '{}' })).toBe('douyin (.ttml)')
    expect(await named({}, {}, { 'game.js': '', 'game.json': '', 'project.config.json': '{}' })).toBe(
      'wechat-game (game.json)',
    )
    const uni = { 'manifest.json': '{}', 'pages.json': '{}', 'mini.project.json': '{}', 'mycomponents/a/a.axml': '' }
    expect(await named({}, {}, uni)).toBe('wechat (default)')
    expect(await named({}, {}, { 'index.html': '', 'src/pages.json': '', 'src/pages/a.nvue': '' })).toBe(
      'wechat (default)',
    )
    expect(await named({}, { flags: { platform: 'weapp' }, shell })).toBe('wechat (--platform)')
  })

  it('is never another one silently', async () => {
    expect(await problems({ platform: 'wechta' })).toEqual([
      expect.stringMatching(/^platform: 'wechta' is not a known platform → did you mean 'wechat'\?/),
    ])
    expect(await problems({}, { shell: { UNI_PLATFORM: 'mp-nowhere' } })).toHaveLength(1)
  })

  it("gives the program the toolchain's name of it", async () => {
    const values = async (input: Partial<ResolveInput>) => {
      const { defines } = (await resolve({}, input)).options
      return ['process.env.UNI_PLATFORM', 'process.env.TARO_ENV', '__mpx_mode__'].map(
        (name) => defines.get(name)?.value,
      )
    }
    expect(await values({})).toEqual(['mp-weixin', 'weapp', 'wx'])
    expect(await values({ shell: { UNI_PLATFORM: 'app-plus' } })).toEqual(['app-plus', undefined, undefined])
  })

  it('reads the appid, and takes no placeholder for one', async () => {
    const appid = async (tree: Record<string, string>, platform = 'wechat') =>
      (await resolve({ platform }, {}, tree)).options.appid
    expect(await appid({ 'project.config.json': '{ "appid": "wx123", }' })).toBe('wx123')
    expect(await appid({ 'project.config.json': '{ "appid": "touristappid" }' })).toBeNull()
    const manifest = '{ /* uni-app */ "mp-weixin": { "appid": "wx9" }, "mp-alipay": { "appid": "2021" } }'
    expect(await appid({ 'src/manifest.json': manifest })).toBe('wx9')
    expect(await appid({ 'src/manifest.json': manifest }, 'alipay')).toBe('2021')
    expect(await appid({ 'project.config.json': 'not json' })).toBeNull()
  })
})

describe('build-time values', () => {
  it('come from .env files with their places, the host, and the option, in this order', async () => {
    const tree = { '.env': 'VITE_A=1\nVITE_B=1\nVITE_C=1\nOTHER=1', 'package.json': '{"devDependencies":{"vite":"8"}}' }
    const defines = [
      ['import.meta.env.VITE_B', { value: 'host', place: null }],
      ['import.meta.env.VITE_C', { value: 'host', place: null }],
    ] as const
    const { options } = await resolve(
      { define: { 'import.meta.env.VITE_C': '"option"', API: "'x'", FLAG: true, X: 'someName' } },
      { defines },
      tree,
    )
    expect(options.defines.get('import.meta.env.VITE_A')).toEqual({
      value: '1',
      place: { file: '/p/.env', line: 1, column: 8 },
    })
    expect(options.defines.get('import.meta.env.VITE_B')?.value).toBe('host')
    expect(options.defines.get('import.meta.env.VITE_C')?.value).toBe('option')
    expect(options.defines.get('API')?.value).toBe('x')
    expect(options.defines.get('FLAG')?.value).toBe(true)
    expect(options.defines.has('X')).toBe(false)
    expect(options.defines.has('process.env.OTHER')).toBe(false)
  })

  it("shows the variables of the project's toolchain, or of every one where none is known", async () => {
    const tree = { '.env': 'VITE_A=1\nTARO_APP_A=1\nVUE_APP_A=1\nMY_A=1' }
    const shown = async (options: Options, packages?: string) => {
      const all = { ...tree, ...(packages ? { 'package.json': packages } : {}) }
      const { defines } = (await resolve(options, {}, all)).options
      return [...defines.keys()].filter((name) => /^process\.env\.\w+_A$/.test(name)).map((name) => name.slice(12))
    }
    expect(await shown({})).toEqual(['VITE_A', 'TARO_APP_A', 'VUE_APP_A'])
    expect(await shown({}, '{"dependencies":{"@tarojs/taro":"4"}}')).toEqual(['TARO_APP_A'])
    expect(await shown({ envPrefix: ['MY_'] })).toEqual(['MY_A'])
  })
})

describe('configuration file', () => {
  const file = '/p/mp-domains.config.ts'

  it('is overruled by the plugin, key by key', async () => {
    const value = { domains: SET, failOn: 'warn', rules: { 'lan-host': 'off' } }
    const { options } = await resolve({ failOn: 'never', rules: undefined }, { config: { file, value } })
    expect(options.failOn).toBe('never')
    expect(options.rules['lan-host']).toBe('off')
    expect(options.domainsOf('production')).toEqual(SET)
  })

  it('may be a function of what is being built', async () => {
    const seen: unknown[] = []
    const value = (context: unknown) => {
      seen.push(context)
      return { environments: { uat: 'trial' }, domains: SET }
    }
    const tree = { 'project.config.json': '{"appid":"wx1"}', '.env.uat': 'A=$B\nB=1' }
    const input = { config: { file, value }, flags: { env: 'uat' }, shell: { HOME: '/h' } }
    const { options } = await resolve({}, input, tree)
    expect(options.environment).toBe('trial')
    const context = { platform: 'wechat', command: 'build', appid: 'wx1', env: { HOME: '/h', A: '1', B: '1' } }
    expect(seen).toEqual([
      { ...context, environment: 'uat' },
      { ...context, environment: 'trial' },
    ])
  })

  it('that throws is a configuration error', async () => {
    const value = () => {
      throw new Error('no key')
    }
    const thrown = resolve({}, { config: { file, value } })
    await expect(thrown).rejects.toThrow(/^mp-domains\.config\.ts can't be used: no key/)
  })

  it('counts its root from its own directory', async () => {
    const { options } = await resolve({}, { config: { file: '/mp-domains.config.ts', value: { root: 'p/app' } } })
    expect(options.root).toBe('/p/app')
  })
})

describe('configuration errors', () => {
  const cases: [options: unknown, ...expected: RegExp[]][] = [
    [{ domain: SET }, /^domain: is not a known key → did you mean `domains`\?/],
    [{ enviroment: 'x' }, /^enviroment: .*did you mean `environment`\?/],
    [{ whatever: 1 }, /^whatever: is not a known key → known keys: platform, /],
    [{ domains: { request: [], upload: [] } }, /^domains\.upload: .*did you mean `uploadFile`\?/],
    [{ domains: { production: { ws: [] } } }, /^domains\.production\.ws: .*did you mean `socket`\?/],
    [
      { domains: { production: { requestdomain: [] } } },
      /^domains\.production\.requestdomain: .*did you mean `request`\?/,
    ],
    [{ domains: { wsrequestdomain: [] } }, /did you mean `socket`\?/],
    [{ domains: { 'web-view': [] } }, /^domains\['web-view'\]: .*did you mean `webview`\?/],
    [{ domains: { downloaddomain: [], udpdomain: [] } }, /`downloadFile`/, /`udp`/],
    [
      { domains: { request: 'https://a.example.com' } },
      /^domains\.request: is 'https:\/\/a\.example\.com', which is not an array/,
    ],
    [{ domains: { production: { request: [1] } } }, /^domains\.production\.request\[0\]: is 1/],
    [{ domains: true }, /^domains: is true, which is not an object/],
    [{ domains: { production: 'x' } }, /^domains\.production: is not a known key/],
    [{ hostMap: { production: { 'http://a.test': 1 } } }, /^hostMap\.production\['http:\/\/a\.test'\]: is 1/],
    [{ hostMap: { 'http://a.test': 'https://b.test', x: {} } }, /^hostMap/],
    [{ hostMap: { 'http://a.test': 'http://a.test/x' } }, /^hostMap\['http:\/\/a\.test'\]: has a target that the key/],
    [{ hostMap: { production: { 'a b': 'https://b.test' } } }, /^hostMap\.production\['a b'\]: is no origin/],
    [{ rules: { 'loopback-hosts': 'off' } }, /^rules\['loopback-hosts'\]: .*`loopback-host`/],
    [
      { rules: { 'loopback-host': 'warning' } },
      /^rules\['loopback-host'\]: is 'warning', .* \(did you mean 'warn'\?\)/,
    ],
    [{ failOn: 'errors' }, /^failOn: .*did you mean 'error'\?/],
    [{ ignores: [{ code: 'lan-hos' }] }, /^ignores\[0\]\.code: .*did you mean 'lan-host'\?/],
    [{ ignores: [{ until: 'soon' }] }, /^ignores\[0\]\.until: /],
    [{ declares: [{ file: 'x' }] }, /^declares\[0\]\.hosts: is missing/],
    [{ clients: [{}] }, /^clients\[0\]\.packages: is missing/],
    [{ clients: [{ packages: ['x'], baseURL: 'b' }] }, /^clients\[0\]\.baseURL: .*did you mean `base`\?/],
    [
      { clients: [{ packages: ['x'], methods: [{ names: ['get'], url: 'first' }] }] },
      /^clients\[0\]\.methods\[0\]\.url: is 'first'/,
    ],
    [{ limits: { perCategory: 0 } }, /^limits\.perCategory: is 0/],
    [{ envPrefix: [''] }, /^envPrefix\[0\]: /],
    [{ lang: 'fr' }, /^lang: /],
    [{ guard: true }, /^guard: /],
    [{ platform: { name: 'x' } }, /^platform\.aliases: is missing → make the table with definePlatform/],
    [
      { environments: { uat: 'trial' }, domains: { uat: SET } },
      /^environments\.uat: makes 'uat' another name for 'trial'/,
    ],
    [[], /^null: is array/],
    [{ failOn: 1, rules: 2 }, /^failOn/, /^rules/],
  ]
  it.each(cases)('says of %j what is wrong and the way out', async (options, ...expected) => {
    const found = await problems(
      Array.isArray(options) ? undefined : options,
      Array.isArray(options) ? { config: { file: '/p/c.json', value: options } } : {},
    )
    expect(found).toHaveLength(expected.length)
    for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern)
  })

  it('speaks the language that is set', async () => {
    await expect(resolve({ lang: 'zh', domain: 1 } as Options)).rejects.toThrow(
      'plugin options: `domain`不是已知的配置项\n  → 是否想写 `domains`？',
    )
    await expect(resolve({ domain: 1 } as Options)).rejects.toThrow(
      'plugin options: `domain` is not a known key\n  → did you mean `domains`?',
    )
  })

  it('accepts everything that the documents name', async () => {
    const all: Options = {
      platform: 'wechat',
      environment: 'production',
      environments: { uat: 'trial' },
      domains: {
        production: { ...SET, uploadFile: [], downloadFile: [], socket: [], udp: [], tcp: [], webview: [] },
        development: false,
      },
      hostMap: {
        production: { 'http://127.0.0.1:3000': 'https://api.example.com', '<lan>:3000': 'https://api.example.com' },
      },
      envVersion: { develop: 'development' },
      rules: { 'unresolved-url': 'warn' },
      failOn: 'error',
      ignores: [
        { code: ['lan-host'], url: /x/, host: 'h', file: '**', package: 'p', reason: 'r', until: '2030-01-01' },
      ],
      declares: [{ file: 'x', package: 'p', api: 'wx.request', hosts: ['h'], reason: 'r' }],
      clients: [
        { packages: ['x'] },
        { packages: ['y'], base: null, methods: [{ names: ['', 'get'], url: 0, either: true }] },
      ],
      include: /x/,
      exclude: ['a/**', /b/],
      root: '.',
      alias: { '@': 'src' },
      define: { A: 1 },
      envDir: 'env',
      envPrefix: 'APP_',
      report: { json: 'r.json' },
      lang: 'auto',
      limits: { perCategory: 20 },
      baseline: 'b.json',
      guard: false,
      overlay: false,
    }
    const { options } = await resolve(all)
    expect(options.limits).toEqual({
      request: 20,
      uploadFile: 20,
      downloadFile: 20,
      socket: 20,
      udp: 20,
      tcp: 20,
      webview: 20,
    })
    expect(options.filter('/p/x.js')).toBe(true)
    expect(options.filter('/p/a/x.js')).toBe(false)
  })
})

describe('defaults', () => {
  it('fail builds and the command, never dev and watch', async () => {
    const failOn = async (command: ResolveInput['command']) => (await resolve({}, { command })).options.failOn
    expect(await Promise.all((['build', 'check', 'audit', 'dev', 'watch'] as const).map(failOn))).toEqual([
      'error',
      'error',
      'error',
      'never',
      'never',
    ])
  })

  it('apply the host map in builds, and in the command only when asked', async () => {
    expect((await resolve()).options.rewrite).toBe(true)
    expect((await resolve({}, { command: 'check' })).options.rewrite).toBe(false)
    expect((await resolve({}, { command: 'check', flags: { rewrite: true } })).options.rewrite).toBe(true)
  })

  it('know the names of #ifdef in uni-app trees only', async () => {
    const ifdef = async (tree: Record<string, string>, input: Partial<ResolveInput> = {}) =>
      (await resolve({}, input, tree)).options.ifdef
    expect(await ifdef({})).toBeNull()
    expect(await ifdef({ 'manifest.json': '{}', 'pages.json': '{}' })).toEqual(['MP-WEIXIN', 'MP', 'VUE2'])
    expect(await ifdef({ 'src/manifest.json': '{"vueVersion":"3"}', 'src/pages.json': '{}' })).toEqual([
      'MP-WEIXIN',
      'MP',
      'VUE3',
    ])
    expect(await ifdef({ 'manifest.json': '{}', 'pages.json': '{}' }, { ifdefResolved: true })).toBeNull()
  })
})

describe('ext.json', () => {
  const valueOf = async (text: string) =>
    (await resolve({}, {}, { 'app.json': '{}', 'ext.json': text })).options.defines.get('getExtConfigSync().host')
      ?.value

  it('gives what the program reads of it, where it is in force', async () => {
    expect(await valueOf('{ "extEnable": true, "ext": { "host": "https://api.example.com" } }')).toBe(
      'https://api.example.com',
    )
    expect(await valueOf('{ "extEnable": false, "ext": { "host": "https://api.example.com" } }')).toBeUndefined()
    expect(await valueOf('{')).toBeUndefined()
  })
})
