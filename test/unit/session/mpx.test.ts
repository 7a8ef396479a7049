import { describe, expect, it } from 'vitest'
import { project } from './project'

const MPX = '{ "dependencies": { "@mpxjs/core": "2" } }'

/** The origins that a build for one of mpx's platforms asks for. */
async function origins(tree: Record<string, string>, mode: 'wx' | 'ali' | 'web'): Promise<string[]> {
  const platform = { wx: 'wechat', ali: 'alipay', web: 'web' }[mode] as 'wechat'
  const { session, port } = await project(
    { ...tree, 'package.json': MPX },
    { platform, define: { __mpx_mode__: JSON.stringify(mode) } },
  )
  for (const [name, text] of Object.entries(tree)) session.update(`/p/${name}`, text)
  const { calls } = await session.finish(port)
  return calls.map(({ api, urls }) => `${api} ${urls[0]?.url}`)
}

const template = (body: string) => ({ 'page.mpx': `<template>\n<view>${body}</view>\n</template>` })
const image = (name: string, attributes = '') => `<image src="https://${name}.example.com/" ${attributes}/>`

describe('the platform that mpx compiles for', () => {
  const IF = `wx:if="{{ __mpx_mode__ === 'wx' }}"`
  const ELIF = `wx:elif="{{ 'ali' == __mpx_mode__ || __mpx_mode__ === 'tt' }}"`
  it.each([
    ['if', image('a', IF), ['a'], []],
    ['not', image('a', `wx:if="{{__mpx_mode__ !== 'wx' && __mpx_mode__ != 'qq'}}"`), [], ['a']],
    ['in an element', `<block ${IF}><view>${image('a')}</view></block>${image('b')}`, ['a', 'b'], ['b']],
    ['else', image('a', IF) + image('b', ELIF) + image('c', 'wx:else'), ['a'], ['b']],
    ['else of not', image('a', `wx:if="{{__mpx_mode__ !== 'wx'}}"`) + image('b', 'wx:else'), ['b'], ['a']],
    [
      'inside each other',
      `<view ${IF}>${image('a', `wx:if="{{__mpx_mode__ === 'ali'}}"`)}${image('b', 'wx:else')}</view>`,
      ['b'],
      [],
    ],
    [
      'behind another condition',
      image('a', 'wx:if="{{ x }}"') + image('b', ELIF) + image('c', 'wx:else'),
      ['a', 'c'],
      ['a', 'b', 'c'],
    ],
    ['with another condition', image('a', `wx:if="{{ __mpx_mode__ === 'wx' || x }}"`), ['a'], ['a']],
    ['of an attribute', '<image src@wx="https://a.example.com/" src@ali|tt="https://b.example.com/"/>', ['a'], ['b']],
    [
      'in a value',
      `<image src="{{ __mpx_mode__ === 'wx' ? 'https://a.example.com/' : 'https://b.example.com/' }}"/>`,
      ['a'],
      ['b'],
    ],
  ])('decides in a template: %s', async (_, body, wx, ali) => {
    const shown = (names: string[]) => names.map((name) => `image.src https://${name}.example.com/`)
    expect(await origins(template(body), 'wx')).toEqual(shown(wx))
    expect(await origins(template(body), 'ali')).toEqual(shown(ali))
  })

  it('decides for the whole of a block', async () => {
    const tree = { 'page.mpx': `<template mode="ali">${image('a')}</template>` }
    expect(await origins(tree, 'wx')).toEqual([])
    expect(await origins(tree, 'ali')).toEqual(['image.src https://a.example.com/'])
  })

  it('has the calls of wx as its own, which a project without mpx has not', async () => {
    const tree = {
      'tag.js': "wx.request({ url: 'https://a.example.com/' })\nmy.request({ url: 'https://b.example.com/' })",
    }
    expect(await origins(tree, 'ali')).toEqual([
      'wx.request https://a.example.com/',
      'my.request https://b.example.com/',
    ])
    const { session, port, update } = await project(tree, { platform: 'alipay' })
    update()
    expect((await session.finish(port)).calls.map(({ api }) => api)).toEqual(['my.request'])
  })
})
