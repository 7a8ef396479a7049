import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, unknownWords, webView } from './rows'
import type { Platform } from './types'

const TYPINGS = 'pkg:npm/ks-miniprogram-types@1.1.0'
const SERVER_API = 'https://open.kuaishou.com/docs/saas/develop/api/authMiniapp/basicInfo'

/** Kuaishou mini program (快手小程序). The lists are those of the server API; what they ask of ports, addresses and sub-domains is stated nowhere. */
export const kuaishou: Platform = deepFreeze<Platform>({
  name: 'kuaishou',
  aliases: ['mp-kuaishou', 'ks', 'kwai'],
  title: { en: 'Kuaishou mini program', zh: '快手小程序' },
  namespaces: ['ks'],
  apis: networkApis(TYPINGS),
  attributes: [webView(SERVER_API), ...mediaAttributes(TYPINGS)],
  extensions: { template: ['.ksml'], style: ['.css'], script: ['.sjs'] },
  categories: sameRule(
    // 「发起 HTTPS 网络请求」
    { ...UNKNOWN_RULE, schemes: ['https'], source: TYPINGS },
    {
      request: 'request合法域名',
      uploadFile: 'upload_file合法域名',
      downloadFile: 'download_file合法域名',
      socket: 'socket合法域名',
      udp: 'udp合法域名',
      webview: '业务域名',
    },
    () => 'unknown',
    {
      socket: { schemes: ['wss'] },
      udp: { schemes: 'unknown', source: SERVER_API },
      webview: { schemes: 'unknown', source: SERVER_API },
    },
  ),
  forbiddenHosts: [],
  words: unknownWords(TYPINGS),
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: SERVER_API,
  serverApi: { url: 'https://open.kuaishou.com/openapi/mp/auth/app/server_domain', source: SERVER_API },
  takesEffect: 'unknown',
  envVersions: [],
  signs: ['.ksml'],
})
