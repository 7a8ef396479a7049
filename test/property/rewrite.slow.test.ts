import { expect, it } from 'vitest'
import { hasUrlOutsideComments, scanRegions } from '../../src/extract/scan'
import { auditText, compileHostMap, rewriteAsset } from '../../src/rewrite'

const map = compileHostMap({ 'http://127.0.0.1:3000': 'https://prod.cn', '<lan>:*': 'https://lan.cn' })

function timeOf(text: string): { time: number; edits: number; hits: number } {
  const start = performance.now()
  scanRegions(text, 'js')
  hasUrlOutsideComments(text, 'js')
  const hits = auditText(text, 'js', { maps: [map] }).length
  const edits = rewriteAsset(text, 'js', map)?.edits.length ?? 0
  return { time: performance.now() - start, edits, hits }
}

it.each(['/', '`${', '<!--', '<a><b>{', '\\', '//a', 'x="http://127.0.0.1:3000/",'])(
  'reads 5 MB of %j on one line in time in proportion',
  (unit) => {
    const count = Math.floor(5_000_000 / unit.length)
    const small = timeOf(unit.repeat(Math.floor(count / 8)))
    const large = timeOf(unit.repeat(count))
    // Eight times the length takes eight times as long, or 64 times where a loop is quadratic.
    expect(large.time / Math.max(small.time, 10)).toBeLessThan(40)
    const urls = unit.startsWith('x') ? count : 0
    expect([large.edits, large.hits]).toEqual([urls, urls])
  },
)

it('reads a bundle of 20 MB on one line', () => {
  const code = 'function f(a,b){return a/b>2?`x${a}`:"y\\n"+/["\\]]/.test(b)}'
  const text = `${code.repeat(20_000_000 / code.length)};g("http:\\/\\/127.0.0.1:3000\\/x")`
  const small = timeOf(text.slice(-2_500_000))
  const large = timeOf(text)
  expect(large.time / Math.max(small.time, 10)).toBeLessThan(40)
  expect([large.edits, large.hits]).toEqual([1, 1])
})
