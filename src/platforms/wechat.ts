import { deepFreeze } from './freeze'
import { sameRule } from './rows'
import type { CategoryRule, Platform, PlatformWords } from './types'
import { WECHAT_APIS, WECHAT_ATTRIBUTES, WECHAT_LOCAL_APIS } from './wechat-apis'

const NETWORK = 'https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html'
const DOMAIN = 'https://developers.weixin.qq.com/miniprogram/dev/framework/ability/domain.md'
const TYPINGS = 'pkg:npm/miniprogram-api-typings@5.2.3'
const MODIFY =
  'https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/miniprogram-management/domain-management/modifyServerDomain'

/** Ports that `wx.createTCPSocket` never connects to, from the comment in the typings. */
const TCP_FORBIDDEN_PORTS: NonNullable<CategoryRule['forbiddenPorts']> = [
  [0, 1023],
  1099,
  1433,
  1521,
  1719,
  1720,
  1723,
  2049,
  2375,
  3128,
  3306,
  3389,
  3659,
  4045,
  5060,
  5061,
  5432,
  5984,
  6379,
  6000,
  6566,
  7001,
  7002,
  [8000, 8100],
  8443,
  8888,
  9200,
  9300,
  10051,
  10080,
  11211,
  [27017, 27019],
]

/** The rules of WeChat's server domains and web-view domains; mini games share them. */
export const WECHAT_CATEGORIES: Platform['categories'] = {
  ...sameRule(
    {
      schemes: ['https'],
      port: 'exact',
      host: 'exact',
      ip: 'lan',
      loopback: 'refused',
      // Stated for third-party platforms, whose limits follow those of ordinary accounts; older pages say 20.
      limit: 200,
      limitSource: MODIFY,
      entry: { scheme: true, port: true },
      source: NETWORK,
    },
    {
      request: 'request合法域名',
      uploadFile: 'uploadFile合法域名',
      downloadFile: 'downloadFile合法域名',
      socket: 'socket合法域名',
      udp: 'udp合法域名',
      tcp: 'tcp合法域名',
    },
    (label) => `小程序后台-开发-开发设置-服务器域名-${label}`,
    {
      // 「对于 wss 域名，无需配置端口，默认允许请求该域名下所有端口」
      socket: { schemes: ['wss'], port: 'any' },
      // The list exists, but current base libraries send to any address.
      udp: {
        schemes: ['udp'],
        port: 'any',
        binding: false,
        ip: 'allowed',
        entry: { scheme: true, port: false },
        source: TYPINGS,
      },
      tcp: {
        schemes: ['tcp'],
        port: 'any',
        entry: { scheme: true, port: false },
        forbiddenPorts: TCP_FORBIDDEN_PORTS,
        source: TYPINGS,
      },
    },
  ),
  webview: {
    schemes: ['https'],
    port: 'none',
    host: 'subdomains',
    ip: 'refused',
    loopback: 'refused',
    limit: 300,
    entry: { scheme: true, port: false },
    label: '业务域名',
    consolePath: '小程序后台-开发-开发设置-业务域名',
    // 「可打开关联的公众号的文章，其它网页需登录小程序管理后台配置业务域名」
    open: [
      {
        host: 'mp.weixin.qq.com',
        path: '/s',
        reason: 'article',
        source: 'https://developers.weixin.qq.com/miniprogram/dev/component/web-view.html',
      },
    ],
    source: DOMAIN,
  },
}

/** What IDE and phone say (platform-rules §1.5). */
export const WECHAT_WORDS: PlatformWords = {
  ide: '{url} 不在以下 {category} 合法域名列表中',
  device: {
    request: 'request:fail url not in domain list (600002)',
    uploadFile: 'uploadFile:fail url not in domain list (600002)',
    downloadFile: 'downloadFile:fail url not in domain list (600002)',
    socket: 'connectSocket:fail url not in domain list (600002)',
    webview: '不支持打开非业务域名 {url} ，请重新配置',
  },
  invalidUrl: 'request:fail invalid url "{url}" (600009)',
  source: 'https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html',
}

/** Hosts that WeChat never lets a mini program call. */
export const WECHAT_FORBIDDEN: Platform['forbiddenHosts'] = [
  {
    host: 'api.weixin.qq.com',
    reason: {
      en: "WeChat's server API can't be listed: call it from your server, where the AppSecret stays.",
      zh: '微信服务端接口域名不能配置为合法域名，请由自己的服务器调用，AppSecret 不可放进小程序。',
    },
    source: NETWORK,
  },
]

/** WeChat mini program (微信小程序). */
export const wechat: Platform = deepFreeze<Platform>({
  name: 'wechat',
  aliases: ['weixin', 'mp-weixin', 'weapp', 'wx', 'wechat-miniprogram'],
  title: { en: 'WeChat mini program', zh: '微信小程序' },
  namespaces: ['wx'],
  apis: WECHAT_APIS,
  attributes: WECHAT_ATTRIBUTES,
  localApis: WECHAT_LOCAL_APIS,
  extensions: { template: ['.wxml'], style: ['.wxss'], script: ['.wxs'] },
  categories: WECHAT_CATEGORIES,
  forbiddenHosts: WECHAT_FORBIDDEN,
  words: WECHAT_WORDS,
  monthlyEdits: 50,
  icp: true,
  document: NETWORK,
  serverApi: {
    url: 'https://api.weixin.qq.com/wxa/getwxadevinfo',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/server/API/operation/api_getdomaininfo',
  },
  takesEffect: 'unknown',
  envVersions: ['develop', 'trial', 'release'],
  runtime: {
    version: 'getAccountInfoSync().miniProgram.envVersion',
    uploaded: ['trial', 'release'],
    message: 'showModal',
    source: TYPINGS,
  },
  signs: ['project.config.json', '.wxml', '.wxss'],
})
