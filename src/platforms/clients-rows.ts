import { ADAPTED_ROWS } from './clients-rows-adapted'
import type { ClientMethod, ClientRow } from './clients'

/** Methods of uni-app's clients: `get(url, options)`, everything else `post(url, data, options)`. */
const LUCH: readonly ClientMethod[] = [
  { names: ['get'], url: 0, options: 1 },
  { names: ['post', 'put', 'delete', 'connect', 'head', 'options', 'trace', 'patch'], url: 0, options: 2 },
  { names: ['upload'], url: 0, options: 1, category: 'uploadFile' },
  { names: ['download'], url: 0, options: 1, category: 'downloadFile' },
  { names: ['request', 'middleware'], url: 'options' },
]

const LUCH_CATEGORIES = [
  { options: ['method'], value: 'UPLOAD', category: 'uploadFile' },
  { options: ['method'], value: 'DOWNLOAD', category: 'downloadFile' },
] as const

const POSITIONAL: readonly ClientMethod[] = [
  { names: ['get', 'post', 'put', 'patch', 'delete', 'head'], url: 0, options: 2 },
  { names: ['', 'request'], url: 0, options: 2, either: true },
]

/** The rows of clients that reach the platform by themselves; each names the code that its facts were read from. */
export const CLIENT_ROWS: readonly ClientRow[] = [
  ...ADAPTED_ROWS,
  {
    name: 'luch-request',
    // The UI libraries carry it under a path of their own.
    packages: [
      'luch-request',
      'luch-request/*',
      ...['uview-ui', 'uview-plus'].flatMap((ui) => [`${ui}/libs/luch-request`, `${ui}/libs/luch-request/*`]),
    ],
    instances: [],
    creates: ['new default'],
    config: 'config',
    setConfig: 'setConfig',
    methods: LUCH,
    categories: LUCH_CATEGORIES,
    api: 'uni',
    source: 'pkg:npm/luch-request@3.1.1/src/lib',
  },
  {
    // uView 1 has a client of its own (`baseUrl`, methods on `$u`); uView 2 and uview-plus carry luch-request.
    name: 'uView',
    packages: ['uview-ui', 'uview-plus', 'uview-pro', 'uview-plus/*', 'uview-pro/*'],
    instances: ['http'],
    creates: ['new Request'],
    properties: ['$u'],
    self: ['http'],
    config: 'config',
    setConfig: 'setConfig',
    olderBase: { base: 'baseUrl', join: 'keep-base' },
    methods: LUCH,
    categories: LUCH_CATEGORIES,
    hooks: ['interceptor.request'],
    plugin: { entry: 'httpPlugin', config: 'requestConfig', hook: 'interceptor.request' },
    api: 'uni',
    source:
      'pkg:npm/uview-ui@1.8.8/libs/request, pkg:npm/uview-ui@2.0.36/libs/luch-request, pkg:npm/uview-plus@3.8.112/libs/luch-request, pkg:npm/uview-pro@0.5.16/libs/request',
  },
  {
    name: 'flyio',
    packages: ['flyio', 'flyio/*'],
    creates: ['new default', 'new Fly'],
    config: 'config',
    methods: POSITIONAL,
    join: 'slash',
    absolute: 'http',
    source: 'pkg:npm/flyio@0.6.14/src/fly.js',
  },
  {
    name: 'uni-ajax',
    packages: ['uni-ajax'],
    methods: [
      {
        names: ['', 'get', 'post', 'put', 'delete', 'connect', 'head', 'options', 'trace'],
        url: 0,
        options: 2,
        either: true,
      },
    ],
    api: 'uni',
    absolute: 'http',
    source: 'pkg:npm/uni-ajax@2.6.0/lib',
  },
  {
    // Its `create` throws.
    name: 'uni-request',
    packages: ['uni-request'],
    creates: [],
    methods: [
      { names: ['get', 'delete', 'head', 'options', 'trace'], url: 0, options: 1 },
      { names: ['post', 'put', 'patch'], url: 0, options: 2 },
      { names: ['', 'request'], url: 0, options: 1, either: true },
    ],
    api: 'uni',
    source: 'pkg:npm/uni-request@1.0.2/src/core/dispatchRequest.js',
  },
  {
    name: '@uni-helper/uni-network',
    packages: ['@uni-helper/uni-network', '@uni-helper/uni-network/composables'],
    instances: ['default', 'un'],
    base: 'baseUrl',
    methods: [
      { names: ['get', 'delete', 'head', 'options', 'trace', 'connect'], url: 0, options: 1 },
      { names: ['post', 'put', 'patch'], url: 0, options: 2 },
      { names: ['upload'], url: 0, options: 1, either: true, category: 'uploadFile' },
      { names: ['download'], url: 0, options: 1, either: true, category: 'downloadFile' },
      { names: ['', 'request', 'useUn'], url: 0, options: 1, either: true },
    ],
    categories: [
      { options: ['adapter'], value: 'upload', category: 'uploadFile' },
      { options: ['adapter'], value: 'download', category: 'downloadFile' },
    ],
    api: 'uni',
    source: 'pkg:npm/@uni-helper/uni-network@0.23.1',
  },
  {
    name: '@mpxjs/fetch',
    packages: ['@mpxjs/fetch'],
    instances: [],
    creates: ['new XFetch', 'useFetch', '.create'],
    returns: ['useFetch'],
    properties: ['xfetch', '$xfetch'],
    base: null,
    methods: [{ names: ['fetch'], url: 0, either: true }],
    api: 'mpx',
    source: 'pkg:npm/@mpxjs/fetch@2.10.20/src/xfetch.js',
  },
  {
    name: '@escook/request-miniprogram',
    packages: ['@escook/request-miniprogram'],
    instances: ['$http'],
    creates: [],
    base: 'baseUrl',
    config: '',
    methods: [{ names: ['get', 'post', 'put', 'delete'], url: 0 }],
    join: 'plain',
    absolute: 'never',
    interceptors: [],
    hooks: ['beforeRequest'],
    source: 'pkg:npm/@escook/request-miniprogram@0.2.1/miniprogram_dist/index.js',
  },
  {
    name: 'wafer2-client-sdk',
    packages: ['wafer2-client-sdk', 'wafer2-client-sdk/*'],
    creates: [],
    base: null,
    interceptors: [],
    methods: [
      { names: ['request'], url: 'options' },
      { names: ['setLoginUrl'], url: 0 },
      { names: ['new Tunnel'], url: 0 },
      { names: ['new Tunnel'], url: 'response', category: 'socket' },
    ],
    source: 'pkg:npm/wafer2-client-sdk@2.1.0/lib',
  },
  {
    name: 'wx-promise-pro',
    packages: ['wx-promise-pro'],
    instances: [],
    creates: [],
    base: null,
    methods: [],
    interceptors: [],
    promised: ['wx.pro'],
    promisify: { one: 'promisify' },
    source: 'pkg:npm/wx-promise-pro@3.2.0/src/index.js',
  },
  {
    name: 'miniprogram-api-promise',
    packages: ['miniprogram-api-promise'],
    instances: [],
    creates: [],
    base: null,
    methods: [],
    interceptors: [],
    promisify: { one: 'promisify', all: 'promisifyAll' },
    source: 'pkg:npm/miniprogram-api-promise@1.0.4/src/promise.js',
  },
]
