import { describe, expect, it } from 'vitest'
import { summarise, type ModuleSummary } from '../../../src/extract'
import { WHEN } from '../../../src/extract/literals'

function whens(code: string): Record<string, number | undefined> {
  const summary = summarise('/p/config.js', code, { force: true }) as ModuleSummary
  return Object.fromEntries(summary.literals.map((l) => [l.text, l.when]))
}

describe('run-time environments of literals', () => {
  it.each([
    [
      'a map by envVersion',
      `const map = { develop: 'http://dev.example', release: 'https://api.example' }`,
      { 'http://dev.example': WHEN.develop, 'https://api.example': WHEN.release },
    ],
    [
      'a ternary',
      `const base = wx.getAccountInfoSync().miniProgram.envVersion === 'develop' ? 'http://dev.example' : 'https://api.example'`,
      { 'http://dev.example': WHEN.develop, 'https://api.example': WHEN.ALL & ~WHEN.develop },
    ],
    [
      'a negated test',
      `const { envVersion } = wx.getAccountInfoSync().miniProgram\nconst base = envVersion !== 'release' ? 'http://dev.example' : 'https://api.example'`,
      { 'http://dev.example': WHEN.ALL & ~WHEN.release, 'https://api.example': WHEN.release },
    ],
    [
      'if and else',
      `let base\nif (__wxConfig.envVersion === 'trial') base = 'http://dev.example'\nelse base = 'https://api.example'`,
      { 'http://dev.example': WHEN.trial, 'https://api.example': WHEN.ALL & ~WHEN.trial },
    ],
    [
      'a switch',
      `let base\nswitch (x.envVersion) { case 'develop': case 'trial': base = 'http://dev.example'; break; default: base = 'https://api.example' }`,
      { 'http://dev.example': WHEN.develop | WHEN.trial, 'https://api.example': undefined },
    ],
    [
      'an object with one such key',
      `const o = { develop: 'http://dev.example', other: 'https://api.example' }`,
      { 'http://dev.example': undefined, 'https://api.example': undefined },
    ],
    [
      'another test',
      `const base = mode === 'develop' ? 'http://dev.example' : 'https://api.example'`,
      { 'http://dev.example': undefined, 'https://api.example': undefined },
    ],
  ])('%s', (_name, code, expected) => {
    expect(whens(code)).toEqual(expected)
  })
})
