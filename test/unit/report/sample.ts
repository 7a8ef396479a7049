import type { Code, Finding, Severity } from '../../../src/check/types'
import type { TraceStep } from '../../../src/link/types'
import { wechat } from '../../../src/platforms/wechat'
import type { Category } from '../../../src/platforms/types'
import type { ReportCall, ReportContext, ReportData } from '../../../src/report/types'
import type { Place } from '../../../src/url/place'

/** The sources of a shop as real projects write them, with a case for every code. */
export const FILES: Readonly<Record<string, string>> = {
  'config/api.js': [
    '// 开发时用本机',
    'const isProd = false',
    "const HOST = 'http://127.0.0.1:3000'",
    "const CDN = 'http://static.shop-example.com'",
    "const LAN = 'http://192.168.1.23:8080'",
    'module.exports = { HOST, CDN, LAN, isProd }',
    '',
  ].join('\n'),
  'utils/http.js': [
    "const { HOST } = require('../config/api')",
    '',
    'function request(options) {',
    '  return new Promise((resolve, reject) => {',
    '    wx.request({ ...options, url: HOST + options.url, success: resolve, fail: reject })',
    '  })',
    '}',
    'const get = (url, data) => request({ url, data })',
    "const post = (url, data) => request({ url, data, method: 'POST' })",
    'module.exports = { request, get, post }',
    '',
  ].join('\n'),
  'pages/index/index.js': [
    "const http = require('../../utils/http')",
    'Page({',
    '  async onLoad() {',
    ...Array.from({ length: 30 }, (_, index) => `    const r${index} = await http.get('/home/block-${index}')`),
    '  },',
    '})',
    '',
  ].join('\n'),
  'pages/upload/upload.ts': [
    "import { HOST } from '@/config/api'",
    'export function upload(filePath: string) {',
    "  wx.uploadFile({ url: `${HOST}/upload`, filePath, name: 'file' })",
    "  wx.request({ url: 'https://api.shop-example.com:8443/orders' })",
    "  wx.request({ url: 'https://tracking.example.net/collect?from=首页&lang=zh-CN&session=0123456789&really=long&and=longer' })",
    "  wx.request({ url: 'https://api.weixin.qq.com/cgi-bin/token?appid=wx1234567890abcdef&secret=3f2a9c0d1e4b5a697887f6e5d4c3b2a1' })",
    "  /* 商品图片，中文对齐 */ wx.downloadFile({ url: 'https://商品.example.com/图片/一.png' })",
    '}',
    '',
  ].join('\n'),
  'pages/chat/chat.vue': [
    '<template>',
    '  <image src="http://static.shop-example.com/logo.png" mode="widthFix" />',
    '</template>',
    '',
    '<script setup lang="ts">',
    "const socket = uni.connectSocket({ url: 'ws://47.96.12.34:9501/chat' })",
    'const hook = import.meta.env.VITE_HOOK',
    "uni.request({ url: `${hook}/ping`, header: { 'x-from': 'chat' } })",
    "uni.request({ url: '/relative/path' })",
    'uni.request({ url: props.endpoint })',
    'uni.downloadFile({ url: await sign(key) })',
    '// mp-domains-ignore-next-line ip-host -- 旧网关',
    "const legacy = 'https://api.shop-example.com'",
    '// mp-domains-ignore-next-line lan-host',
    "const printer = 'http://192.168.1.50'",
    '</script>',
    '',
  ].join('\n'),
  'utils/secret.js': [
    "const appSecret = '3f2a9c0d1e4b5a697887f6e5d4c3b2a1'",
    "const host = process.env.STAGE_HOST ? 'http://127.0.0.1' : 'http://localhost'",
    "wx.request({ url: host + ':' + port + '/v1' })",
    '',
  ].join('\n'),
  'utils/broken.js': 'export const x = {{{\n',
  'project.config.json': '{\n  "appid": "wx1234567890abcdef",\n  "setting": {\n    "urlCheck": false\n  }\n}\n',
  'mp-domains.config.ts': [
    "import { defineConfig } from 'unplugin-mp-domains'",
    'export default defineConfig({',
    '  domains: {',
    '    production: {',
    "      request: ['https://api.shop-example.com', 'https://old.shop-example.com', 'https://*.shop-example.com/v1'],",
    '    },',
    '  },',
    '})',
    '',
  ].join('\n'),
}

/** The place of the nth occurrence of a text in a file of {@link FILES}. */
export function at(file: string, needle: string, nth = 0): Place {
  const text = FILES[file]!
  let index = text.indexOf(needle)
  for (let count = 0; count < nth; count++) index = text.indexOf(needle, index + 1)
  if (index < 0) throw new Error(`${needle} is not in ${file}`)
  const before = text.slice(0, index)
  return { file, line: before.split('\n').length, column: index - before.lastIndexOf('\n') }
}

const HOST = at('config/api.js', "'http://127.0.0.1:3000'")
const PLATFORM_CALL = at('utils/http.js', 'request({ ...options')

interface CallInit {
  category?: Category
  api?: string
  url?: string
  origin?: string | null
  source?: Place | null
  extra?: Partial<ReportCall>
}

function call(place: Place, init: CallInit = {}): ReportCall {
  const { category = 'request', api = `wx.${category}`, url, origin = null, source = null, extra } = init
  return {
    ...place,
    api,
    category,
    via: [],
    resolution: url?.includes('{*}') ? 'origin' : 'full',
    urls: url === undefined ? [] : [{ url, origin, rewritten: null, source }],
    unknown: null,
    ...extra,
  }
}

const homeCalls = Array.from({ length: 30 }, (_, index) =>
  call(at('pages/index/index.js', 'get(', index), {
    url: `http://127.0.0.1:3000/home/block-${index}`,
    origin: 'http://127.0.0.1:3000',
    source: HOST,
    extra: {
      via: [
        { name: 'http.get', ...at('utils/http.js', 'request({ url, data })') },
        { name: 'request', ...PLATFORM_CALL },
      ],
    },
  }),
)

const trace: TraceStep[] = [
  { ...HOST, note: 'HOST' },
  { ...at('utils/http.js', 'HOST + options.url'), note: 'url' },
  { ...at('utils/http.js', 'request({ url, data })'), note: 'get' },
  { ...at('pages/index/index.js', 'get('), note: 'http.get' },
]

interface FindingInit extends Partial<Omit<Finding, keyof Place | 'code'>> {}

/** A finding with the usual fields filled in. */
export function finding(code: Code, place: Place, init: FindingInit = {}): Finding {
  return {
    code,
    severity: 'error',
    ...place,
    uses: [],
    url: null,
    category: 'request',
    args: {},
    trace: [],
    environment: 'production',
    ...init,
  }
}

const UPLOAD = at('pages/upload/upload.ts', 'uploadFile')
const upload = (needle: string) => at('pages/upload/upload.ts', `'${needle}`)
const chat = (needle: string) => at('pages/chat/chat.vue', needle)
const lost = (place: Place, reason: string) => ({ resolution: 'none' as const, unknown: { reason, ...place } })

const calls: ReportCall[] = [
  ...homeCalls,
  call(UPLOAD, {
    category: 'uploadFile',
    url: 'http://127.0.0.1:3000/upload',
    origin: 'http://127.0.0.1:3000',
    source: HOST,
  }),
  call(at('pages/upload/upload.ts', 'request(', 0), {
    url: 'https://api.shop-example.com:8443/orders',
    origin: 'https://api.shop-example.com:8443',
    source: upload('https://api.shop'),
  }),
  call(at('pages/upload/upload.ts', 'request(', 1), {
    url: 'https://tracking.example.net/collect?from=首页&lang=zh-CN&session=0123456789&really=long&and=longer',
    origin: 'https://tracking.example.net',
    source: upload('https://tracking'),
  }),
  call(at('pages/upload/upload.ts', 'request(', 2), {
    url: 'https://api.weixin.qq.com/cgi-bin/token?appid=wx1234567890abcdef&secret=********',
    origin: 'https://api.weixin.qq.com',
    source: upload('https://api.weixin'),
  }),
  call(at('pages/upload/upload.ts', 'downloadFile'), {
    category: 'downloadFile',
    url: 'https://商品.example.com/图片/一.png',
    origin: 'https://商品.example.com',
    source: upload('https://商品'),
  }),
  call(chat('src="http'), {
    category: 'none',
    api: 'image.src',
    url: 'http://static.shop-example.com/logo.png',
    origin: 'http://static.shop-example.com',
    source: chat('http://static'),
  }),
  call(chat('connectSocket'), {
    category: 'socket',
    api: 'uni.connectSocket',
    url: 'ws://47.96.12.34:9501/chat',
    origin: 'ws://47.96.12.34:9501',
    source: chat("'ws://"),
  }),
  call(chat('request({ url: `'), {
    api: 'uni.request',
    url: 'undefined/ping',
    extra: lost(chat('import.meta'), 'env'),
  }),
  call(chat("request({ url: '/rel"), {
    api: 'uni.request',
    url: '/relative/path',
    extra: lost(chat("'/relative"), 'unsupported'),
  }),
  call(chat('request({ url: props'), { api: 'uni.request', extra: lost(chat('props.endpoint'), 'member') }),
  call(chat('downloadFile'), {
    category: 'downloadFile',
    api: 'uni.downloadFile',
    extra: lost(chat('sign(key)'), 'response'),
  }),
  call(at('utils/secret.js', 'request'), {
    url: 'http://localhost:{*}/v1',
    origin: null,
    source: at('utils/secret.js', "'http://localhost'"),
    extra: {
      ...lost(at('utils/secret.js', 'port'), 'global'),
      urls: [
        {
          url: 'http://localhost:{*}/v1',
          origin: null,
          rewritten: null,
          when: 'envVersion=develop|trial',
          source: at('utils/secret.js', "'http://localhost'"),
        },
        {
          url: 'https://api.shop-example.com/v1',
          origin: 'https://api.shop-example.com',
          rewritten: null,
          when: 'envVersion=release',
          source: chat("'https://api"),
        },
      ],
    },
  }),
]

const warn: Severity = 'warn'
const info: Severity = 'info'

const findings: Finding[] = [
  finding('loopback-host', HOST, {
    uses: homeCalls.map(({ file, line, column }) => ({ file, line, column })),
    url: 'http://127.0.0.1:3000/home/block-0',
    args: { origin: 'http://127.0.0.1:3000', host: '127.0.0.1' },
    trace,
  }),
  finding('loopback-host', HOST, {
    uses: [UPLOAD],
    category: 'uploadFile',
    url: 'http://127.0.0.1:3000/upload',
    args: { origin: 'http://127.0.0.1:3000' },
    trace: trace.slice(0, 1),
  }),
  finding('lan-host', at('config/api.js', "'http://192"), {
    uses: [homeCalls[3]!].map(({ file, line, column }) => ({ file, line, column })),
    url: 'http://192.168.1.23:8080/print',
    args: { origin: 'http://192.168.1.23:8080' },
  }),
  finding('ip-host', chat("'ws://"), {
    category: 'socket',
    uses: [chat('connectSocket')],
    url: 'ws://47.96.12.34:9501/chat',
    args: { origin: 'ws://47.96.12.34:9501', host: '47.96.12.34' },
  }),
  finding('insecure-scheme', at('config/api.js', "'http://static"), {
    uses: [UPLOAD, homeCalls[1]!].map(({ file, line, column }) => ({ file, line, column })),
    category: 'downloadFile',
    url: 'http://static.shop-example.com/a.png',
    args: { origin: 'http://static.shop-example.com', scheme: 'http', needed: 'https' },
  }),
  finding('insecure-scheme', chat('http://static'), {
    severity: warn,
    category: 'none',
    uses: [chat('src="http')],
    url: 'http://static.shop-example.com/logo.png',
    args: { scheme: 'http' },
  }),
  finding('domain-not-listed', upload('https://tracking'), {
    uses: [at('pages/upload/upload.ts', 'request(', 1)],
    url: 'https://tracking.example.net/collect?from=首页',
    args: { origin: 'https://tracking.example.net', listedFor: 'trial' },
  }),
  finding('domain-not-listed', upload('https://商品'), {
    category: 'downloadFile',
    uses: [at('pages/upload/upload.ts', 'downloadFile')],
    url: 'https://商品.example.com/图片/一.png',
    args: { origin: 'https://商品.example.com', nearest: 'https://img.example.com', reason: 'similar' },
  }),
  finding('domain-not-listed', chat("'https://api"), {
    environment: 'trial',
    url: 'https://api.shop-example.com',
    uses: [at('utils/secret.js', 'request')],
  }),
  finding('port-mismatch', upload('https://api.shop'), {
    uses: [at('pages/upload/upload.ts', 'request(', 0)],
    url: 'https://api.shop-example.com:8443/orders',
    args: { listed: 'https://api.shop-example.com', port: '8443', reason: 'none-listed' },
  }),
  finding('forbidden-host', upload('https://api.weixin'), {
    uses: [at('pages/upload/upload.ts', 'request(', 2)],
    url: 'https://api.weixin.qq.com/cgi-bin/token',
    args: { host: 'api.weixin.qq.com' },
  }),
  finding('malformed-url', chat("'/relative"), {
    uses: [chat("request({ url: '/rel")],
    url: '/relative/path',
    args: { reason: 'relative' },
  }),
  finding('undefined-url', chat('import.meta'), {
    uses: [chat('request({ url: `')],
    url: 'undefined/ping',
    args: { name: 'VITE_HOOK' },
  }),
  finding(
    'dev-host-left',
    { file: 'dist/common/vendor.js', line: 1, column: 90210 },
    { category: null, url: 'http://10.0.0.8:8080', args: { reason: 'lan', origin: 'http://10.0.0.8:8080' } },
  ),
  finding(
    'dev-host-left',
    { file: 'dist/pages/native/index.wxml', line: 3, column: 14 },
    {
      category: null,
      url: 'http://127.0.0.1:3000',
      args: { reason: 'host-map', mapped: 'https://api.shop-example.com', origin: 'http://127.0.0.1:3000' },
    },
  ),
  finding('rewrite-incomplete', at('utils/secret.js', 'process.env'), {
    uses: [at('utils/secret.js', 'request')],
    url: 'http://127.0.0.1:{*}',
    args: { from: 'http://127.0.0.1:3000', to: 'https://api.shop-example.com' },
  }),
  finding('leaked-secret', at('utils/secret.js', "'3f2a"), {
    category: null,
    args: { kind: 'app-secret', masked: '3f2a…b2a1' },
  }),
  finding('invalid-domain-entry', at('mp-domains.config.ts', "'https://*."), {
    args: { entry: 'https://*.shop-example.com/v1', reason: 'wildcard', suggestion: 'https://api.shop-example.com' },
  }),
  finding('too-many-domains', at('mp-domains.config.ts', 'request'), {
    severity: warn,
    args: { count: 203, limit: 200 },
  }),
  finding('url-check-disabled', at('project.config.json', '"urlCheck"'), { severity: warn, category: null }),
  finding('unused-ignore', chat('// mp-domains-ignore-next-line ip-host'), {
    severity: warn,
    category: null,
    args: { target: 'ip-host', reason: 'no-hit' },
  }),
  finding('unused-ignore', chat('// mp-domains-ignore-next-line lan-host'), {
    severity: warn,
    category: null,
    args: { reason: 'no-reason' },
  }),
  finding(
    'parse-failed',
    { file: 'utils/broken.js', line: 1, column: 18 },
    { severity: warn, category: null, args: { error: 'Unexpected token (1:18)' } },
  ),
  finding(
    'insecure-scheme',
    { file: 'node_modules/old-sdk/index.js', line: 7, column: 11 },
    { severity: warn, package: 'old-sdk', url: 'http://stat.old-sdk.example/p', args: { scheme: 'http' } },
  ),
  finding('unresolved-url', chat('request({ url: props'), {
    severity: info,
    uses: [chat('request({ url: props')],
    args: { reason: 'member', name: 'endpoint' },
  }),
  finding('unresolved-url', chat('downloadFile'), {
    severity: info,
    category: 'downloadFile',
    uses: [chat('downloadFile')],
    args: { reason: 'response', name: 'sign' },
  }),
  finding('unused-domain', at('mp-domains.config.ts', "'https://old"), {
    severity: info,
    args: { entry: 'https://old.shop-example.com' },
  }),
]

/** A report with 42 calls and every code. */
export const SAMPLE: ReportData = {
  platform: 'wechat',
  environment: 'production',
  appid: 'wx1234567890abcdef',
  from: { environment: '--env', domains: 'mp-domains.config.ts' },
  modules: { seen: 412, analysed: 37, failed: 1 },
  calls,
  findings,
  rewrites: [
    {
      ...at('config/api.js', "'http://192"),
      from: 'http://192.168.1.23:8080',
      to: 'https://api.shop-example.com',
      stage: 'source',
    },
  ],
  literals: [
    { ...HOST, url: 'http://127.0.0.1:3000', origin: 'http://127.0.0.1:3000', used: true },
    {
      ...at('config/api.js', "'http://static"),
      url: 'http://static.shop-example.com',
      origin: 'http://static.shop-example.com',
      used: true,
    },
    { ...chat("'http://192.168.1.50'"), url: 'http://192.168.1.50', origin: 'http://192.168.1.50', used: false },
  ],
  domains: {
    request: [
      { origin: 'https://tracking.example.net', listed: false, calls: 1 },
      { origin: 'https://api.shop-example.com', listed: true, calls: 1 },
      { origin: 'https://api.shop-example.com:8443', listed: false, calls: 1 },
      { origin: 'http://127.0.0.1:3000', listed: false, calls: 30 },
      { origin: 'https://api.weixin.qq.com', listed: false, calls: 1 },
      { origin: 'https://old.shop-example.com', listed: true, calls: 0 },
    ],
    uploadFile: [{ origin: 'http://127.0.0.1:3000', listed: false, calls: 1 }],
    downloadFile: [{ origin: 'https://商品.example.com', listed: false, calls: 1 }],
    socket: [{ origin: 'ws://47.96.12.34:9501', listed: false, calls: 1 }],
    webview: [],
  },
  notices: [],
}

/** A context for the sample: WeChat, with the sources above. */
export function context(init: Partial<ReportContext> = {}): ReportContext {
  return {
    platform: wechat,
    lang: 'en',
    sources: (file) => FILES[file] ?? null,
    root: '/work/shop',
    toolVersion: '0.1.0',
    ...init,
  }
}
