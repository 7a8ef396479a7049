import { statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PICTURE_LANGUAGES, terminalPicture } from '../scripts/pictures'
import { terminalSvg } from '../scripts/terminal-svg'
import { root, text } from './support/source'

const languages = Object.entries(PICTURE_LANGUAGES) as [keyof typeof PICTURE_LANGUAGES, string][]
const README = { en: 'README.md', zh: 'README.zh-CN.md' }

describe.each(languages)('the pictures in %s', (lang, suffix) => {
  it('show what the command prints today (`npm run docs:pictures` makes them anew)', async () => {
    expect(await terminalPicture(lang)).toBe(text(`docs/public/terminal${suffix}.svg`))
  })

  it.each([`terminal${suffix}.svg`, `report${suffix}.png`])(
    '%s is small, and in the README with words for it',
    (file) => {
      const { size } = statSync(path.join(root, 'docs/public', file))
      expect(size).toBeGreaterThan(2000)
      expect(size).toBeLessThan(150_000)
      const alt = new RegExp(`!\\[([^\\]]+)\\]\\(\\./docs/public/${file.replaceAll('.', '\\.')}\\)`).exec(
        text(README[lang]),
      )
      expect(alt?.[1]?.length).toBeGreaterThan(20)
    },
  )

  it('asks nobody for anything', () => {
    expect(text(`docs/public/terminal${suffix}.svg`).replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /href|url\(|@import|<script|<image|<foreignObject/i,
    )
  })
})

describe('a terminal as a picture', () => {
  const texts = (svg: string) =>
    [...svg.matchAll(/<text x="([^"]+)"[^>]*?(?: class="([^"]*)")?(?: fill="([^"]*)")?>([^<]*)</g)].map(
      ([, x, kind, fill, shown]) => ({ x, kind, fill, shown: shown?.replaceAll('\u00a0', ' ') }),
    )

  it('keeps styles, columns and markup apart', () => {
    const svg = terminalSvg('run', '\u001b[31m✖\u001b[39m \u001b[1mbold\u001b[22m \u001b[2m<b> & "c"\u001b[22m')
    expect(texts(svg).slice(2)).toEqual([
      { x: '18.0', kind: undefined, fill: '#ff7b72', shown: '✖' },
      { x: '34.8', kind: 'b', fill: undefined, shown: 'bold' },
      { x: '76.8', kind: 'd', fill: undefined, shown: '&#60;b&#62; &#38; "c"' },
    ])
  })

  it('gives each wide character two cells', () => {
    const [, , wide, narrow] = texts(terminalSvg('run', '域名ok'))
    expect(wide).toMatchObject({ x: '18.0 34.8', shown: '域名' })
    expect(narrow).toMatchObject({ x: '51.6', shown: 'ok' })
  })

  it('refuses what it can not draw', () => {
    expect(() => terminalSvg('run', '\u001b[45mx')).toThrow('45')
  })
})
