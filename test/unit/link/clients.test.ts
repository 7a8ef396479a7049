import { describe, expect, it } from 'vitest'
import { CLIENTS } from '../../../src/platforms/clients'
import { callsOf } from './project'

/** One program for each way in which a client is used: the row, the program, what it asks for. */
const PROGRAMS: [row: string, code: string, asked: string[], platform?: string][] = [
  [
    'axios',
    `import axios from 'axios'; import 'axios-miniprogram-adapter'
const http = axios.create({ baseURL: 'https://a.example.com/v1/' })
http.get('/x'); http.post('y', {}, { baseURL: 'https://b.example.com' }); http({ url: '//c.example.com/z' })`,
    [
      '3 wx.request https://a.example.com/v1/x < http.get',
      '3 wx.request https://b.example.com/y < http.post',
      '3 wx.request //c.example.com/z < http',
    ],
  ],
  [
    'axios',
    `const axios = require('axios').default; require('axios-taro-adapter')
axios.defaults.baseURL = 'https://a.example.com'
axios.get('https://b.example.com/x')`,
    ['3 Taro.request https://a.example.comhttps://b.example.com/x < axios.get'],
  ],
  [
    'axios',
    `import axios from 'axios'; import { createUniAppAxiosAdapter } from '@uni-helper/axios-adapter'
const http = axios.create({ baseURL: 'https://a.example.com', adapter: createUniAppAxiosAdapter() })
http.request({ url: '/u', method: 'UPLOAD' }); http.download('/d')`,
    [
      '3 uni.downloadFile https://a.example.com/d < http.download',
      '3 uni.uploadFile https://a.example.com/u < http.request',
    ],
  ],
  [
    'axios',
    `import axios from 'axios'
axios.get('https://a.example.com/x')`,
    ['2 XMLHttpRequest.open https://a.example.com/x < axios.get'],
    'web',
  ],
  [
    'axios-miniprogram',
    `import axios from 'axios-miniprogram'
axios.defaults.baseURL = 'https://a.example.com'
axios('/f', { download: true })`,
    ['3 wx.downloadFile https://a.example.com/f < axios'],
  ],
  [
    'alova',
    `import { createAlova } from 'alova'; import AdapterUniapp from '@alova/adapter-uniapp'
const alova = createAlova({ baseURL: 'https://a.example.com/', ...AdapterUniapp(), beforeRequest(method) { method.url = '/v2' + method.url } })
alova.Get('/x'); alova.Post('/f', {}, { requestType: 'upload' })`,
    [
      '3 uni.request https://a.example.com/v2/x < alova.Get',
      '3 uni.uploadFile https://a.example.com/v2/f < alova.Post',
    ],
  ],
  [
    'umi-request',
    `import { extend } from 'umi-request'
const request = extend({ prefix: 'https://a.example.com' })
request.interceptors.request.use((url, options) => ({ url: url + '/end', options }))
request('/x')`,
    ['4 XMLHttpRequest.open https://a.example.com/x/end < request'],
    'web',
  ],
  [
    'luch-request',
    `import Request from 'luch-request'
const http = new Request()
http.setConfig((config) => { config.baseURL = 'https://a.example.com'; return config })
http.upload('/f', {}); http.middleware({ url: 'x', method: 'DOWNLOAD' })`,
    [
      '4 uni.downloadFile https://a.example.com/x < http.middleware',
      '4 uni.uploadFile https://a.example.com/f < http.upload',
    ],
  ],
  [
    'uView',
    `uni.$u.http.setConfig((config) => { config.baseURL = 'https://a.example.com'; return config })
const { http } = uni.$u
http.get('/x')`,
    ['3 uni.request https://a.example.com/x < http.get'],
  ],
  [
    'uView',
    `export const install = (Vue, vm) => {
  Vue.prototype.$u.http.setConfig({ baseUrl: 'https://a.example.com/v1/' })
  Vue.prototype.$u.http.interceptor.request = (config) => { config.url = 'shop/' + config.url; return config }
  vm.$u.api = { list: () => vm.$u.get('list') }
}`,
    ['4 uni.request https://a.example.com/v1//shop/list < vm.$u.get'],
  ],
  [
    'uView',
    `import { httpPlugin, http } from 'uview-pro'
app.use(httpPlugin, { requestConfig: { baseUrl: 'https://a.example.com' } })
http.get('/x')`,
    ['3 uni.request https://a.example.com/x < http.get'],
  ],
  [
    'flyio',
    `const Fly = require('flyio/dist/npm/wx')
const fly = new Fly
fly.config.baseURL = 'https://a.example.com/v1'
fly.interceptors.request.use((request) => { request.baseURL += '/beta' })
fly.get('/x', {}, { baseURL: 'https://b.example.com' }); fly.request({ url: 'y' })`,
    [
      '5 wx.request https://b.example.com/beta/x < fly.get',
      '5 wx.request https://a.example.com/v1/beta/y < fly.request',
    ],
  ],
  [
    'uni-ajax',
    `import ajax from 'uni-ajax'
ajax.defaults.baseURL = 'https://a.example.com'
const instance = ajax.create()
instance({ url: '/x' }); instance.post('/y', {}, {})`,
    ['4 uni.request https://a.example.com/x < instance', '4 uni.request https://a.example.com/y < instance.post'],
  ],
  [
    'uni-request',
    `import request from 'uni-request'
request.defaults.baseURL = 'https://a.example.com/v1'
request.post('/x', {}); request({ url: 'https://b.example.com/y' })`,
    ['3 uni.request https://a.example.com/v1/x < request.post', '3 uni.request https://b.example.com/y < request'],
  ],
  [
    'taro-axios',
    `import { axios } from 'taro-axios'
const http = axios.create({ baseURL: 'https://a.example.com' })
http.get('/x'); axios('https://b.example.com/y')`,
    ['3 Taro.request https://a.example.com/x < http.get', '3 Taro.request https://b.example.com/y < axios'],
  ],
  [
    '@uni-helper/uni-network',
    `import { un } from '@uni-helper/uni-network'
un.defaults.baseUrl = 'https://a.example.com'
un('/x'); un.request({ url: '/f', adapter: 'upload' })`,
    ['3 uni.request https://a.example.com/x < un', '3 uni.uploadFile https://a.example.com/f < un.request'],
  ],
  [
    '@mpxjs/fetch',
    `import { useFetch } from '@mpxjs/fetch'; import mpx from '@mpxjs/core'
mpx.xfetch.interceptors.request.use((config) => { config.url = 'https://a.example.com' + config.url; return config })
useFetch().fetch({ url: '/x' })
export default { onLoad() { this.$xfetch.fetch({ url: '/y' }) } }`,
    [
      '3 mpx.request https://a.example.com/x < useFetch().fetch',
      '4 mpx.request https://a.example.com/y < this.$xfetch.fetch',
    ],
  ],
  [
    '@escook/request-miniprogram',
    `import { $http } from '@escook/request-miniprogram'
$http.baseUrl = 'https://a.example.com'
$http.beforeRequest = (options) => { options.url = options.url + '?t=1' }
$http.get('/x')`,
    ['4 wx.request https://a.example.com/x?t=1 < $http.get'],
  ],
  [
    'wafer2-client-sdk',
    `import { setLoginUrl, request } from 'wafer2-client-sdk'
setLoginUrl('https://a.example.com/login')
request({ url: 'https://a.example.com/x' })`,
    ['2 wx.request https://a.example.com/login < setLoginUrl', '3 wx.request https://a.example.com/x < request'],
  ],
  [
    'wx-promise-pro',
    `wx.pro.uploadFile({ url: 'https://a.example.com/f' })`,
    ['1 wx.uploadFile https://a.example.com/f < wx.pro.uploadFile'],
  ],
  [
    'miniprogram-api-promise',
    `import { promisifyAll } from 'miniprogram-api-promise'
const wxp = {}
promisifyAll(wx, wxp)
export const load = () => wxp.request({ url: 'https://a.example.com/x' })`,
    ['4 wx.request https://a.example.com/x'],
  ],
]

const sorted = (calls: string[]): string[] => [...calls].sort()

describe('clients from packages', () => {
  it.each(PROGRAMS)('%s: %s', async (_row, code, asked, platform = 'wechat') => {
    expect(sorted(await callsOf({ 'a.js': code }, { platform }))).toEqual(sorted(asked.map((call) => `a.js:${call}`)))
  })

  it('have a program for each row', () => {
    const covered = new Set(PROGRAMS.map(([row]) => row))
    expect(CLIENTS.map((row) => row.name).filter((name) => !covered.has(name))).toEqual([])
  })

  it('are followed through the wrappers of the project', async () => {
    const files = {
      'http.js': `import axios from 'axios'
const http = axios.create({ baseURL: 'https://a.example.com/api' })
export const get = (url, params) => http.get(url, { params })
export const send = (options) => http(options)`,
      'page.js': `import { get, send } from './http'
get('users'); send({ url: '/orders' })`,
    }
    expect(await callsOf(files)).toEqual([
      'page.js:2 wx.request https://a.example.com/api/users < http.get',
      'page.js:2 wx.request https://a.example.com/api/orders < http',
    ])
  })

  it('pick the category by what a caller of a wrapper hands on', async () => {
    const code = `import Request from 'luch-request'
const http = new Request({ baseURL: 'https://a.example.com' })
const send = (options) => http.request(options)
send({ url: '/x' })
send({ url: '/f', method: 'UPLOAD' })`
    expect(await callsOf({ 'a.js': code })).toEqual([
      'a.js:4 uni.request https://a.example.com/x < http.request',
      'a.js:5 uni.uploadFile https://a.example.com/f < http.request',
    ])
  })

  it('keep the bases of two instances apart, and take those set in other modules', async () => {
    const files = {
      'http.js': `import axios from 'axios'
export const one = axios.create()
export const two = axios.create({ baseURL: 'https://two.example.com' })`,
      'setup.js': `import { one } from './http'
one.defaults.timeout = 5000
one.defaults.baseURL = 'https://one.example.com'`,
      'page.js': `import { one, two } from './http'
one.get('/x'); two.get('/x')`,
    }
    expect(await callsOf(files)).toEqual([
      'page.js:2 wx.request https://one.example.com/x < one.get',
      'page.js:2 wx.request https://two.example.com/x < two.get',
    ])
  })

  it('do not put a base before a URL that may be whole', async () => {
    const code = `import axios from 'axios'
axios.defaults.baseURL = 'https://a.example.com'
axios.get('/config').then((r) => axios.get(r.data.next))`
    expect(await callsOf({ 'a.js': code })).toEqual([
      'a.js:3 wx.request https://a.example.com/config < axios.get',
      'a.js:3 wx.request https://a.example.com/{*} | {*} < axios.get',
    ])
  })

  it('leave a package that the project has in its own source to be followed as code', async () => {
    const files = {
      'node_modules/axios.js': `export default { get: (url) => wx.request({ url: 'https://vendored.example.com' + url }) }`,
      'a.js': `import axios from 'axios'
axios.get('/x')`,
      'own.js': `export default { get: (url) => wx.request({ url: 'https://own.example.com' + url }) }`,
      'b.js': `import axios from './own'
axios.get('/x')`,
    }
    expect(await callsOf(files)).toContain('b.js:2 wx.request https://own.example.com/x')
    // The table says what the package does, with its source or without.
    expect(await callsOf(files)).toContain('a.js:2 wx.request /x < axios.get')
  })

  it('take rows from the configuration, filled up as axios is', async () => {
    const code = `import { api } from '@corp/http'
api.defaults.root = 'https://a.example.com'
api.get('/x')`
    const row = { packages: ['@corp/http'], instances: ['api'], base: 'root', api: 'uni' }
    expect(await callsOf({ 'a.js': code }, { clients: [row] })).toEqual([
      'a.js:3 uni.request https://a.example.com/x < api.get',
    ])
    expect(await callsOf({ 'a.js': code })).toEqual([])
  })

  it('of the configuration are found under their property, where the gate sees nothing', async () => {
    const files = {
      'main.js': `import { api } from '@corp/http'
api.defaults.baseURL = 'https://a.example.com'`,
      'page.js': `export default { onLoad() { this.$api.get('/x') } }`,
    }
    const row = { packages: ['@corp/http'], instances: ['api'], properties: ['$api'] }
    expect(await callsOf(files, { clients: [row] })).toEqual([
      'page.js:1 wx.request https://a.example.com/x < this.$api.get',
    ])
  })

  it('never take calls that send nothing for requests', async () => {
    const code = `import axios from 'axios'
axios.isCancel('https://a.example.com/x'); axios.interceptors.response.use((r) => r)
const http = axios.create({ baseURL: 'https://a.example.com' })
wx.cloud.callFunction({ name: 'x' })`
    expect(await callsOf({ 'a.js': code })).toEqual([])
  })
})

describe('interceptors', () => {
  it('of one API or of all, by name or in a loop', async () => {
    const code = `const base = { invoke: (args) => { if (!args.url.startsWith('http')) args.url = 'https://a.example.com' + args.url } }
;['request', 'uploadFile'].forEach((name) => uni.addInterceptor(name, base))
uni.request({ url: '/x' }); uni.uploadFile({ url: 'https://b.example.com/f' }); uni.downloadFile({ url: 'https://c.example.com/d' })`
    expect(sorted(await callsOf({ 'a.js': code }))).toEqual([
      'a.js:3 uni.downloadFile https://c.example.com/d',
      'a.js:3 uni.request https://a.example.com/x',
      'a.js:3 uni.uploadFile https://b.example.com/f',
    ])
  })

  it('see the options of the call', async () => {
    const code = `uni.addInterceptor('request', { invoke(args) { args.url = (args.auth ? 'https://auth.example.com' : 'https://a.example.com') + args.url } })
uni.request({ url: '/x' })
uni.request({ url: '/y', auth: true })`
    expect(await callsOf({ 'a.js': code })).toEqual([
      'a.js:2 uni.request https://a.example.com/x',
      'a.js:3 uni.request https://auth.example.com/y',
    ])
  })

  it('run one after the other, and pass on what they do not change', async () => {
    const code = `import Taro from '@tarojs/taro'
Taro.addInterceptor((chain) => chain.proceed({ ...chain.requestParams, url: '/v1' + chain.requestParams.url }))
Taro.addInterceptor((chain) => { const { requestParams } = chain; requestParams.url = 'https://a.example.com' + requestParams.url; return chain.proceed(requestParams) })
Taro.addInterceptor(Taro.interceptors.logInterceptor)
Taro.request({ url: '/x' })
Taro.uploadFile({ url: 'https://b.example.com/f' })`
    expect(await callsOf({ 'a.js': code })).toEqual([
      'a.js:5 Taro.request https://a.example.com/v1/x',
      'a.js:6 Taro.uploadFile https://b.example.com/f',
    ])
  })

  it('leave the API in place where a replacement leads back to itself or nowhere', async () => {
    const loop = `wx.request = (options) => wx.request({ ...options, url: 'https://a.example.com' + options.url })
wx.request({ url: 'https://b.example.com/x' })`
    expect(await callsOf({ 'a.js': loop })).toContain('a.js:2 wx.request https://b.example.com/x')
    const lost = `wx.request = wrap(wx.request)
wx.request({ url: 'https://b.example.com/x' })`
    expect(await callsOf({ 'a.js': lost })).toEqual(['a.js:2 wx.request https://b.example.com/x'])
  })
})
