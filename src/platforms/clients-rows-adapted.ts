import type { ClientRow } from './clients'

/** The rows of clients made for the web, which an adapter (or a plugin of the toolchain) lets speak to the platform, and of axios's kin. */
export const ADAPTED_ROWS: readonly ClientRow[] = [
  {
    name: 'axios',
    packages: ['axios', 'axios/dist/*'],
    creates: ['.create', 'new Axios'],
    methods: [
      { names: ['get', 'delete', 'head', 'options'], url: 0, options: 1 },
      { names: ['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'], url: 0, options: 2 },
      { names: ['', 'request'], url: 0, options: 1, either: true },
      // Added by @uni-helper/axios-adapter.
      { names: ['upload'], url: 0, options: 2, category: 'uploadFile' },
      { names: ['download'], url: 0, options: 1, category: 'downloadFile' },
    ],
    api: 'web',
    adapters: [
      {
        packages: ['axios-miniprogram-adapter'],
        api: 'native',
        source: 'pkg:npm/axios-miniprogram-adapter@0.3.5/dist/index.esm.js',
      },
      // `url: config.baseURL + config.url`, whatever the URL is.
      {
        packages: ['axios-taro-adapter'],
        api: 'Taro',
        join: 'plain',
        absolute: 'never',
        source: 'pkg:npm/axios-taro-adapter@0.0.3/src/adapters/taro.js',
      },
      {
        packages: ['axios-adapter-uniapp'],
        api: 'uni',
        categories: [
          { options: ['filePath', 'name'], category: 'uploadFile' },
          { options: ['files'], category: 'uploadFile' },
        ],
        source: 'pkg:npm/axios-adapter-uniapp@0.1.4/index.js',
      },
      {
        packages: ['@uni-helper/axios-adapter'],
        api: 'uni',
        categories: [
          { options: ['method'], value: 'upload', category: 'uploadFile' },
          { options: ['method'], value: 'download', category: 'downloadFile' },
        ],
        source: 'pkg:npm/@uni-helper/axios-adapter@1.16.1/dist/index.js',
      },
    ],
    source: 'pkg:npm/axios@1.21.1/lib/core/buildFullPath.js',
  },
  {
    name: 'taro-axios',
    packages: ['taro-axios'],
    instances: ['default', 'axios'],
    methods: [
      { names: ['get', 'delete', 'head', 'options'], url: 0, options: 1 },
      { names: ['post', 'put', 'patch'], url: 0, options: 2 },
      { names: ['', 'request'], url: 0, options: 1, either: true },
    ],
    api: 'Taro',
    source: 'pkg:npm/taro-axios@1.1.1/lib/index.js',
  },
  {
    name: 'axios-miniprogram',
    packages: ['axios-miniprogram'],
    creates: ['.create', '.extend', 'new Axios'],
    methods: [
      { names: ['options', 'trace', 'connect'], url: 0, options: 1 },
      { names: ['get', 'head', 'delete', 'post', 'put', 'patch'], url: 0, options: 2 },
      { names: ['', 'request'], url: 0, options: 1, either: true },
    ],
    categories: [
      { options: ['upload'], category: 'uploadFile' },
      { options: ['download'], category: 'downloadFile' },
    ],
    source: 'pkg:npm/axios-miniprogram@2.7.2/dist/axios-miniprogram.esm.js',
  },
  {
    name: 'alova',
    packages: ['alova'],
    instances: [],
    creates: ['createAlova', 'default'],
    config: 'options',
    methods: [
      { names: ['Get', 'Head', 'Options'], url: 0, options: 1 },
      { names: ['Post', 'Put', 'Delete', 'Patch'], url: 0, options: 2 },
      { names: ['Request'], url: 'options' },
    ],
    categories: [
      { options: ['requestType'], value: 'upload', category: 'uploadFile' },
      { options: ['requestType'], value: 'download', category: 'downloadFile' },
    ],
    join: 'slash',
    absolute: 'http',
    interceptors: [],
    hooks: ['beforeRequest'],
    api: 'web',
    adapters: [
      { packages: ['@alova/adapter-uniapp'], api: 'uni', source: 'pkg:npm/@alova/adapter-uniapp@2.0.16' },
      { packages: ['@alova/adapter-taro'], api: 'Taro', source: 'https://alova.js.org/resource/request-adapter/taro' },
    ],
    source: 'pkg:npm/alova@3.5.5/dist/alova.esm.js',
  },
  {
    name: 'umi-request',
    packages: ['umi-request'],
    creates: ['extend', '.extend'],
    base: 'prefix',
    methods: [{ names: ['', 'get', 'post', 'delete', 'put', 'patch', 'head', 'options', 'rpc'], url: 0, options: 1 }],
    join: 'plain',
    absolute: 'never',
    interceptorTakesUrl: true,
    api: 'web',
    source: 'pkg:npm/umi-request@1.4.0/dist/index.js',
  },
]
