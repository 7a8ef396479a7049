import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveIfdef } from '../../../src/extract/ifdef'
import { evaluateCondition } from '../../../src/extract/ifdef-condition'
import { uniNames } from '../../../src/extract/ifdef-names'
import { growth, MOST_GROWTH } from '../../support/growth'

const WEIXIN = uniNames('mp-weixin', 3)

/** The text with runs of blanks shortened to one `·`, so that tables stay readable. */
function resolve(text: string, names: ReadonlySet<string> | null = WEIXIN): string {
  const result = resolveIfdef(text, names)
  expect(result).toHaveLength(text.length)
  expect(result.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''))
  return result.replace(/ {2,}/g, '·')
}

describe('resolveIfdef', () => {
  const cases: [name: string, text: string, expected: string][] = [
    ['live', `a\n// #ifdef MP-WEIXIN\nb\n// #endif\nc`, `a\n·\nb\n·\nc`],
    ['dead', `a\n// #ifdef H5\nbb\n// #endif\nc`, `a\n·\n·\n·\nc`],
    ['not, live', `// #ifndef H5\nbb\n// #endif`, `·\nbb\n·`],
    ['not, dead', `// #ifndef MP\nbb\n// #endif`, `·\n·\n·`],
    ['CRLF', `// #ifdef H5\r\nbb\r\n// #endif\r\nc`, `·\r\n·\r\n·\r\nc`],
    ['no blanks, many blanks, tabs', `//#ifdef H5\nbb\n//  \t#endif\ncc`, `·\n·\n·\ncc`],
    ['block comments', `/* #ifdef H5 */ .a { b: c } /* #endif */ .d {}`, `·.d {}`],
    ['block comments, live', `/* #ifdef MP */ .a {} /* #endif */ .d {}`, `·.a {}·.d {}`],
    ['JSON', `{\n// #ifdef H5\n"a": 1,\n// #endif\n"b": 2 }`, `{\n·\n·\n·\n"b": 2 }`],
    ['a template', `<!-- #ifdef H5 --><a/><!-- #endif --><b/><!--#ifdef MP--><c/><!--#endif-->`, `·<b/>·<c/>·`],
    ['between attributes', `<a <!-- #ifdef H5 --> b="c" <!-- #endif --> d/>`, `<a·d/>`],
    [
      'nested, outer dead',
      `// #ifdef H5\na1\n// #ifdef MP\nbb\n// #endif\ncc\n// #endif\ndd`,
      `·\n·\n·\n·\n·\n·\n·\ndd`,
    ],
    [
      'nested, inner dead',
      `// #ifdef MP\na1\n// #ifdef H5\nbb\n// #endif\ncc\n// #endif\ndd`,
      `·\na1\n·\n·\n·\ncc\n·\ndd`,
    ],
    ['one after another', `// #ifdef H5\na1\n// #endif\n// #ifdef MP\nbb\n// #endif`, `·\n·\n·\n·\nbb\n·`],
    [
      'template and script apart',
      `<!-- #ifdef H5 -->\n<a/>\n<!-- #endif -->\n<script>\n// #ifdef H5\na1\n// #endif\n</script>`,
      `·\n·\n·\n<script>\n·\n·\n·\n</script>`,
    ],
    [
      'a dead template holds a script directive',
      `<!-- #ifdef H5 -->\n// #ifdef MP\n<!-- #endif -->\nbb`,
      `·\n·\n·\nbb`,
    ],
    ['#if', `// #if MP && !H5\na1\n// #endif`, `·\na1\n·`],
    ['text behind the end', `// #ifdef H5\na1\n// #endif H5\nbb`, `·\n·\n·\nbb`],
    [
      'what can not be decided stays, what is in it does not',
      `// #ifdef uniVersion > 3\na1\n// #ifdef H5\nbb\n// #endif\n// #endif`,
      `// #ifdef uniVersion > 3\na1\n·\n·\n·\n// #endif`,
    ],
    ['characters outside the basic plane', `// #ifdef H5\n😀\n// #endif\n😀`, `·\n·\n·\n😀`],
  ]
  it.each(cases)('%s', (_, text, expected) => {
    expect(resolve(text)).toBe(expected)
  })

  it.each([
    ['no directive', `a // if\n#ifdef H5\nb\n#endif`],
    ['no end', `// #ifdef H5\na`],
    ['no start', `// #endif\n// #if`.slice(0, 9) + ' #if'],
    ['one end too many', `// #ifdef H5\na\n// #endif\n// #endif`],
    ['different comments', `<!-- #ifdef H5 -->\na\n// #endif`],
    ['capitals', `// #IFDEF H5\na\n// #ifdef H5\n// #endif\n// #endif`],
    ['a shader', '`#ifdef USE_MAP\nuniform x;\n#endif`'],
    ['a color', `.a { color: #iff } // #ifx`],
    ['a block comment that goes on', `/* #ifdef H5\n a */ b /* #endif\n*/`],
    ['only what can not be decided', `// #ifdef uniVersion > 3\na\n// #endif`],
    ['no text', ''],
  ])('gives the same text: %s', (_, text) => {
    expect(resolveIfdef(text, WEIXIN)).toBe(text)
  })

  it('does nothing outside uni-app', () => {
    const text = `// #ifdef H5\na\n// #endif`
    expect(resolveIfdef(text, null)).toBe(text)
  })

  it('changes any text to blanks only, and keeps its length and line ends', () => {
    const piece = fc.constantFrom(
      '// #ifdef H5',
      '/* #ifdef MP */',
      '<!-- #ifndef MP -->',
      '<!-- #endif -->',
      '// #endif',
      '/* #endif */',
      '\n',
      '\r\n',
      ' a ',
      '#if',
      '/*',
      '*/',
      '-->',
      '//',
      '<!--',
      'VUE3 || ',
      '// #if (',
      '😀',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
        (text) => {
          const once = resolveIfdef(text, WEIXIN)
          expect(once).toHaveLength(text.length)
          expect(once.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''))
          for (let i = 0; i < text.length; i++) if (once[i] !== text[i]) expect(once[i]).toBe(' ')
        },
      ),
    )
  })

  it.each(['// #ifdef H5\n', '<!-- #ifdef H5 ', '// #if ', '/* #endif */', '<!', '/* #if ', '//        '])(
    'takes time in proportion to its length: %j',
    (unit) => {
      const run = (length: number) => void resolveIfdef(`#if${unit.repeat(length / unit.length)}`, WEIXIN)
      expect(growth(run, 200_000)).toBeLessThan(MOST_GROWTH)
    },
  )
})

describe('evaluateCondition', () => {
  const names = new Set(['MP-WEIXIN', 'MP', 'VUE3'])
  it.each<[condition: string, expected: boolean | null]>([
    ['MP-WEIXIN', true],
    ['MP_WEIXIN', true],
    ['MP', true],
    ['H5', false],
    ['mp', false],
    ['UNKNOWN', false],
    ['true', true],
    ['H5 || MP-WEIXIN', true],
    ['H5||APP-PLUS', false],
    ['H5 | MP', true],
    ['H5 & MP', false],
    ['MP && VUE3', true],
    ['MP && H5', false],
    ['H5 && MP || VUE3', true],
    ['H5 && (MP || VUE3)', false],
    ['!H5', true],
    ['!MP', false],
    ['!(H5 || APP)', true],
    ['!!MP', true],
    ['MP & VUE3 | H5', true],
    ['  MP  ', true],
    ['uniVersion > 3', null],
    ['uniVersion', null],
    ['uniVersion || MP', true],
    ['H5 && uniVersion', false],
    ['uniVersion && MP', null],
    ['!uniVersion', null],
    ['', null],
    ['MP VUE3', null],
    ['MP ||', null],
    ['|| MP', null],
    ['(MP', null],
    ['MP)', null],
    ['MP !== H5', null],
    ['MP -->', null],
    ['微信', null],
    [')', null],
    [`${'!'.repeat(500)}MP`, null],
  ])('%s', (condition, expected) => {
    expect(evaluateCondition(condition, names)).toBe(expected)
  })
})

describe('uniNames', () => {
  it.each<[platform: string, expected: string[]]>([
    ['mp-weixin', ['MP-WEIXIN', 'MP', 'VUE3']],
    ['mp-xhs', ['MP-XHS', 'MP', 'VUE3']],
    ['mp-harmony', ['MP-HARMONY', 'MP', 'VUE3']],
    ['h5', ['H5', 'WEB', 'VUE3']],
    ['web', ['WEB', 'H5', 'VUE3']],
    ['app', ['APP', 'APP-PLUS', 'APP-VUE', 'VUE3']],
    ['app-plus', ['APP-PLUS', 'APP', 'APP-VUE', 'VUE3']],
    ['app-harmony', ['APP-HARMONY', 'APP', 'APP-VUE', 'VUE3']],
    ['quickapp-webview-huawei', ['QUICKAPP-WEBVIEW-HUAWEI', 'QUICKAPP-WEBVIEW', 'VUE3']],
  ])('%s', (platform, expected) => {
    expect([...uniNames(platform, 3)]).toEqual(expected)
  })

  it('takes the version of Vue and names of the project', () => {
    expect([...uniNames('mp-alipay', 2, ['MP-DINGTALK'])]).toEqual(['MP-ALIPAY', 'MP', 'VUE2', 'MP-DINGTALK'])
    expect([...uniNames('h5', null)]).toEqual(['H5', 'WEB'])
  })
})
