import { parse } from '@babel/parser'
import { describe, expect, it } from 'vitest'
import { localNames } from '../../toolchains/support/local-names'
import type { Binding } from '../../toolchains/support/local-names'

/** A script in which each local name is its binding's number, in the order in which they appear. */
function plain(text: string): string {
  const { program } = parse(text, { sourceType: 'unambiguous', allowReturnOutsideFunction: true })
  const numbers = new Map<Binding, number>()
  let out = ''
  let at = 0
  for (const { start, end, binding, property } of localNames(program)) {
    const number = numbers.get(binding) ?? numbers.size
    numbers.set(binding, number)
    out += `${text.slice(at, start)}${property === undefined ? '' : `${property}:`}#${number}`
    at = end
  }
  return out + text.slice(at)
}

describe('the local names of a script', () => {
  it.each([
    ['parameters and variables', '(function(a){var b;b=a,a(a.s=b)})', '(function(#0){var #1;#1=#0,#0(#0.s=#1)})'],
    ['functions', '(()=>{f();function f(){return f}})', '(()=>{#0();function #0(){return #0}})'],
    [
      'the name of a function expression',
      '(()=>{var f=function g(){g()};g()})',
      '(()=>{var #0=function #1(){#1()};g()})',
    ],
    ['the name of a class expression', '(()=>{var a=class b{m(){b}};b})', '(()=>{var #0=class #1{m(){#1}};b})'],
    ['shadowing', '(a=>(a=>a)(a))', '(#0=>(#1=>#1)(#0))'],
    ['a variable of a function around', '(a=>()=>{a++,b++;var b})', '(#0=>()=>{#0++,#1++;var #1})'],
    ['blocks', '(()=>{let a;{let a=1;a}a})', '(()=>{let #0;{let #1=1;#1}#0})'],
    ['var in a block', '(()=>{{var a=1}a})', '(()=>{{var #0=1}#0})'],
    ['a function in a block', '(()=>{{function a(){}}a})', '(()=>{{function #0(){}}#0})'],
    [
      'a function in a strict block',
      '(()=>{"use strict";{function a(){}a}a})',
      '(()=>{"use strict";{function #0(){}#0}a})',
    ],
    [
      'loops',
      '(()=>{for(let a=0;a<1;a++)a;for(const a of b)a;a})',
      '(()=>{for(let #0=0;#0<1;#0++)#0;for(const #1 of b)#1;a})',
    ],
    ['catch', '(a=>{try{a}catch(a){a}a})', '(#0=>{try{#0}catch(#1){#1}#0})'],
    ['switch', '(a=>{switch(a){case 1:let a;a}})', '(#0=>{switch(#0){case 1:let #1;#1}})'],
    ['patterns', '(({a,b:c=a,...d},[e=c])=>[a,c,d,e])', '(({a:#0,b:#1=#0,...#2},[#3=#1])=>[#0,#1,#2,#3])'],
    ['defaults in patterns', '(({a=b,c=a})=>({a,b,c:1}))', '(({a:#0=b,c:#1=#0})=>({a:#0,b,c:1}))'],
    ['assignments to patterns', '((a,b)=>{({a,x:b.a}=b)})', '((#0,#1)=>{({a:#0,x:#1.a}=#1)})'],
    ['properties', '(a=>a.a+a[a]+{a:1,[a]:2}.a+a?.a)', '(#0=>#0.a+#0[#0]+{a:1,[#0]:2}.a+#0?.a)'],
    ['methods', '(a=>({a(a){a},get b(){return a}}))', '(#0=>({a(#1){#1},get b(){return #0}}))'],
    [
      'classes',
      '(a=>{class b extends a{#a=a;a=b;static{var c=a}a(){this.#a}}})',
      '(#0=>{class #1 extends #0{#a=#0;a=#1;static{var #2=#0}a(){this.#a}}})',
    ],
    ['labels', '(a=>{a:for(;;){for(;;)continue a;break a}a})', '(#0=>{#1:for(;;){for(;;)continue #1;break #1}#0})'],
    [
      'nothing at the top of a script',
      'var a=1;function b(c){return a+c}b(a)',
      'var a=1;function b(#0){return a+#0}b(a)',
    ],
    ['nothing global', '(a=>wx.request(a,b,undefined,arguments))', '(#0=>wx.request(#0,b,undefined,arguments))'],
  ])('%s', (_, text, expected) => {
    expect(plain(text)).toBe(expected)
  })

  it('are the same where another variable is named the same, and not where another one is read', () => {
    expect(plain('(function(n){var e;e=1,n(n.s=e)})')).toBe(plain('(function(e){var n;n=1,e(e.s=n)})'))
    expect(plain('(function(n){var e;e=1,n(n.s=n)})')).not.toBe(plain('(function(e){var n;n=1,e(e.s=n)})'))
    expect(plain('(function(n){e(n)})')).not.toBe(plain('(function(e){n(e)})'))
    expect(plain('(function(n){n(n.e)})')).not.toBe(plain('(function(e){e(e.n)})'))
  })
})
