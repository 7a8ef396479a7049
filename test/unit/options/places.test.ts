import { describe, expect, it } from 'vitest'
import { configPlaces } from '../../../src/options/places'
import { memoryFiles } from './memory-files'

const CONFIG = `export default defineConfig({
  domains: {
    trial: {
      request: ['https://a.example.com'],
      uploadFile: ['https://a.example.com'],
    },
    production: {
      'request': [
        "https://b.example.com", 'https://a.example.com',
      ],
    },
  },
  // ignores: [{ no }]
  ignores: [
    { code: 'lan-host', note: '{', nested: { a: [1] } }, // {
    { code: 'ip-host' },
  ],
})
`

const at = ({ file, line, column }: { file: string; line: number; column: number }) => `${file}:${line}:${column}`

describe('places in the configuration', () => {
  const places = configPlaces(memoryFiles({ '/p/mp.config.ts': CONFIG }), '/p', '/p/mp.config.ts')

  it('finds entries under their category and environment', () => {
    expect(at(places.entry('trial', 'request', 'https://a.example.com'))).toBe('/p/mp.config.ts:4:17')
    expect(at(places.entry('trial', 'uploadFile', 'https://a.example.com'))).toBe('/p/mp.config.ts:5:20')
    expect(at(places.entry('production', 'request', 'https://a.example.com'))).toBe('/p/mp.config.ts:9:34')
    expect(at(places.entry('production', 'request', 'https://b.example.com'))).toBe('/p/mp.config.ts:9:9')
    expect(at(places.entry('production', 'request', ''))).toBe('/p/mp.config.ts:8:7')
  })

  it('finds the items of a list', () => {
    expect(at(places.item('ignores', 1))).toBe('/p/mp.config.ts:16:5')
    expect(at(places.item('ignores', 0))).toBe('/p/mp.config.ts:15:5')
  })

  it('falls back to the file, the bundler that holds the options, and package.json', () => {
    expect(at(places.entry('production', 'request', 'https://elsewhere.example.com'))).toBe('/p/mp.config.ts:1:1')
    expect(at(places.item('ignores', 7))).toBe('/p/mp.config.ts:1:1')
    expect(at(places.item('declares', 0))).toBe('/p/mp.config.ts:1:1')
    const vite = configPlaces(memoryFiles({ '/p/vite.config.ts': `mpDomains(${CONFIG.slice(28)}` }), '/p', null)
    expect(at(vite.entry('production', 'request', 'https://b.example.com'))).toBe('/p/vite.config.ts:9:9')
    expect(at(configPlaces(memoryFiles({}), '/p', null).item('ignores', 0))).toBe('/p/package.json:1:1')
  })
})
