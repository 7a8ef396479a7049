import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { Finder } from '../../../../src/extract/markup/finder'
import { parseJson } from '../../../../src/extract/markup/json-tree'
import { scanTags } from '../../../../src/extract/markup/tokens'
import { split } from './parts'

const IDS = [
  'a.wxml',
  'a.swan',
  'a.vue',
  'a.uvue',
  'a.mpx',
  'a.wpy',
  'a.html',
  'a.css',
  'a.scss',
  'a.styl',
  'a.json',
  'a.js',
]

/** What markup, styles and pug are made of, so that chance builds nearly right files. */
const PIECES = [
  '<',
  '>',
  '/',
  '=',
  '"',
  "'",
  '`',
  '{{',
  '}}',
  '{=',
  '=}',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '</',
  '<template>',
  '</template>',
  '<template lang="pug">',
  '<template name="t">',
  '<script>',
  '</script>',
  '<style lang="scss">',
  '</style>',
  '<wxs module="m">',
  '</wxs>',
  '<image src="',
  '<web-view :src="',
  ' v-for="(a, b) in c"',
  ' wx:for="{{list}}"',
  '<repeat for="',
  ' item="',
  'https://a.b/',
  '//',
  '&amp;',
  '&#x2f;',
  '&',
  ';',
  'url(',
  'style="',
  '@import ',
  '/*',
  '*/',
  '\\',
  '\n',
  '\r\n',
  ' ',
  '\t',
  'view',
  '.',
  '#',
  ',',
  ':',
  '|',
  '中文',
  '😀',
  '\u0000',
  '\ud800',
  '\ufeff',
  ' in ',
  ' of ',
  '<!',
  '<?',
  '${',
  '+',
]

const soup = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  ),
  {
    maxLength: 60,
  },
)

describe('any text', () => {
  it('is split without an error and with offsets that hold', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IDS), soup, (id, pieces) => {
        split(id, pieces.join(''))
      }),
      { numRuns: 4000 },
    )
  })

  it('is read as JSON without an error', () => {
    fc.assert(
      fc.property(soup, (pieces) => {
        const code = pieces.join('')
        const { root, errors } = parseJson(code)
        for (const { start } of errors) expect(start).toBeLessThanOrEqual(code.length)
        expect((root?.end ?? 0) <= code.length).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    '<',
    '<a ',
    '<a b="',
    '<a b=\'"',
    '<a b="<=',
    '{{',
    '{{a',
    '<!--',
    '</a',
    '<a>',
    '</a>',
    '<x1>',
    '<template>\n<script>',
    '<wxs>',
    '<image src="{{\'',
    '<image src="{{[',
    '<image src={{',
    '<view wx:for="{{a}}">',
    '<a v-for="(((',
    '<a b="{{"x"}}" ',
    '&#',
    '&amp;',
    '<style>url(',
    'url(#{',
    '<style>/*',
    'url("',
    '\\',
    '<template lang="pug">\na(',
    "a(b='\\",
    '\na(b=`',
    '<view style="url({{',
    '[',
    '{"a":',
  ])(
    'made of %j takes time in proportion to its length',
    (piece) => {
      for (const id of ['a.wxml', 'a.vue', 'a.mpx', 'a.scss', 'a.json']) {
        const code = (id === 'a.vue' ? '<template lang="pug">\n' : '') + piece.repeat(400_000 / piece.length)
        const start = performance.now()
        if (id === 'a.json') parseJson(code)
        else split(id, code)
        // Linear is some 100 ms here; quadratic is minutes.
        expect(performance.now() - start).toBeLessThan(5000)
      }
    },
    60_000,
  )
})

describe('well-formed markup', () => {
  const name = fc.constantFrom('view', 'image', 'web-view', 'Text', 'x-y')
  const value = fc
    .string({ unit: fc.constantFrom('a', '/', ':', '<', '>', '=', ' ', '\n', '中', '{', '}', '&') })
    .filter((text) => !/\{\{|&\w+;|=\s*$/.test(text))
  const attribute = fc.tuple(
    fc.constantFrom('src', ':src', '@tap', 'wx:if', 'data-a'),
    value,
    fc.constantFrom('"', "'"),
  )
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc
      .tuple(
        name,
        fc.uniqueArray(attribute, { selector: ([key]) => key, maxLength: 3 }),
        fc.array(fc.oneof({ depthSize: 'small' }, fc.constantFrom('text', ' a > b ', '<!-- <view> -->'), tie('tree')), {
          maxLength: 3,
        }),
      )
      .map(([tag, attributes, children]) => {
        const list = attributes.map(([key, text, quote]) => ` ${key}=${quote}${text}${quote}`).join('')
        return children.length > 0 ? `<${tag}${list}>${children.join('')}</${tag}>` : `<${tag}${list} />`
      }),
  }))

  it('is tokenised as htmlparser2 does', () => {
    fc.assert(
      fc.property(tree, (code) => {
        const theirs: unknown[] = []
        let attributes: [string, string][] = []
        const parser = new Parser(
          {
            onopentagname: () => void (attributes = []),
            onattribute: (key, text) => void attributes.push([key, text]),
            onopentag: (tag) => void theirs.push(['open', tag, attributes]),
            onclosetag: (tag) => void theirs.push(['close', tag]),
            oncomment: (text) => void theirs.push(['comment', text]),
          },
          { xmlMode: true, decodeEntities: false },
        )
        parser.end(code)
        const ours: unknown[] = []
        scanTags(
          new Finder(code),
          0,
          code.length,
          { interpolated: true },
          {
            open: (tag, _, list, __, selfClosing) => {
              ours.push(['open', tag, list.map((one) => [one.name, code.slice(one.valueStart, one.valueEnd)])])
              if (selfClosing) ours.push(['close', tag])
            },
            close: (tag) => void ours.push(['close', tag]),
            text: () => undefined,
            comment: (_, __, start, end) => void ours.push(['comment', code.slice(start, end)]),
            error: (message) => void ours.push(['error', message]),
          },
        )
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 1000 },
    )
  })
})
