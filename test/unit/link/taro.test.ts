import { expect, it } from 'vitest'
import { callsOf } from './project'

const API = `
import Taro, { getEnv, ENV_TYPE } from '@tarojs/taro'
const isWEB = Taro.getEnv() === Taro.ENV_TYPE.WEB
const base = isWEB ? '' : 'https://api.example.com'
Taro.request({ url: base + '/a' })
Taro.request({ url: (getEnv() === ENV_TYPE.ALIPAY ? 'https://ali.example.com' : 'https://w.example.com') + '/b' })`

const found = (env: string | null) =>
  callsOf({ 'api.js': API }, { defines: env === null ? {} : { 'process.env.TARO_ENV': env } })

it.each([
  ['weapp', 'https://api.example.com/a', 'https://w.example.com/b'],
  ['alipay', 'https://api.example.com/a', 'https://ali.example.com/b'],
  ['h5', '/a', 'https://w.example.com/b'],
])('knows what Taro.getEnv() says in a build for %s', async (env, first, second) => {
  expect(await found(env)).toEqual([`api.js:5 Taro.request ${first}`, `api.js:6 Taro.request ${second}`])
})

it.each([null, 'harmony'])('leaves both ways open where the build says %s', async (env) => {
  const [first, second] = await found(env)
  expect(first).toMatch(/ \/a \| https:\/\/api\.example\.com\/a$| https:\/\/api\.example\.com\/a \| \/a$/)
  expect(second).toContain('https://ali.example.com/b')
  expect(second).toContain('https://w.example.com/b')
})
