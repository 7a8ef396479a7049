import { expect, it } from 'vitest'
import { hasUrlOutsideComments, scanRegions } from '../../src/extract/scan'
import { auditText, compileHostMap, rewriteAsset } from '../../src/rewrite'
import { growth, MOST_GROWTH } from '../support/growth'

const map = compileHostMap({ 'http://127.0.0.1:3000': 'https://prod.cn', '<lan>:*': 'https://lan.cn' })

function read(text: string): { edits: number; hits: number } {
  scanRegions(text, 'js')
  hasUrlOutsideComments(text, 'js')
  const hits = auditText(text, 'js', { maps: [map] }).length
  return { edits: rewriteAsset(text, 'js', map)?.edits.length ?? 0, hits }
}

it.each(['/', '`${', '<!--', '<a><b>{', '\\', '//a', 'x="http://127.0.0.1:3000/",'])(
  'reads 5 MB of %j on one line in time in proportion',
  (unit) => {
    const count = Math.floor(5_000_000 / unit.length / 8)
    expect(growth((units) => void read(unit.repeat(units)), count)).toBeLessThan(MOST_GROWTH)
    const urls = unit.startsWith('x') ? count : 0
    expect(read(unit.repeat(count))).toEqual({ edits: urls, hits: urls })
  },
)

it('reads a bundle of 20 MB on one line', () => {
  const code = 'function f(a,b){return a/b>2?`x${a}`:"y\\n"+/["\\]]/.test(b)}'
  const end = ';g("http:\\/\\/127.0.0.1:3000\\/x")'
  expect(growth((units) => void read(code.repeat(units) + end), Math.floor(2_500_000 / code.length))).toBeLessThan(
    MOST_GROWTH,
  )
  expect(read(code.repeat(10) + end)).toEqual({ edits: 1, hits: 1 })
})
