import { describe, expect, it } from 'vitest'
import { applyEdits, compileHostMap, findMatches, mapBuildValue, mapText } from '../../../src/rewrite'
import { cook } from '../../../src/rewrite/cook'
import { LineCounter } from '../../../src/rewrite/lines'

const map = compileHostMap({ 'http://127.0.0.1:3000': 'https://api.example.com', 'http://dev.cn': 'https://prod.cn' })

describe('mapText', () => {
  it.each([
    ['http://127.0.0.1:3000', 'https://api.example.com'],
    ['http://127.0.0.1:3000/x', 'https://api.example.com/x'],
    ['http://dev.cn,http://127.0.0.1:3000 http://dev.cn/', 'https://prod.cn,https://api.example.com https://prod.cn/'],
    ['"http://dev.cn"', '"https://prod.cn"'],
    ['http://dev.cn{x}', 'http://dev.cn{x}'],
    ['127.0.0.1:3000', '127.0.0.1:3000'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(mapText(map, text)).toBe(expected)
  })
})

describe('mapBuildValue', () => {
  it('maps strings wherever they stand, but no keys', () => {
    const value = { 'http://dev.cn': ['http://dev.cn', { a: 'http://dev.cn/x' }, null, 1, true], b: 'c' }
    expect(mapBuildValue(value, map)).toEqual({
      'http://dev.cn': ['https://prod.cn', { a: 'https://prod.cn/x' }, null, 1, true],
      b: 'c',
    })
    expect(value.b).toBe('c')
    expect(mapBuildValue('http://dev.cn', map)).toBe('https://prod.cn')
  })

  it('gives the same value where nothing matches', () => {
    const value = { a: ['https://prod.cn', { b: 1 }], c: null }
    expect(mapBuildValue(value, map)).toBe(value)
    expect(mapBuildValue(value, compileHostMap({}))).toBe(value)
    expect(mapBuildValue(undefined, map)).toBeUndefined()
  })
})

describe('findMatches', () => {
  it('tells matches that a hole or the end of the text leaves open', () => {
    expect(
      findMatches(map, 'http://dev.cn/ http://dev.cn${x} http://dev.cn').map(({ start, state }) => [start, state]),
    ).toEqual([
      [0, 'closed'],
      [15, 'uncertain'],
      [33, 'open'],
    ])
  })
})

describe('applyEdits', () => {
  it('keeps everything else byte for byte', () => {
    expect(applyEdits('\uFEFFa\r\nb\rc', [{ start: 4, end: 5, text: 'BB' }], { id: 'x' })?.code).toBe(
      '\uFEFFa\r\nBB\rc',
    )
    expect(applyEdits('a', [], { id: 'x' })).toBeNull()
  })
})

describe('cook', () => {
  it.each([
    ['abc', 'abc'],
    [String.raw`\n\t\\\'\"\/\q`, '\n\t\\\'"/q'],
    [String.raw`\u0041\x42\u{43}\u{1F600}\104\0`, 'ABC😀D\0'],
    ['a\\\r\nb\\\nc\\\u2028d', 'abcd'],
    ['a\r\nb\rc', 'a\nb\nc'],
    [String.raw`\u00\x4\u{}\u{110000000}\U0041`, 'u00x4u{}u{110000000}U0041'],
    ['\\', ''],
    [String.raw`\u{10ffff}\u{110000}`, '\u{10ffff}\u{10ffff}'],
  ])('%j', (raw, expected) => {
    const { text, map: offsets } = cook(raw)
    expect(text).toBe(expected)
    if (offsets) {
      expect(offsets).toHaveLength(text.length + 1)
      expect(offsets.at(-1)).toBe(raw.length)
      expect([...offsets].sort((a, b) => a - b)).toEqual(offsets)
    } else expect(raw).toBe(text)
  })
})

describe('LineCounter', () => {
  it('counts every kind of line end', () => {
    const lines = new LineCounter('a\r\nb\rc\nd')
    expect([0, 1, 3, 4, 5, 7, 8].map((offset) => lines.at(offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 4, column: 2 },
    ])
  })
})
