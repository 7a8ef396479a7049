import type { Example, Expected } from './example'

const CONFIG: readonly Expected[] = [
  ['loopback-host', 'src/config.ts', "'http://127.0.0.1:3000'"],
  ['loopback-host', 'src/config.ts', "'ws://127.0.0.1:3000'"],
]
const VARIABLE: Expected = ['lan-host', '.env', 'http://192.168.1.20']

const UNI_VUE3_EVERYWHERE: readonly Expected[] = [
  ...CONFIG,
  VARIABLE,
  ['loopback-host', 'src/pages/index/index.vue', 'http://localhost:3000'],
  ['dev-host-left', 'src/static/legacy.js', 'http://127.0.0.1:5000'],
  ['dev-host-left', 'src/static/workers/price.js', 'http://127.0.0.1:5000'],
]

export const UNI_VUE3: Example = {
  name: 'uni-vue3',
  toolchain: 'uni-vue3',
  page: 'uni-app-vue3',
  config: 'vite.config.ts',
  hostFile: 'src/config.ts',
  environmentFrom: 'uni --mode',
  modeFlag: '--mode',
  cached: true,
  builds: [
    {
      platform: 'wechat',
      command: ['uni', 'build', '-p', 'mp-weixin'],
      output: 'dist/build/mp-weixin',
      findings: [
        ...UNI_VUE3_EVERYWHERE,
        ['loopback-host', 'src/wxcomponents/price-tag/index.js', "'http://127.0.0.1:4000"],
        ['loopback-host', 'src/wxcomponents/price-tag/index.wxml', 'http://127.0.0.1:4000'],
      ],
    },
    {
      platform: 'alipay',
      command: ['uni', 'build', '-p', 'mp-alipay'],
      output: 'dist/build/mp-alipay',
      findings: UNI_VUE3_EVERYWHERE,
    },
    {
      platform: 'web',
      command: ['uni', 'build'],
      output: 'dist/build/h5',
      findings: UNI_VUE3_EVERYWHERE,
    },
  ],
  watch: { command: ['uni', '-p', 'mp-weixin'] },
}

const NATIVE_COMPONENT: readonly Expected[] = [
  ['loopback-host', 'src/components/price-tag/price-tag.js', "'http://127.0.0.1:4000"],
  ['loopback-host', 'src/components/price-tag/price-tag.wxml', 'http://127.0.0.1:4000'],
]

function taro(name: string, page: string, index: Expected, cached: boolean): Example {
  return {
    name,
    toolchain: 'taro',
    page,
    config: 'config/index.js',
    hostFile: 'src/config.ts',
    environmentFrom: cached ? 'mode' : 'vite --mode',
    modeFlag: '--mode',
    cached,
    builds: [
      {
        platform: 'wechat',
        command: ['taro', 'build', '--type', 'weapp'],
        output: 'dist',
        numbered: cached,
        findings: [
          ...CONFIG,
          VARIABLE,
          index,
          ...NATIVE_COMPONENT,
          ['dev-host-left', 'src/static/legacy.js', 'http://127.0.0.1:5000'],
          ['dev-host-left', 'src/static/workers/price.js', 'http://127.0.0.1:5000'],
        ],
      },
    ],
    watch: { command: ['taro', 'build', '--type', 'weapp', '--watch'] },
  }
}

const IN_JSX: Expected = ['loopback-host', 'src/pages/index/index.tsx', '"http://localhost:3000']

export const TARO_WEBPACK = taro('taro-webpack', 'taro-webpack', IN_JSX, true)
export const TARO_VITE_REACT = taro('taro-vite-react', 'taro-vite', IN_JSX, false)
export const TARO_VITE_VUE3 = taro(
  'taro-vite-vue3',
  'taro-vite',
  ['loopback-host', 'src/pages/index/index.vue', 'http://localhost:3000'],
  false,
)

export const WEAPP_VITE: Example = {
  name: 'weapp-vite',
  toolchain: 'weapp-vite',
  page: 'weapp-vite',
  config: 'vite.config.ts',
  hostFile: 'src/config.ts',
  environmentFrom: 'vite --mode',
  modeFlag: '--mode',
  cached: true,
  builds: [
    {
      platform: 'wechat',
      command: ['weapp-vite', 'build'],
      output: 'dist',
      findings: [
        ...CONFIG,
        VARIABLE,
        ['loopback-host', 'src/pages/index/index.wxml', 'http://localhost:3000'],
        ...NATIVE_COMPONENT,
        ['dev-host-left', 'public/static/legacy.js', 'http://127.0.0.1:5000'],
        ['dev-host-left', 'public/static/workers/price.js', 'http://127.0.0.1:5000'],
      ],
    },
  ],
  watch: { command: ['weapp-vite', 'dev'] },
}

export const MPX: Example = {
  name: 'mpx',
  toolchain: 'mpx',
  page: 'mpx',
  config: 'mpx.config.js',
  hostFile: 'src/config.ts',
  environmentFrom: 'mode',
  modeFlag: '--mode',
  cached: true,
  maps: true,
  builds: (['wx', 'ali'] as const).map((target) => ({
    platform: target === 'wx' ? 'wechat' : 'alipay',
    command: ['mpx-cli-service', 'build', `--targets=${target}`],
    output: `dist/${target}`,
    numbered: true,
    findings: [
      ...CONFIG,
      VARIABLE,
      ['loopback-host', 'src/pages/index/index.mpx', 'http://localhost:3000'],
      ...NATIVE_COMPONENT,
      ['dev-host-left', `static/${target}/legacy.js`, 'http://127.0.0.1:5000'],
      ...(target === 'wx' ? ([['dev-host-left', 'static/wx/workers/price.js', 'http://127.0.0.1:5000']] as const) : []),
    ],
  })),
  watch: { command: ['mpx-cli-service', 'serve', '--targets=wx'] },
}

export const UNI_VUE2: Example = {
  name: 'uni-vue2',
  toolchain: 'uni-vue2',
  page: 'uni-app-vue2',
  config: 'vue.config.js',
  hostFile: 'src/config.js',
  environmentFrom: 'mode',
  modeFlag: '--mode',
  cached: true,
  builds: [
    {
      platform: 'wechat',
      command: ['vue-cli-service', 'uni-build'],
      env: { NODE_ENV: 'production', UNI_PLATFORM: 'mp-weixin' },
      output: 'dist/build/mp-weixin',
      numbered: true,
      findings: [
        ['loopback-host', 'src/config.js', "'http://127.0.0.1:3000'"],
        ['loopback-host', 'src/config.js', "'ws://127.0.0.1:3000'"],
        VARIABLE,
        ['loopback-host', 'src/pages/index/index.vue', 'http://localhost:3000'],
        ['dev-host-left', 'src/static/legacy.js', 'http://127.0.0.1:5000'],
        ['dev-host-left', 'src/static/workers/price.js', 'http://127.0.0.1:5000'],
        ['loopback-host', 'src/wxcomponents/price-tag/index.js', "'http://127.0.0.1:4000"],
        ['loopback-host', 'src/wxcomponents/price-tag/index.wxml', 'http://127.0.0.1:4000'],
      ],
    },
  ],
  watch: {
    command: ['vue-cli-service', 'uni-build', '--watch'],
    settings: { env: { NODE_ENV: 'development', UNI_PLATFORM: 'mp-weixin' } },
  },
}

function rspack(name: 'rspack' | 'rsbuild'): Example {
  const calls: Expected[] = [
    ['lan-host', '../common/src/api.js', "upload('/photos"],
    ['lan-host', '../common/src/api.js', 'download(`/'],
  ]
  const config = name === 'rspack' ? 'rspack.config.mjs' : 'rsbuild.config.ts'
  return {
    name: 'rspack',
    toolchain: 'rspack',
    page: 'rspack',
    config,
    variable: [config, ...calls],
    hostFile: 'src/config.ts',
    environmentFrom: 'mode',
    ...(name === 'rsbuild' && { modeFlag: '--env-mode' }),
    cached: true,
    maps: true,
    builds: [
      {
        platform: 'wechat',
        command: [name, 'build'],
        output: name === 'rspack' ? 'dist' : 'dist-rsbuild',
        findings: [
          ...CONFIG,
          ...calls,
          ['dev-host-left', 'static/components/price-tag/price-tag.js', 'http://127.0.0.1:4000'],
          ['dev-host-left', 'static/components/price-tag/price-tag.wxml', 'http://127.0.0.1:4000'],
          ['dev-host-left', 'static/legacy.js', 'http://127.0.0.1:5000'],
          ['dev-host-left', 'static/workers/price.js', 'http://127.0.0.1:5000'],
          ['dev-host-left', 'static/pages/index/index.wxml', 'http://localhost:3000'],
        ],
      },
    ],
    watch: { command: [name, 'build', '--watch'] },
  }
}

export const RSPACK = rspack('rspack')
export const RSBUILD = rspack('rsbuild')
