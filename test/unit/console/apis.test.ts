import { describe, expect, it } from 'vitest'
import { apisOfConsole, CONSOLE_APIS } from '../../../src/console/apis'
import { findPlatform, PLATFORMS } from '../../../src/platforms'
import { LISTED_CATEGORIES } from '../../../src/platforms/types'

const all = CONSOLE_APIS.map((api) => [`${api.platforms[0]} ${api.name}`, api] as const)

describe('the table of server APIs', () => {
  it.each(all)('%s names platforms, lists and sources that exist', (_, api) => {
    for (const platform of api.platforms) expect(findPlatform(platform)?.name).toBe(platform)
    for (const call of api.calls) {
      expect(Object.keys(call.lists).length).toBeGreaterThan(0)
      for (const category of Object.keys(call.lists)) expect(LISTED_CATEGORIES).toContain(category)
      expect(call.path).toMatch(/^\/[\w/]+$/)
      expect(call.source).toMatch(/^https:\/\/[\w.-]+\//)
      // Nothing but reading: an action that changes lists must never be sent.
      expect(call.body).toEqual(call.body.action === undefined ? {} : { action: 'get' })
    }
    expect(new URL(api.base).origin).toBe(api.base)
    expect(api.errors.source).toMatch(/^https:\/\//)
  })

  it.each(all)('%s explains its codes and empty lists in both languages', (_, api) => {
    for (const words of [api.empty, api.token.of, ...Object.values(api.errors.rows).map(({ text }) => text)]) {
      expect(words.en).toMatch(/^[\x20-\x7e’“”]+$/)
      expect(words.zh).toMatch(/[一-龥]/)
    }
  })

  it('has the API of each platform whose table names one, under the same host', () => {
    for (const platform of PLATFORMS) {
      const [usual] = apisOfConsole(platform.name)
      expect(usual?.base, platform.name).toBe(platform.serverApi ? new URL(platform.serverApi.url).origin : undefined)
      if (usual) expect(usual.calls.map(({ path }) => usual.base + path)).toContain(platform.serverApi!.url)
    }
  })

  it('names no API twice for a platform', () => {
    for (const { name } of PLATFORMS) {
      const names = apisOfConsole(name).map((api) => api.name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
})
