import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settle, urlsKey, type Accounting, type Call } from '../../../bench/precision'

const call = (line: number, url: string, category = 'request', file = 'src/a.ts'): Call => ({
  file,
  line,
  column: 1,
  api: category === 'none' ? 'image.src' : 'wx.request',
  category: category as Call['category'],
  via: [],
  resolution: 'full',
  urls: [{ url, origin: null, rewritten: null, source: null }],
  unknown: null,
})

const account: Accounting = {
  project: 'owner/name',
  commit: '',
  files: { under: 'src/', endings: ['.ts'] },
  labelled: ['src/a.ts:10:request'],
  calls: [],
}

const judged = (of: Call, verdict: boolean, why: string) => ({ ...of, urls: urlsKey(of), verdict, why })

describe('settle', () => {
  it('lets each label serve one call, the nearest', () => {
    const sheet = settle(account, [call(9, 'https://a'), call(10, 'https://b'), call(13, 'https://c')])
    expect(sheet).toMatchObject({ reported: 3, labels: 1, labelled: 1 })
    expect(sheet.unaccounted.map(({ line }) => line)).toEqual([9, 13])
  })

  it('keeps categories and files apart', () => {
    const sheet = settle(account, [call(10, 'https://a', 'uploadFile'), call(10, 'https://a', 'request', 'lib/a.ts')])
    expect(sheet).toMatchObject({ reported: 1, labelled: 0 })
    expect(sheet.unaccounted).toHaveLength(1)
  })

  it('counts a judged call by its verdict, and as unaccounted once its URLs are others', () => {
    const images = [
      call(1, 'https://a/1.png', 'none'),
      call(2, '/1.png', 'none'),
      call(3, 'https://b', 'none'),
    ] as const
    const calls = [judged(images[0], true, 'image'), judged(images[1], true, 'package-file')]
    const known = { ...account, calls: [...calls, judged(images[2], false, 'impossible-alternative')] }
    expect(settle(known, images)).toMatchObject({ asked: 1, noServer: 1, unaccounted: [], wrong: [{ line: 3 }] })
    const changed = [call(1, 'https://other', 'none'), images[1], call(3, 'https://c', 'none')]
    expect(settle(known, changed)).toMatchObject({ asked: 0, noServer: 1, wrong: [] })
    expect(settle(known, changed).unaccounted.map(({ line }) => line)).toEqual([1, 3])
  })

  it('lets an entry serve one call only', () => {
    const image = call(1, 'https://a/1.png', 'none')
    const sheet = settle({ ...account, calls: [judged(image, true, 'image')] }, [image, image])
    expect(sheet).toMatchObject({ asked: 1, unaccounted: [{ line: 1 }] })
  })
})

describe('the accounts', () => {
  const folder = new URL('../../../bench/precision/', import.meta.url)
  it.each(readdirSync(folder))('%s judges calls of its own files', (name) => {
    const { project, commit, files, labelled, calls } = JSON.parse(
      readFileSync(new URL(name, folder), 'utf8'),
    ) as Accounting
    expect(name).toBe(`${project.replace('/', '__')}.json`)
    expect(commit).toMatch(/^[0-9a-f]{40}$/)
    expect(new Set(labelled).size).toBe(labelled.length)
    for (const { file, urls, verdict, why } of calls) {
      expect(file.startsWith(files.under) && files.endings.some((ending) => file.endsWith(ending))).toBe(true)
      expect(urls).toMatch(/^[0-9a-f]{12}$/)
      const reasons = verdict
        ? ['audio', 'data-url', 'image', 'package-file', 'video']
        : ['impossible-alternative', 'never-rendered']
      expect(reasons).toContain(why)
    }
  })
})
