import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, webView } from './rows'
import type { Platform } from './types'

/** A copy of the smart program documents' page on network rules; the official one was not reachable. */
const NETWORK = 'https://w3cschool.cn/baiduapp/baiduapp-yb1m39lx.html'

/** Baidu smart program (百度智能小程序): 「不能使用 IP 地址、localhost或端口号」. */
export const baidu: Platform = deepFreeze<Platform>({
  name: 'baidu',
  aliases: ['mp-baidu', 'swan', 'smartprogram'],
  title: { en: 'Baidu smart program', zh: '百度智能小程序' },
  namespaces: ['swan'],
  apis: networkApis(NETWORK),
  attributes: [webView(NETWORK, 'Hosts of iframes inside the page must be listed too.'), ...mediaAttributes(NETWORK)],
  extensions: { template: ['.swan'], style: ['.css'], script: ['.filter.js', '.sjs'] },
  categories: {
    ...sameRule(
      {
        schemes: ['https'],
        port: 'none',
        host: 'unknown',
        ip: 'refused',
        loopback: 'refused',
        limit: 20,
        entry: { scheme: true, port: false },
        source: NETWORK,
      },
      {
        request: 'request合法域名',
        uploadFile: 'uploadFile合法域名',
        downloadFile: 'downloadFile合法域名',
        socket: 'socket合法域名',
      },
      () => '智能小程序后台-设置-开发设置-服务器域名',
      { socket: { schemes: ['wss'] } },
    ),
    webview: { ...UNKNOWN_RULE, label: '业务域名', consolePath: 'unknown', source: NETWORK },
  },
  forbiddenHosts: [
    {
      host: 'openapi.baidu.com',
      reason: {
        en: "Baidu's server API can't be listed: call it from your server, where the App Secret stays.",
        zh: '百度服务端接口域名不能配置为服务器域名，请由自己的服务器调用，App Secret 不可放进小程序。',
      },
      source: NETWORK,
    },
  ],
  words: { device: {}, source: NETWORK },
  monthlyEdits: 'unknown',
  icp: true,
  document: NETWORK,
  takesEffect: 'unknown',
  envVersions: [],
  signs: ['project.swan.json', '.swan'],
})
