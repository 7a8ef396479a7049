import { describe, expect, it } from 'vitest'
import { checkCalls, checkDomains } from '../../../src/check'
import { fromLock, LOCK_NAME } from '../../../src/console/lock'
import { ConfigError, resolveOptions, type Options, type ResolveInput } from '../../../src/options'
import { message } from '../../../src/report'
import { makeCall } from '../check/build'
import { memoryFiles } from './memory-files'

const APPID = 'wx0123456789abcdef'
const OTHER = 'wxfedcba9876543210'

const LOCK = `${JSON.stringify(
  {
    version: 1,
    appids: {
      [APPID]: {
        platform: 'wechat',
        pulled: '2026-11-01T08:00:00Z',
        api: 'getwxadevinfo',
        domains: {
          request: ['https://api.example.com', 'https://trial.example.com', 'https://trial.example.com:8443'],
          uploadFile: [],
          socket: ['wss://ws.example.com'],
          webview: ['https://m.example.com'],
        },
      },
      [OTHER]: {
        platform: 'wechat',
        pulled: '2026-10-01T08:00:00Z',
        api: 'getwxadevinfo',
        domains: { request: ['https://other.example.com'] },
      },
    },
  },
  null,
  2,
)}\n`

async function resolve(domains: Options['domains'], lock: string | null = LOCK, input: Partial<ResolveInput> = {}) {
  const { options } = await resolveOptions({
    root: '/p',
    command: 'build',
    files: memoryFiles({
      '/p/project.config.json': JSON.stringify({ appid: APPID }),
      '/p/package.json': '{}',
      ...(lock === null ? {} : { [`/p/${LOCK_NAME}`]: lock }),
    }),
    shell: {},
    options: { lang: 'en', domains },
    ...input,
  })
  return options
}

async function problems(domains: unknown, lock?: string | null, input?: Partial<ResolveInput>): Promise<string[]> {
  try {
    await resolve(domains as Options['domains'], lock, input)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).problems.map(({ key, text, help }) => `${key} ${text.en} → ${help.en}`)
  }
  return []
}

describe('a set from the lock file', () => {
  it('is that of the project’s own appid, or of one that is named', async () => {
    const options = await resolve({ production: fromLock(), trial: fromLock({ appid: OTHER }) })
    expect(options.domainsOf('production')).toMatchObject({ webview: ['https://m.example.com'], uploadFile: [] })
    expect(options.domainsOf('trial')).toMatchObject({ request: ['https://other.example.com'] })
    expect(options.domainsFrom).toBe(LOCK_NAME)
  })

  it('serves every environment as one set for all, and stands in JSON too', async () => {
    for (const set of [fromLock(), JSON.parse('{ "fromLock": {} }') as ReturnType<typeof fromLock>]) {
      const options = await resolve(set)
      expect(options.domainsOf('anything')).toMatchObject({ socket: ['wss://ws.example.com'] })
      expect(options.domainsOf('development')).toBe(false)
    }
  })

  it.each([
    ['a host, with every port', { only: ['trial.example.com'] }, 2],
    ['an origin, to the letter', { only: ['https://trial.example.com'] }, 1],
    ['a host with a port', { only: ['trial.example.com:8443'] }, 1],
    ['all sub-domains', { only: ['*.example.com'] }, 3],
    ['all but a host', { except: ['TRIAL.example.com'] }, 1],
    ['only some, but not all of those', { only: ['*.example.com'], except: ['https://trial.example.com:8443'] }, 2],
  ])('takes %s', async (_, selection, count) => {
    const set = (await resolve({ production: fromLock(selection) })).domainsOf('production')
    expect(set && set.request).toHaveLength(count)
  })

  it('says nothing of lists that the API does not tell, and refuses what an empty list refuses', async () => {
    const options = await resolve(fromLock())
    const codes = (category: 'tcp' | 'uploadFile', url: string) =>
      checkCalls([makeCall([url], { category })], options).map(({ code }) => code)
    expect(codes('uploadFile', 'https://api.example.com/x')).toEqual(['domain-not-listed'])
    expect(codes('tcp', 'tcp://unlisted.example.com')).toEqual([])
  })

  it('makes an origin of another environment domain-not-listed, and says so', async () => {
    const options = await resolve({ production: fromLock({ except: ['trial.example.com'] }), trial: fromLock() })
    const [finding, ...rest] = checkCalls([makeCall(['https://trial.example.com/x'])], options)
    expect(rest).toEqual([])
    expect(finding).toMatchObject({
      code: 'domain-not-listed',
      environment: 'production',
      args: { listedFor: 'trial' },
    })
    expect(message('en', 'domain-not-listed.cause.listedFor', finding!.args)).toBe('listed for trial only')
    expect(checkCalls([makeCall(['https://trial.example.com/x'])], { ...options, environment: 'trial' })).toEqual([])
  })

  it('says where only its own selection leaves an origin out', async () => {
    const options = await resolve({ production: fromLock({ only: ['api.example.com', 'ws.example.com'] }) })
    const [finding] = checkCalls([makeCall(['https://trial.example.com/x'])], options)
    expect(finding).toMatchObject({
      code: 'domain-not-listed',
      args: { leftOut: 'https://trial.example.com' },
    })
    const [port] = checkCalls([makeCall(['https://trial.example.com:1/x'])], options)
    expect(port!.args.leftOut).toBeUndefined()
    expect(message('en', 'domain-not-listed.cause.leftOut', { ...finding!.args, environment: 'production' })).toBe(
      'the console has https://trial.example.com, but the list of production leaves it out',
    )
  })

  it('places findings about entries in the lock file, in the lists of the right appid', async () => {
    const options = await resolve({ production: fromLock({ appid: OTHER }) })
    const [unused] = checkDomains([], options, (...entry) => options.places.entry(...entry))
    const line = LOCK.split('\n').findIndex((text) => text.includes('other.example.com')) + 1
    expect(unused).toMatchObject({ code: 'unused-domain', file: `/p/${LOCK_NAME}`, line, column: 11 })
    const own = await resolve({ production: fromLock() })
    expect(own.places.entry('production', 'request', 'https://api.example.com').line).toBe(
      LOCK.split('\n').findIndex((text) => text.includes('api.example.com')) + 1,
    )
    expect(own.places.entry('production', 'uploadFile', '').line).toBe(
      LOCK.split('\n').findIndex((text) => text.includes('uploadFile')) + 1,
    )
  })
})

describe('a lock file that does not fit', () => {
  it('is named with the command that writes it', async () => {
    expect(await problems({ production: fromLock() }, null)).toEqual([
      `domains.production needs mp-domains.lock.json, which is not there → write it with \`mp-domains pull --appid ${APPID}\``,
    ])
    const [conflict] = await problems(fromLock(), '<<<<<<< HEAD\n{}')
    expect(conflict).toContain('is no JSON (a merge conflict?)')
    expect((await problems(fromLock(), '{ "version": 2 }'))[0]).toContain('another version')
    expect((await problems(fromLock(), '{ "version": 1, "appids": { "a": 1 } }'))[0]).toContain('form of a lock file')
    expect((await problems(fromLock(), '[]'))[0]).toContain('form of a lock file')
  })

  it('is told apart from an appid that is misspelt, missing, or of another platform', async () => {
    expect((await problems(fromLock({ appid: `${OTHER.slice(0, -1)}1` })))[0]).toContain(`did you mean '${OTHER}'?`)
    const none = memoryFiles({ '/p/package.json': '{}', [`/p/${LOCK_NAME}`]: LOCK })
    expect((await problems(fromLock(), LOCK, { files: none }))[0]).toContain('names no appid')
    expect((await problems(fromLock({ appid: APPID }), LOCK, { flags: { platform: 'douyin' } }))[0]).toContain(
      'is of wechat; this build is for douyin',
    )
    expect(await problems(fromLock({ appid: APPID }), LOCK, { flags: { platform: 'wechat-game' } })).toEqual([])
  })

  it('is no obstacle for the command that writes it', async () => {
    const options = await resolve({ production: fromLock(), trial: { request: [] } }, null, { lockOptional: true })
    expect(options.domainsOf('production')).toBeNull()
    expect(options.domainsOf('trial')).toEqual({ request: [] })
  })

  it('makes items that hit nothing problems of the configuration', async () => {
    expect(await problems({ production: fromLock({ except: ['https://trail.example.com'] }) })).toEqual([
      `domains.production names 'https://trail.example.com', which is in none of the lists of ${APPID} → did you mean 'https://trial.example.com'?`,
    ])
    expect((await problems(fromLock({ only: ['unheard.of.org'] })))[0]).toContain(
      'take it out, or pull the lists again',
    )
  })

  it('is no excuse for a wrong option', async () => {
    expect(await problems({ production: { fromLock: { olny: [] } } })).toEqual([
      'domains.production.fromLock.olny is not a known key → did you mean `only`?',
    ])
    expect(await problems({ production: { fromLock: { only: 'x' } } })).toHaveLength(1)
    expect(await problems({ production: { fromLock: {}, request: [] } })).toHaveLength(1)
    expect((await problems({ request: fromLock() }))[0]).toContain('domains.request is one list')
  })
})
