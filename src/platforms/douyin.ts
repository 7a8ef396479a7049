import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, webView } from './rows'
import type { ApiRow, Platform } from './types'

const NETWORK = 'https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/network/network'
const REQUEST = 'https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/network/http/tt-request'
const TYPINGS = 'pkg:npm/@douyin-microapp/typings@1.3.1'
const ENV_INFO =
  'https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/foundation/tt-get-env-info-sync'
const WEBVIEW =
  'https://developer.open-douyin.com/docs/resource/zh-CN/thirdparty/API/smallprogram/auth-app-manage/base-info/modify-webview'

/** The APIs of `tt`, mini programs and mini games alike. */
export const DOUYIN_APIS: readonly ApiRow[] = [
  ...networkApis({ request: REQUEST, uploadFile: TYPINGS, downloadFile: TYPINGS, connectSocket: TYPINGS }),
  {
    name: 'getBackgroundAudioManager().src',
    category: 'none',
    url: '=src',
    local: true,
    note: '网络地址(需在小程序开发者平台配置域名白名单): which of the lists is not said.',
    source: TYPINGS,
  },
]

/** How Douyin's server API (third-party platforms) reads and sets the lists. */
export const DOUYIN_SERVER_API: Platform['serverApi'] = {
  url: 'https://open.douyin.com/api/apps/v2/domain/modify_server_domain/',
  source:
    'https://developer.open-douyin.com/docs/resource/zh-CN/thirdparty/API/smallprogram/auth-app-manage/base-info/modify-domain-v2',
}

/** Douyin mini program (抖音小程序). `tt` is Feishu's name too, so the platform comes from the build target, never from the name. */
export const douyin: Platform = deepFreeze<Platform>({
  name: 'douyin',
  aliases: ['mp-toutiao', 'tt', 'toutiao', 'bytedance', 'mp-douyin', 'dy'],
  title: { en: 'Douyin mini program', zh: '抖音小程序' },
  namespaces: ['tt'],
  apis: DOUYIN_APIS,
  attributes: [webView(WEBVIEW), ...mediaAttributes(TYPINGS)],
  extensions: { template: ['.ttml'], style: ['.ttss'], script: ['.sjs'] },
  categories: {
    ...sameRule(
      {
        // 「线上版本只支持 HTTPS，测试版同时支持 HTTP 和 HTTPS」
        schemes: ['https'],
        port: 'exact',
        host: 'unknown',
        ip: 'lan',
        loopback: 'refused',
        // Error 40024 of the API for third-party platforms.
        limit: 20,
        entry: { scheme: true, port: true },
        source: NETWORK,
      },
      {
        request: 'request合法域名',
        uploadFile: 'uploadFile合法域名',
        downloadFile: 'downloadFile合法域名',
        socket: 'socket合法域名',
      },
      () => '抖音开放平台-开发-开发设置-域名管理',
      // The page words the port rule for https only.
      { socket: { schemes: ['wss'], port: 'unknown' } },
    ),
    webview: {
      ...UNKNOWN_RULE,
      schemes: ['https'],
      limit: 20,
      label: 'webview域名',
      consolePath: '抖音开放平台-开发-开发设置-域名管理',
      source: WEBVIEW,
    },
  },
  forbiddenHosts: [],
  words: { device: {}, source: REQUEST },
  monthlyEdits: 'unknown',
  icp: true,
  document: NETWORK,
  serverApi: DOUYIN_SERVER_API,
  takesEffect: 'unknown',
  envVersions: [],
  runtime: {
    version: 'getEnvInfoSync().microapp.envType',
    uploaded: ['preview', 'production'],
    message: 'showModal',
    source: ENV_INFO,
  },
  signs: ['.ttml', '.ttss'],
})
