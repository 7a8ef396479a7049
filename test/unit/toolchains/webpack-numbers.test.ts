import { describe, expect, it } from 'vitest'
import { withoutNumbers } from '../../toolchains/support/webpack-numbers'

/** What the minifier names: the parameters of a module, and its variable. */
type Names = readonly [module: string, exports: string, require: string, variable: string]

/** A chunk of two modules, the second of which requires the first, and the number that is started. */
const chunk = (
  first: number | string,
  second: number | string,
  more: { url?: string; order?: boolean; asked?: number; names?: Names; chunk?: number } = {},
) => {
  const [e, t, n, o] = more.names ?? ['e', 't', 'n', 'o']
  const modules = [
    `${first}:function(${e},${t},${n}){${t}.a="${more.url ?? 'https://a.example.com'}"}`,
    `${second}:(${e},${t},${n})=>{var ${o}=${n}(${more.asked ?? first});wait(200),${o}.a}`,
  ]
  if (more.order) modules.reverse()
  return `(self.chunks=self.chunks||[]).push([[${more.chunk ?? 42}],{${modules.join(',')}},${e}=>{${e}(${e}.s=${second})}]);`
}

const plain = (text: string) => JSON.stringify(withoutNumbers([['app.js', text]]))

describe('two outputs of webpack', () => {
  const one = plain(chunk(12345, 678))

  it('are the same whatever their modules are numbered', () => {
    expect(plain(chunk(42, 31337))).toBe(one)
    expect(plain(chunk(42, 31337, { order: true }))).toBe(one)
    expect(one).toContain('wait(200)')
  })

  it('are the same whatever the minifier named', () => {
    expect(plain(chunk('5e3', 678, { names: ['n', 'e', 't', 'o'] }))).toBe(one)
    expect(plain(chunk(42, 678, { names: ['a', 'b', 'c', 'e'] }))).toBe(one)
  })

  it('differ where another name is used than the one that means the same', () => {
    const renamed = chunk('5e3', 678, { names: ['n', 'e', 't', 'o'] })
    expect(plain(renamed.replace('o.a', 'e.a'))).not.toBe(one)
    expect(plain(renamed.replace('wait(200)', 'o(200)'))).not.toBe(one)
    expect(plain(renamed.replace('wait(', 'stop('))).not.toBe(one)
    expect(plain(renamed.replace('o.a', 'o.e'))).not.toBe(one)
    expect(plain(renamed.replace('n(n.s=', 'n(self.s='))).not.toBe(one)
  })

  it('differ where a module does, or what it refers to', () => {
    expect(plain(chunk(42, 31337, { url: 'https://b.example.com' }))).not.toBe(one)
    expect(plain(chunk(42, 31337, { asked: 31337 }))).not.toBe(one)
    expect(plain(chunk(42, 31337).replace('wait(200)', 'wait(201)'))).not.toBe(one)
    expect(plain(chunk(678, 31337, { chunk: 678 }))).not.toBe(one)
    expect(plain(chunk(12345, 678).replace('e(e.s=678)', 'e(e.s=12345)'))).not.toBe(one)
  })

  it('keep the numbers of chunks and all that are no module’s, whichever modules are numbered like them', () => {
    expect(plain(chunk(200, 42))).toBe(one)
    const script = 'setTimeout(()=>{const e=Math.round(100*n)/100;e.splice(1,2)},12e4);var a=7'
    expect(plain(script)).toContain('Math.round(100*n)/100;«0».splice(1,2)},12e4);var a=7')
  })
})
