import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { guardCode } from '../../../src/guard'
import { uploadGuard } from '../../../src/guard/upload'
import type { ResolvedOptions } from '../../../src/options'
import { findPlatform, PLATFORMS } from '../../../src/platforms'

const wechat = findPlatform('wechat')!
const options = (given: Partial<ResolvedOptions>) =>
  ({ platform: wechat, development: true, guard: 'upload', ...given }) as ResolvedOptions

interface Shown {
  title: string
  content: string
}

/** Runs the check under a namespace that says this version; gives what it showed. */
function shownBy(name: string, namespace: object): Shown[] {
  const platform = findPlatform(name)!
  const shown: Shown[] = []
  const show = (message: Shown) => shown.push(message)
  runInNewContext(uploadGuard(platform)!, {
    [platform.namespaces[0]]: { showModal: show, alert: show, ...namespace },
  })
  return shown
}

const account = (envVersion: unknown) => ({ getAccountInfoSync: () => ({ miniProgram: { envVersion } }) })

describe('the check of a development build', () => {
  it('shows one modal in a trial or released version, and nothing elsewhere', () => {
    for (const version of ['trial', 'release']) {
      const [modal, ...more] = shownBy('wechat', account(version))
      expect(modal.content).toContain('开发构建被上传：请上传生产构建')
      expect(modal.content).toMatch(/development build/)
      expect(more).toEqual([])
    }
    for (const version of ['develop', '', undefined]) expect(shownBy('wechat', account(version))).toEqual([])
  })

  it('asks each platform in its own way', () => {
    expect(shownBy('alipay', account('gray'))).toHaveLength(1)
    expect(shownBy('alipay', account('develop'))).toEqual([])
    const environment = (envType: string) => ({ getEnvInfoSync: () => ({ microapp: { envType } }) })
    expect(shownBy('douyin', environment('production'))).toHaveLength(1)
    expect(shownBy('douyin', environment('development'))).toEqual([])
    expect(shownBy('wechat-game', account('release'))).toHaveLength(1)
  })

  it('never throws, whatever is missing', () => {
    expect(shownBy('wechat', {})).toEqual([])
    expect(shownBy('wechat', { getAccountInfoSync: () => null })).toEqual([])
    expect(shownBy('wechat', { ...account('release'), showModal: undefined })).toEqual([])
    expect(() => runInNewContext(uploadGuard(wechat)!, {})).not.toThrow()
    const frozen = Object.freeze({ ...account('release'), showModal() {} })
    expect(() => runInNewContext(uploadGuard(wechat)!, { wx: frozen })).not.toThrow()
  })

  it('shows it once though several files carry it, and leaves no name that code would meet', () => {
    const shown: unknown[] = []
    const wx = { ...account('release'), showModal: (message: unknown) => shown.push(message) }
    const before = Object.keys(wx)
    runInNewContext(uploadGuard(wechat)! + uploadGuard(wechat)!, { wx })
    expect(shown).toHaveLength(1)
    expect(Object.keys(wx)).toEqual(before)
  })

  it('is under 1 KB, in one line', () => {
    const made = PLATFORMS.map(uploadGuard).filter((code) => code !== null)
    expect(made.length).toBeGreaterThan(2)
    for (const code of made) {
      expect(new TextEncoder().encode(code).length).toBeLessThan(1024)
      expect(code).not.toContain('\n')
    }
  })

  it('is added only where a source says how the version is read, and never to a production build', () => {
    for (const platform of PLATFORMS) {
      expect(guardCode(options({ platform })) !== null).toBe(platform.runtime !== undefined)
      expect(guardCode(options({ platform, development: false, guard: 'all' }))).toBeNull()
    }
    expect(findPlatform('web')!.runtime).toBeUndefined()
    expect(guardCode(options({ guard: false }))).toBeNull()
  })
})
