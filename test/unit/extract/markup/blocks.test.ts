import { describe, expect, it } from 'vitest'
import { otherBlocks } from '../../../../src/extract/markup'
import { growth, MOST_GROWTH } from '../../../support/growth'

/** The texts of the blocks that are left out. */
const others = (code: string, mode = 'ali', id = 'page.mpx'): string[] =>
  otherBlocks(id, code, mode).map(({ start, end }) => code.slice(start, end))

describe('blocks of an mpx component for other platforms', () => {
  it.each([
    ['nothing is said', '<template>a</template><script>b</script>', []],
    ['one is for this platform', '<script>a</script><script mode="ali">b</script>', ['<script>a</script>']],
    ['one is for another', '<script>a</script><script mode="wx">b</script>', ['<script mode="wx">b</script>']],
    ['the order is the other', '<script mode="ali">b</script><script>a</script>', ['<script>a</script>']],
    ['none is for this one', '<script mode="wx">b</script>', ['<script mode="wx">b</script>']],
    ['there are several', '<script>a</script><script>b</script>x mode=', []],
    [
      'there are several of the same',
      '<script mode="ali">a</script><script mode="ali">b</script>',
      ['<script mode="ali">a</script>'],
    ],
    ['a mode is no list', '<script>a</script><script mode="wx|ali">b</script>', ['<script mode="wx|ali">b</script>']],
    [
      'templates hold templates',
      '<template><template name="x" mode="wx">a</template></template><template mode="ali"><view/></template>',
      ['<template><template name="x" mode="wx">a</template></template>'],
    ],
    [
      'styles add up',
      '<style>a{}</style><style mode="ali">b{}</style><style mode="wx">c{}</style>',
      ['<style mode="wx">c{}</style>'],
    ],
    [
      'configurations are apart from scripts',
      '<script>a</script><script name="json">b</script><script type="application/json" mode="ali">{}</script>',
      ['<script name="json">b</script>'],
    ],
    [
      'a block names a file',
      '<script src="./a.js" mode="wx"/><script>b</script>',
      ['<script src="./a.js" mode="wx"/>'],
    ],
    [
      'an environment is not known',
      '<script>a</script><script env="didi">b</script><script mode="ali" env="didi">c</script><script mode="wx" env="didi">d</script>',
      ['<script mode="wx" env="didi">d</script>'],
    ],
    [
      'a platform comes before an environment',
      '<script mode="ali">a</script><script env="didi">b</script>',
      ['<script env="didi">b</script>'],
    ],
    ['an end tag is missing', '<script>a</script><script mode="ali">b', ['<script>a</script>']],
    ['a mode is an element’s own', '<template><image mode="aspectFit"/></template>', []],
    ['other blocks are for any', '<docs mode="wx">a</docs><script mode="ali">b</script>', []],
  ])('%s', (_, code, expected) => {
    expect(others(code)).toEqual(expected)
  })

  it('are a matter of mpx components', () => {
    expect(others('<script mode="wx">a</script>', 'ali', 'page.vue')).toEqual([])
    expect(others('<script mode="wx">a</script>', 'ali', 'page.mpx?type=script')).toHaveLength(1)
  })

  it('are found in linear time', () => {
    const many = (n: number) => '<script mode="ali">a</script><style mode="x">'.repeat(n)
    expect(growth((n) => others(many(n)), 500)).toBeLessThan(MOST_GROWTH)
  })
})
