import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { platformPages } from '../../../scripts/platform-docs'
import { PLATFORMS } from '../../../src/platforms/index'

const root = join(import.meta.dirname, '../../..')

describe('docs/platforms', () => {
  const pages = platformPages()

  it.each([...pages.keys()])('%s is in step with the tables (else: npm run docs:platforms)', (file) => {
    expect(readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')).toBe(pages.get(file))
  })

  it.each(['docs/platforms', 'docs/zh/platforms'])('%s holds one page for each platform, and no other', (folder) => {
    const expected = ['index.md', ...PLATFORMS.map((platform) => `${platform.name}.md`)].sort()
    expect(readdirSync(join(root, folder)).sort()).toEqual(expected)
  })
})
