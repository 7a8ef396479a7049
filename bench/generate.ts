import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Text of a generated project by path relative to its root. */
export type Project = Map<string, string>

/** Modules of one feature: one that calls the project's client, pages that use it, and components that know no network. */
const PER_FEATURE = 50
const PAGES = 10

/**
 * A native mini program of about `modules` modules, shaped like real ones: one constant with the host, a client four
 * wrappers deep (`http.get` → `send` → `withToken` → `base` → `wx.request`), per feature one API module that calls it,
 * ten pages that use that and 39 components with nothing about the network. The same number gives the same text.
 */
export function generate(modules: number): Project {
  const project: Project = new Map(SHARED)
  const features = Math.max(1, Math.round(modules / PER_FEATURE))
  const pages: string[] = []
  for (let feature = 0; feature < features; feature++) {
    const folder = `features/f${feature}`
    project.set(`${folder}/api.js`, apiModule(feature))
    for (let page = 0; page < PAGES; page++) {
      project.set(`${folder}/page${page}.js`, pageModule(feature, page))
      pages.push(`${folder}/page${page}`)
    }
    for (let component = 0; project.size < (feature + 1) * PER_FEATURE && component < PER_FEATURE; component++) {
      project.set(`${folder}/component${component}.js`, componentModule(feature, component))
    }
  }
  project.set('app.json', JSON.stringify({ pages }))
  return project
}

/** Writes a generated project to a folder. */
export function writeProject(project: Project, folder: string): void {
  for (const [file, code] of project) {
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, code)
  }
}

const SHARED: [string, string][] = [
  ['app.js', `App({ globalData: { user: null } })\n`],
  ['config/host.js', `export const HOST = 'http://127.0.0.1:3000'\nexport const PREFIX = '/api/v1'\n`],
  [
    'utils/base.js',
    `import { HOST, PREFIX } from '../config/host'
export function base(options) {
  return new Promise((resolve, reject) => {
    wx.request({ ...options, url: HOST + PREFIX + options.url, success: resolve, fail: reject })
  })
}
`,
  ],
  [
    'utils/token.js',
    `import { base } from './base'
export const withToken = (options) => base({ ...options, header: { token: wx.getStorageSync('token') } })
`,
  ],
  [
    'utils/send.js',
    `import { withToken } from './token'\nexport function send(url, data, method = 'GET') {\n  return withToken({ url, data, method })\n}\n`,
  ],
  [
    'utils/http.js',
    `import { send } from './send'
export default {
  get(url, data) { return send(url, data) },
  post(url, data) { return send(url, data, 'POST') },
}
`,
  ],
]

function apiModule(feature: number): string {
  const calls = Array.from(
    { length: 5 },
    (_, index) =>
      `export const call${index} = (id) => http.${index % 2 === 0 ? 'get' : 'post'}('/f${feature}/c${index}/' + id)\n`,
  )
  return `import http from '../../utils/http'\n${calls.join('')}`
}

function pageModule(feature: number, page: number): string {
  return `import { call${page % 5} } from './api'
import { format } from './component0'
import http from '../../utils/http'
Page({
  data: { title: 'Feature ${feature}, page ${page}', list: [], loading: false },
  async onLoad(query) {
    this.setData({ loading: true })
    const list = await call${page % 5}(query.id)
    const more = await http.get('/f${feature}/more/${page}', { size: 20 })
    this.setData({ list: list.concat(more).map((item) => format(item)), loading: false })
  },
  onReachBottom() { this.load(this.data.page + 1) },
})
`
}

function componentModule(feature: number, component: number): string {
  const methods = Array.from(
    { length: 12 },
    (_, index) => `    onTap${index}(event) {
      const { id, index } = event.currentTarget.dataset
      const next = this.data.items.slice(0, ${index + 2}).filter((item) => item.id !== id && item.state < ${component + index})
      if (next.length > index) this.setData({ items: next, selected: next[index % next.length] })
      this.triggerEvent('change${index}', { id, index, count: next.length })
    },
`,
  )
  return `/** Component ${component} of feature ${feature}; see https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/ */
export function format(item) { return { ...item, label: item.name + ' (' + item.count + ')' } }
Component({
  properties: { items: { type: Array, value: [] }, size: { type: Number, value: ${component} } },
  data: { selected: null, open: false },
  methods: {
${methods.join('')}  },
})
`
}
