import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, stripJson } from '../../../src/options/json'

describe('JSON as tools write it', () => {
  it('may hold comments, trailing commas and a byte order mark', () => {
    expect(parseJson('\uFEFF{ // one\n "a": 1, /* two */ "b": [1, 2, /* last */ ],\n}')).toEqual({ a: 1, b: [1, 2] })
    expect(parseJson('{ "a": 1, // no comma behind it\n /* x */ }')).toEqual({ a: 1 })
    expect(parseJson('["// no", "/* comment */", "a,]", "\\"", ]')).toEqual(['// no', '/* comment */', 'a,]', '"'])
    expect(parseJson('{"url":"https://a.example.com/*"}')).toEqual({ url: 'https://a.example.com/*' })
  })

  it('is undefined where it is none', () => {
    for (const text of ['', '{', 'x', '{"a":}', '/*', '"', '//', ',]', '{"a" "b"}'])
      expect(parseJson(text)).toBeUndefined()
  })

  it('keeps every other character where it is', () => {
    const text = '{ // x\r\n "a": [1, ] }'
    expect(stripJson(text)).toHaveLength(text.length)
    expect(stripJson(text)).toBe('{     \r\n "a": [1  ] }')
  })

  it('reads whatever plain JSON says, comments put in between', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1).replace(/\n/g, ' // x\n/* y */')
        expect(parseJson(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('ends on any text, in linear time', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseJson(text)))
    const start = performance.now()
    parseJson(`[${'1,/**/'.repeat(200_000)}]`)
    parseJson('/*'.repeat(300_000))
    parseJson(','.repeat(500_000))
    expect(performance.now() - start).toBeLessThan(4000)
  })
})
