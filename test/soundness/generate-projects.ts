/**
 * Makes small projects at random as people write them: a host from a configuration, a path, a wrapper around the platform
 * and a place that calls it, each in one of the ways that real projects have. The same seed gives the same project.
 */
import { randomOf } from './generate'

export interface GeneratedProject {
  /** The requests, each with a host, a path, a wrapper and a caller of its own, so that some can be left out. */
  pieces: string[]
  files(pieces?: string[]): Record<string, string>
}

/** A piece of code: statements in front, and an expression. */
interface Form {
  code: string
  is: string
}

type Pick = <T>(list: readonly T[]) => T

const API = 'https://api.example.com'
const DEV = 'http://127.0.0.1:3000'

/** One project with this many requests. */
export function generateProjects(seed: number, size = 2): GeneratedProject {
  const random = randomOf(seed)
  const pick: Pick = (list) => list[Math.floor(random() * list.length)]
  const pieces = Array.from({ length: size }, (_, i) => {
    const id = `${i}`
    const base = pick(HOSTS)(id, pick)
    const path = pick(PATHS)(id, pick)
    const wrapper = pick(WRAPPERS)(id, pick, base.is)
    return [base.code, wrapper.code, path.code, pick(CALLERS)(id, wrapper.is, path.is)].join('\n')
  })
  const app = `App({\n  globalData: { host: '', version: 'v1', api: { base: '${API}' } },\n  onLaunch() {\n    this.globalData.host = '${API}'\n  },\n  hostOf(name) {\n    return name === 'main' ? this.globalData.api.base : '${API}/other'\n  }\n})\n`
  return {
    pieces,
    files: (list = pieces) => ({
      'app.json': JSON.stringify({ pages: list.map((_, i) => `p${i}`) }),
      'app.js': app,
      ...Object.fromEntries(list.map((text, i) => [`p${i}.js`, text])),
    }),
  }
}

/** Where the host comes from. */
const HOSTS: ((id: string, pick: Pick) => Form)[] = [
  (i) => ({ code: `const base${i} = '${API}'`, is: `base${i}` }),
  (i) => ({
    code: `const config${i} = { dev: { host: '${DEV}' }, prod: { host: '${API}' } }\nconst { host: host${i} = '${DEV}' } = config${i}.prod`,
    is: `host${i}`,
  }),
  () => ({ code: '', is: 'getApp().globalData.host' }),
  () => ({ code: '', is: 'getApp().globalData.api.base' }),
  (i) => ({ code: `const app${i} = getApp()`, is: `app${i}.hostOf('main')` }),
  (i) => ({ code: `const { globalData: g${i} } = getApp()`, is: `g${i}.api?.base` }),
  (i, pick) => ({
    code: `const hosts${i} = { develop: '${DEV}', trial: '${API}/trial', release: '${API}' }\nfunction host${i}() {\n  ${pick(
      [
        `const { miniProgram } = wx.getAccountInfoSync()\n  return hosts${i}[miniProgram.envVersion]`,
        `const version = wx.getAccountInfoSync().miniProgram.envVersion || 'release'\n  return hosts${i}[version] || hosts${i}.release`,
        `try {\n    return hosts${i}[wx.getAccountInfoSync().miniProgram.envVersion]\n  } catch (e) {\n    return hosts${i}.release\n  }`,
        `switch (wx.getAccountInfoSync().miniProgram.envVersion) {\n    case 'develop':\n      return hosts${i}.develop\n    case 'trial':\n      return hosts${i}.trial\n    default:\n      return hosts${i}.release\n  }`,
        `const info = wx.getAccountInfoSync()\n  if (info.miniProgram.envVersion === 'develop') return hosts${i}.develop\n  if (info.miniProgram.envVersion === 'trial') return hosts${i}.trial\n  return hosts${i}.release`,
      ],
    )}\n}`,
    is: `host${i}()`,
  }),
  (i) => ({
    code: `const env${i} = wx.getStorageSync('env') || 'prod'\nconst table${i} = { dev: '${DEV}', prod: '${API}' }`,
    is: `table${i}[env${i}]`,
  }),
  (i) => ({
    code: `const isRelease${i} = true\nconst env${i} = isRelease${i} ? 'prod' : wx.getStorageSync('env') || 'prod'\nconst table${i} = { dev: '${DEV}', prod: '${API}' }`,
    is: `table${i}[env${i}]`,
  }),
  (i, pick) => ({
    code: `const raw${i} = 'http://api.example.com/'\nconst base${i} = raw${i}${pick([`.replace('http:', 'https:').replace(/\\/$/, '')`, `.replace(/^http:/, 'https:').slice(0, -1)`, `.split('://').pop().split('/')[0].replace(/^/, 'https://')`])}`,
    is: `base${i}`,
  }),
  (i) => ({
    code: `const base${i} = ['https:', '', 'api', 'example.com'].slice(2).join('.').replace(/^/, 'https://')`,
    is: `base${i}`,
  }),
  (i) => ({
    code: `function base${i}(name) {\n  const list = [['dev', '${DEV}'], ['prod', '${API}']]\n  out: for (const [key, value] of list) {\n    if (key !== name) continue out\n    return value\n  }\n  return '${DEV}'\n}`,
    is: `base${i}('prod')`,
  }),
  (i, pick) => ({
    code: `let base${i}\n${pick([`base${i} ||= '${API}'`, `base${i} ??= '${API}'`, `if (!base${i}) base${i} = '${API}'`, `base${i} = (0, '${API}')`])}`,
    is: `base${i}`,
  }),
  (i) => ({
    code: `const options${i} = { override: '${DEV}', base: '${API}' }\ndelete options${i}.override`,
    is: `('override' in options${i} ? options${i}.override : options${i}.base)`,
  }),
  (i) => ({
    code: `class Config${i} {\n  static scheme = 'https'\n  #name = 'api.example.com'\n  get base() {\n    return Config${i}.scheme + '://' + this.#name\n  }\n  set name(v) {\n    this.#name = v\n  }\n}\nconst config${i} = new Config${i}()`,
    is: `config${i}.base`,
  }),
  (i) => ({
    code: `const config${i} = {\n  scheme: 'https',\n  get base() {\n    return \`\${this.scheme}://api.example.com\`\n  }\n}`,
    is: `config${i}.base`,
  }),
  (i) => ({
    code: `const store${i} = { base: '' }\nfunction setup${i}({ base = '${API}' } = {}) {\n  store${i}.base = base\n}\nsetup${i}()`,
    is: `store${i}.base`,
  }),
  (i) => ({
    code: `var base${i}\ntry {\n  base${i} = JSON.parse('{"base":"${API}"}').base\n} catch (e) {\n  base${i} = '${API}'\n} finally {\n  base${i} += ''\n}`,
    is: `base${i}`,
  }),
]

/** Where the path comes from. */
const PATHS: ((id: string, pick: Pick) => Form)[] = [
  () => ({ code: '', is: `'/users'` }),
  (i) => ({ code: `const version${i} = 'v1'`, is: `\`/\${version${i}}/users\`` }),
  (i) => ({ code: `const api${i} = { user: { list: '/users', detail: '/users/:id' } }`, is: `api${i}.user.list` }),
  (i) => ({
    code: `const api${i} = { user: { list: '/users', detail: '/users/:id' } }`,
    is: `api${i}.user.detail.replace(':id', 'me')`,
  }),
  (i) => ({
    code: `const api${i} = { user: { list: '/users' } }\nconst { user: { list: list${i} = '/none' } = {} } = api${i}`,
    is: `list${i}`,
  }),
  (i, pick) => ({
    code: `const api${i} = { list: '/users', save: '/users/save' }\nconst pathOf${i} = (key) => {\n  ${pick([
      `if (!(key in api${i})) throw new Error(key)\n  return api${i}[key]`,
      `const path = api${i}[key]\n  if (!path) return '/missing'\n  return path`,
      `return api${i}[key] || '/' + key`,
      `return Object.prototype.hasOwnProperty.call(api${i}, key) ? api${i}[key] : '/missing'`,
    ])}\n}`,
    is: `pathOf${i}('${pick(['list', 'save'])}')`,
  }),
  (i, pick) => ({
    code: `function url${i}(...parts) {\n  return '/' + parts${pick(['', '.filter(Boolean)', '.map((x) => String(x).trim())'])}.join('/')\n}`,
    is: `url${i}('users', ${pick([`'me'`, `7`, `...['a', 'b']`])})`,
  }),
  (i) => ({ code: `const paths${i} = 'users,orders'.split(',')`, is: `'/' + paths${i}[1]` }),
  (i, pick) => ({
    code: `function kind${i}(type) {\n  let path\n  switch (type) {\n    case 1:\n    case 2:\n      path = '/low'\n      break\n    case 3:\n      path = '/high'\n    default:\n      path = (path || '') + '/any'\n  }\n  return path\n}`,
    is: `kind${i}(${pick([1, 2, 3, 4])})`,
  }),
  (i) => ({ code: `let path${i} = '/a'\npath${i} += '/b'\n;[path${i}] = [path${i} + '/c']`, is: `path${i}` }),
  (i) => ({
    code: `const suffix${i} = (name = 'users', { deep = '/x' } = {}) => '/' + name + deep`,
    is: `suffix${i}()`,
  }),
]

/** A way to reach the platform with a path: `is` makes a call of it, with `$` for the path. */
const WRAPPERS: ((id: string, pick: Pick, base: string) => Form)[] = [
  (i, _, base) => ({
    code: `function get${i}(path) {\n  return wx.request({ url: ${base} + path })\n}`,
    is: `get${i}($)`,
  }),
  (i, pick, base) => ({
    code: `function request${i}(options) {\n  ${pick([
      `const o = { method: 'GET', ...options }\n  o.url = ${base} + o.url\n  return wx.request(o)`,
      `options.url = ${base} + options.url\n  return wx.request(options)`,
      `const { url, data = {}, ...rest } = options\n  return wx.request({ ...rest, data, url: ${base} + url })`,
      `return new Promise((resolve, reject) => {\n    wx.request(Object.assign({}, options, { url: ${base} + options.url, success: resolve, fail: reject }))\n  })`,
      `options = options || {}\n  var params = {}\n  for (var key in options) params[key] = options[key]\n  params.url = ${base} + params.url\n  wx.request(params)`,
      `const o = Object.assign({ url: '/none' }, options)\n  if (!/^https?:/.test(o.url)) o.url = ${base} + o.url\n  wx.request(o)`,
    ])}\n}`,
    is: `request${i}({ url: $ })`,
  }),
  (i, pick, base) => ({
    code: `const hooks${i} = { request: [] }\nconst use${i} = (fn) => hooks${i}.request.push(fn)\nuse${i}((o) => ({ ...o, header: {} }))\nuse${i}((o) => { o.url = ${base} + o.url; return o })\nfunction send${i}(options) {\n  let o = options\n  ${pick([`hooks${i}.request.forEach((fn) => { o = fn(o) || o })`, `for (const fn of hooks${i}.request) o = fn(o)`, `o = hooks${i}.request.reduce((acc, fn) => fn(acc), o)`])}\n  return wx.request(o)\n}`,
    is: `send${i}({ url: $ })`,
  }),
  (i, pick, base) => ({
    code: `class Http${i} {\n  ${pick([`base = ${base}`, `constructor(base = ${base}) {\n    this.base = base\n  }`])}\n  interceptor = null\n  request(options) {\n    const that = this\n    const o = that.interceptor ? that.interceptor(options) : options\n    return new Promise(function (resolve) {\n      wx.request({ ...o, url: that.base + o.url, success: resolve })\n    })\n  }\n  get(url, data) {\n    return this.request({ url, data, method: 'GET' })\n  }\n}\nconst http${i} = new Http${i}()\n${pick(['', `http${i}.interceptor = (o) => ({ ...o, token: 1 })`])}`,
    is: `http${i}.get($)`,
  }),
  (i, pick, base) => ({
    code: `function Http${i}(options) {\n  ${pick([``, `if (!(this instanceof Http${i})) return new Http${i}(options)\n  `])}this.base = options.base\n}\nHttp${i}.prototype.request = function (o) {\n  var that = this\n  return wx.request({ url: that.base + o.url })\n}\n${pick([`Http${i}.prototype.get = function (url) {\n  return this.request({ url: url })\n}`, `;['get', 'post'].forEach(function (m) {\n  Http${i}.prototype[m] = function (url) {\n    return this.request({ url: url, method: m })\n  }\n})`])}\nvar http${i} = new Http${i}({ base: ${base} })`,
    is: `http${i}.get($)`,
  }),
  (i, pick, base) => ({
    code: `const promisify${i} = (fn) => (options = {}, ...rest) => new Promise((success, fail) => fn({ ...options, success, fail }, ...rest))\nconst ask${i} = ${pick([`promisify${i}(wx.request)`, `promisify${i}(wx['request'])`])}\nasync function get${i}(path) {\n  const res = await ask${i}({ url: ${base} + path })\n  return res.data\n}`,
    is: `get${i}($)`,
  }),
  (i, _, base) => ({
    code: `const wxp${i} = {}\nfor (const name of ['request', 'login']) wxp${i}[name] = (o) => new Promise((success, fail) => wx[name]({ ...o, success, fail }))\nconst get${i} = (path) => wxp${i}.request({ url: ${base} + path })`,
    is: `get${i}($)`,
  }),
  (i, pick, base) => ({
    code: `const http${i} = {}\n${pick([`;['get', 'post'].forEach((m) => {\n  http${i}[m] = (url, data, options = {}) => wx.request({ url: (options.base ?? ${base}) + url, data, method: m })\n})`, `for (const m of ['get', 'post']) http${i}[m] = (url) => wx.request({ url: ${base} + url, method: m.toUpperCase() })`, `Object.keys({ get: 1, post: 2 }).map((m) => (http${i}[m] = (url) => wx.request({ url: ${base} + url })))`])}`,
    is: `http${i}.get($)`,
  }),
  (i, _, base) => ({
    code: `const curry${i} = (base) => (method) => (url) => wx.request({ url: base + url, method })\nconst get${i} = curry${i}(${base})('GET')`,
    is: `get${i}($)`,
  }),
  (i, pick, base) => ({
    code: `async function token${i}() {\n  await new Promise((resolve) => wx.login({ success: resolve }))\n  return 't'\n}\nconst request${i} = async ({ url, retry = 1 }) => {\n  try {\n    const token = await token${i}()\n    return await new Promise((success, fail) => wx.request({ url: ${base} + url, header: { token }, success, fail }))\n  } catch (e) {\n    ${pick([`if (retry > 0) return request${i}({ url, retry: retry - 1 })`, ''])}\n    throw e\n  } finally {\n    wx.hideLoading()\n  }\n}`,
    is: `request${i}({ url: $ })`,
  }),
  (i, _, base) => ({
    code: `const queue${i} = []\nlet ready${i} = false\nfunction run${i}(o) {\n  wx.request({ url: ${base} + o.url })\n}\nfunction request${i}(o) {\n  if (!ready${i}) return void queue${i}.push(o)\n  run${i}(o)\n}\nwx.login({ success() { ready${i} = true; while (queue${i}.length) run${i}(queue${i}.shift()) } })`,
    is: `request${i}({ url: $ })`,
  }),
  (i, pick, base) => ({
    code: `const service${i} = {\n  base: ${base},\n  get(path) {\n    ${pick([`return this.send.call(this, 'GET', path)`, `return this.send.apply(this, ['GET', path])`, `return this.send.bind(this, 'GET')(path)`, `const { send } = this\n    return send.call(this, 'GET', ...[path])`])}\n  },\n  send(method, path) {\n    const self = this\n    const done = () => wx.request({ url: self.base + path, method })\n    ${pick(['return done()', 'setTimeout(done, 10)', 'Promise.resolve().then(done)', 'wx.nextTick(() => { done() })'])}\n  },\n}`,
    is: `service${i}.get($)`,
  }),
  (i, pick, base) => ({
    code: `wx.$http${i} = { get: (url) => wx.request({ url: ${base} + url }) }\n${pick(['', `Object.freeze(wx.$http${i})`])}`,
    is: `wx.$http${i}.get($)`,
  }),
  (i, _, base) => ({
    code: `const api${i}w = { list: { url: '/fixed', method: 'GET' }, save: { url: '/fixed/save' } }\nconst calls${i} = Object.entries(api${i}w).reduce((all, [name, { url, method = 'POST' }]) => {\n  all[name] = (more = '') => wx.request({ url: ${base} + url + more, method })\n  return all\n}, {})`,
    is: `calls${i}.list($)`,
  }),
  (i, _, base) => ({
    code: `const calls${i} = {}\nfor (var n${i} = 0; n${i} < 2; n${i}++) {\n  (function (n) {\n    calls${i}['m' + n] = function (path) { wx.request({ url: ${base} + '/m' + n + path }) }\n  })(n${i})\n}`,
    is: `calls${i}.m1($)`,
  }),
]

/** Where the wrapper is called, with the path in place of `$`. */
const CALLERS: ((id: string, call: string, path: string) => string)[] = [
  (_, call, path) => fill(call, path),
  (_, call, path) =>
    `Page({\n  onLoad() {\n    const that = this\n    that.load()\n  },\n  load() {\n    ${fill(call, path)}\n  }\n})`,
  (_, call, path) =>
    `Page({\n  data: { path: ${path} },\n  onLoad: function () {\n    ${fill(call, 'this.data.path')}\n  }\n})`,
  (i, call, path) =>
    `Page({\n  onLoad({ id }) {\n    const path${i}c = \`\${${path}}/\${id}\`\n    ${fill(call, `path${i}c`)}\n  }\n})`,
  (i, call, path) => `for (const p${i} of [${path}, '/other']) ${fill(call, `p${i}`)}`,
  (i, call, path) =>
    `const table${i}c = { a: ${path}, b: '/other' }\nfor (const k in table${i}c) {\n  if (k === 'b') continue\n  ${fill(call, `table${i}c[k]`)}\n}`,
  (i, call, path) =>
    `const table${i}c = [{ name: 'a', path: ${path} }, { name: 'b', path: '/other' }]\nconst one${i} = table${i}c.find((x) => x.name === 'a')\nif (one${i}) ${fill(call, `one${i}.path`)}`,
  (_, call, path) =>
    `;(async () => {\n  await Promise.resolve()\n  try {\n    ${fill(call, path)}\n  } catch (e) {\n    console.log(e)\n  }\n})()`,
  (i, call, path) => `const once${i} = (fn, ...args) => fn(...args)\nonce${i}((p) => ${fill(call, 'p')}, ${path})`,
  (i, call, path) =>
    `function load${i}({ path = ${path}, type } = {}) {\n  if (type === 'none') return\n  ${fill(call, 'path')}\n}\nload${i}()\nload${i}({ type: 'none' })\nload${i}({ path: '/given' })`,
  (i, call, path) =>
    `const steps${i} = [() => ${fill(call, path)}, () => null]\nsteps${i}.forEach((step, at) => at < 1 && step())`,
  (i, call, path) =>
    `const actions${i} = {\n  load(p) {\n    ${fill(call, 'p')}\n  },\n  dispatch(name, ...rest) {\n    return this[name]?.(...rest)\n  }\n}\nactions${i}.dispatch('load', ${path})`,
]

const fill = (call: string, path: string): string => call.replace('$', () => path)
