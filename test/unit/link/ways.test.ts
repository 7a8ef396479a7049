import { describe, expect, it } from 'vitest'
import { callsOf } from './project'

/** The states of a protocol: each goes on to all others, which all ask for what they were handed. */
const SIZE = 9
const state = (i: number): string => {
  const on = Array.from({ length: SIZE }, (_, k) => (k === i ? '' : `if (step === ${k}) s${k}(url, next())`))
  return `function s${i}(url, step) {\n${i ? '' : 'wx.request({ url })'}\n${on.join('\n')}\n}`
}
const FILE = `const next = () => Math.floor(Math.random() * ${SIZE})
${Array.from({ length: SIZE }, (_, i) => state(i)).join('\n')}
s${SIZE - 1}('https://api.example.com/a', next())`

describe('functions that call each other from everywhere', () => {
  it('are followed some ways, and said to lead further', async () => {
    const found = await callsOf({ 'index.js': FILE })
    // Where more ways lead on than are gone, that is said.
    expect(found.some((call) => call.endsWith('?'))).toBe(true)
  })
})
