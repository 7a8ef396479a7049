import { describe, expect, it } from 'vitest'
import { commandMode } from '../../src/bundlers/command-mode'

const of = (file: string, ...words: string[]): unknown => commandMode(['/usr/bin/node', file, ...words])

describe('the mode of a toolchain’s command', () => {
  it.each([
    ['/shop/node_modules/.bin/taro', 'build', '--type', 'weapp', '--mode', 'test'],
    ['/shop/node_modules/@tarojs/cli/bin/taro', 'build', '--mode=test'],
    ['C:\\shop\\node_modules\\@vue\\cli-service\\bin\\vue-cli-service.js', 'uni-build', '--mode', 'test'],
    ['/shop/node_modules/.bin/mpx-cli-service', 'build', '--targets=wx', '--mode', 'test'],
    ['/shop/node_modules/weapp-vite/bin/weapp-vite.js', 'build', '-m', 'test'],
    ['/shop/node_modules/.bin/rsbuild', 'build', '--env-mode', 'test'],
  ])('is read from %s', (file, ...words) => {
    expect(of(file, ...words)).toMatchObject({ name: 'test' })
  })

  it('says what named it', () => {
    expect(of('/shop/node_modules/.bin/taro', 'build', '--mode', 'test')).toEqual({ name: 'test', from: 'taro --mode' })
  })

  it.each([
    ['/shop/node_modules/.bin/taro', 'build', '--type', 'weapp'],
    ['/shop/node_modules/.bin/taro', 'build', '--mode'],
    ['/shop/node_modules/.bin/taro', 'build', '--mode', '--watch'],
    ['/shop/node_modules/.bin/taro', 'build', '-m', 'test'],
    ['/shop/node_modules/.bin/rsbuild', 'build', '--mode', 'development'],
    // Vite and webpack tell it themselves.
    ['/shop/node_modules/.bin/vite', 'build', '--mode', 'test'],
    ['/shop/build.mjs', '--mode', 'test'],
  ])('is not taken from %s %s', (file, ...words) => {
    expect(of(file, ...words)).toBeNull()
  })

  it('is null without arguments', () => {
    expect(commandMode([])).toBeNull()
  })
})
