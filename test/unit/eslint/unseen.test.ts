import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/check'
import { moveFindings, unseenEdit } from '../../../src/eslint/unseen'

const HOST = "const HOST = 'http://127.0.0.1:3000'"

describe('an edit that no program sees', () => {
  it.each([
    ['a comment behind', `${HOST}\n`, `${HOST}\n// new\n`],
    ['a comment in front', `${HOST}\n`, `/* new\n   lines */\n${HOST}\n`],
    ['a comment on the line', `a()\n${HOST}\n`, `a() // new\n${HOST}\n`],
    ['more in a comment', `// a\n${HOST}\n`, `// a 'b\n${HOST}\n`],
    ['a comment that goes', `// a\n${HOST}\n`, `${HOST}\n`],
    ['blank lines and indentation', `{\n${HOST}\n}`, `{\n\n    ${HOST}\n\n}`],
    ['blanks between tokens', `f(a,  b)\n${HOST}`, `f(a, b)\n${HOST}`],
  ])('leads places on: %s', (_, before, after) => {
    const move = unseenEdit(before, after, 'js')
    expect(move).not.toBeNull()
    for (const text of ['const', 'HOST', "'http", ':3000'])
      expect(move!(before.indexOf(text)), text).toBe(after.indexOf(text))
  })

  it.each([
    ['a text', `${HOST}\n`, "const HOST = 'http://127.0.0.1:3001'\n", 'js'],
    ['a blank in a text', "f('a b')", "f('a  b')", 'js'],
    ['a blank in a template', 'f(`a ${b}  c`)', 'f(`a ${b} c`)', 'js'],
    ['a comment that is none', "f('a // b')", "f('a // c')", 'js'],
    ['what a comment takes away', 'f(a)\nf(b)\n', 'f(a)\n// f(b)\n', 'js'],
    ['a line end that ends a statement', 'return\n f()', 'return f()', 'js'],
    ['a blank that parts two words', 'ab', 'a b', 'js'],
    ['what is accepted', `// mp-domains-ignore-next-line loopback-host -- x\n${HOST}`, `\n${HOST}`, 'js'],
    [
      'an ignore that moves',
      `// mp-domains-ignore-next-line x -- x\n${HOST}`,
      `// mp-domains-ignore-next-line x -- x\n\n${HOST}`,
      'js',
    ],
    ['a condition', `// #ifdef H5\n${HOST}\n// #endif`, `// #ifdef MP\n${HOST}\n// #endif`, 'js'],
    ['a secret in a comment', '// a\nf()', "// secret: '0123456789abcdef0123456789abcdef'\nf()", 'js'],
    ['a quote that is never closed', "f('a)\n// b", "f('a)\n// c", 'js'],
    ['text of JSX', 'f(<a>b  c</a>)', 'f(<a>b c</a>)', 'js'],
    ['a value in a template', '<a b="c  d"/>', '<a b="c d"/>', 'markup'],
  ] as const)('is none: %s', (_, before, after, lang) => {
    expect(unseenEdit(before, after, lang)).toBeNull()
  })

  it('is seen in components, around conditions too', () => {
    const before = `<template>\n<a/>\n</template>\n<script>\n// #ifdef H5\n${HOST}\n// #endif\n</script>\n`
    const after = before.replace('<a/>', '<!-- more -->\n  <a/>').replace('// #endif', '// #endif\n// more')
    expect(unseenEdit(before, after, 'markup')!(before.indexOf('const'))).toBe(after.indexOf('const'))
  })

  it('moves findings with their lines and columns', () => {
    const at = (line: number, column: number) => ({ line, column }) as unknown as Finding
    const after = `// a\n  /* b */ ${HOST}\n`
    const move = unseenEdit(`${HOST}\n`, after.replace('  /* b */ ', ''), 'js')!
    expect(moveFindings([at(1, 14)], move, `${HOST}\n`, after.replace('  /* b */ ', ''))).toEqual([at(2, 14)])
    const blanks = unseenEdit(` ${HOST}`, `\n\n   ${HOST}`, 'js')!
    expect(moveFindings([at(1, 15)], blanks, ` ${HOST}`, `\n\n   ${HOST}`)).toEqual([at(3, 17)])
  })

  it('costs a time that grows with the text alone', () => {
    const text = `${HOST} // a\n`.repeat(20_000)
    expect(unseenEdit(text, `${text}// b`, 'js')!(0)).toBe(0)
  })
})
