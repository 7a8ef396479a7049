import fc from 'fast-check'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { directoryOf, isAbsolute, joinPath, relativePath } from '../../../src/options/files'

describe('joining paths', () => {
  it('follows dots and starts over at an absolute piece', () => {
    expect(joinPath('/p/a', '../b', './c')).toBe('/p/b/c')
    expect(joinPath('/p', '/q', 'r')).toBe('/q/r')
    expect(joinPath('/p/', 'a/')).toBe('/p/a')
    expect(joinPath('/p', '../../../x')).toBe('/x')
    expect(joinPath('/', 'a')).toBe('/a')
    expect(joinPath('/p', '.')).toBe('/p')
    expect(joinPath('/')).toBe('/')
    expect(joinPath('/p/.hidden', 'a..b', '...')).toBe('/p/.hidden/a..b/...')
  })

  it('takes the paths of Windows', () => {
    expect(joinPath('C:\\work\\app', 'src\\a.ts')).toBe('C:/work/app/src/a.ts')
    expect(joinPath('C:/work', '../x')).toBe('C:/x')
    expect(joinPath('C:/work', 'D:\\other')).toBe('D:/other')
    expect(joinPath('C:/')).toBe('C:/')
  })

  it('agrees with Node wherever paths are absolute', () => {
    const piece = fc.stringMatching(/^[a-z.]{1,4}$/)
    const pieces = fc.array(fc.oneof(piece, fc.constant('..'), fc.constant('.')), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(
        pieces,
        (parts) => joinPath('/root', parts.join('/')) === path.posix.resolve('/root', parts.join('/')),
      ),
    )
  })
})

describe('directories and relations', () => {
  it('ends at the root', () => {
    expect(['/a/b', '/a', '/', 'C:/a/b', 'C:/a', 'C:/'].map(directoryOf)).toEqual([
      '/a',
      '/',
      '/',
      'C:/a',
      'C:/',
      'C:/',
    ])
    expect(['/a', 'C:/a', 'C:\\a', 'a', './a', '@/a'].map(isAbsolute)).toEqual([true, true, true, false, false, false])
  })

  it('says a path from a root', () => {
    expect(relativePath('/p/app', '/p/app/src/a.ts')).toBe('src/a.ts')
    expect(relativePath('/p/app', '/p/application/a.ts')).toBe('../application/a.ts')
    expect(relativePath('/p/app', '/q.ts')).toBe('../../q.ts')
    expect(relativePath('/', '/a.ts')).toBe('a.ts')
    expect(relativePath('C:/work', 'C:/other/a.ts')).toBe('../other/a.ts')
    expect(relativePath('C:/work', 'D:/other/a.ts')).toBe('D:/other/a.ts')
  })
})
