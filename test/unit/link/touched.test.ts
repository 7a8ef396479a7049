import { expect, test } from 'vitest'
import { summarise } from '../../../src/extract'
import type { ModuleSummary, Ref } from '../../../src/extract/ir'
import { Module } from '../../../src/link/module'
import { NEEDS } from '../../../src/link/needs'

function moduleOf(code: string): Module {
  return new Module('a.js', summarise('a.js', `wx.request({ url: '' })\n${code}`) as ModuleSummary, 0)
}

function callNamed(module: Module, name: string): Ref {
  const ref = module.summary.nodes.findIndex((n) => n[0] === 'call' && n[4] === name)
  expect(ref, name).toBeGreaterThanOrEqual(0)
  return ref
}

test('says what a round of a loop may change, and what holds on to it', () => {
  const module = moduleOf(`
    function fill(base, keys) {
      let path = ''
      for (let i = 0; i < 3; i++) {
        path += '/' + i
        use(path)
        other(base)
        later(() => path)
        keep(() => base)
      }
      behind(path)
    }`)
  const variable = module.summary.variables.find((v) => v.loop && v.name === 'path')!
  const given = variable.round!.map(([, node]) => node)
  const touched = module.touched(given, module.owner(given[0]!))
  expect(['use', 'later', 'behind'].filter((name) => touched.has(callNamed(module, name)))).toEqual([
    'use',
    'later',
    'behind',
  ])
  expect(['other', 'keep'].filter((name) => touched.has(callNamed(module, name)))).toEqual([])
})

test('says what of a call a value depends on', () => {
  const module = moduleOf(`
    const api = {
      send(path) {
        one('fixed')
        two(this.base)
        three(this.base + path)
        four(() => path)
        return function inner(x) { five(path); six(x) }
      }
    }`)
  const needs = (name: string): number => module.needs.of(callNamed(module, name))
  expect(['one', 'two', 'three', 'four', 'five', 'six'].map(needs)).toEqual([
    NEEDS.nothing,
    NEEDS.self,
    NEEDS.arguments,
    NEEDS.arguments,
    NEEDS.self,
    NEEDS.arguments,
  ])
})
