import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, webView } from './rows'
import type { Platform } from './types'

const REQUEST = 'https://open.dingtalk.com/document/development/jsapi-http-request'
const UPLOAD = 'https://open.dingtalk.com/document/development/dd-upload-objects'

/** DingTalk mini program (钉钉小程序): http and https, addresses too, one list (HTTP安全域名). */
export const dingtalk: Platform = deepFreeze<Platform>({
  name: 'dingtalk',
  aliases: ['mp-dingtalk', 'dd', 'ding', 'mp-ding'],
  title: { en: 'DingTalk mini program', zh: '钉钉小程序' },
  namespaces: ['dd'],
  apis: [
    { name: 'httpRequest', category: 'request', url: 'url', source: REQUEST },
    ...networkApis({ request: REQUEST, uploadFile: UPLOAD, downloadFile: UPLOAD, connectSocket: REQUEST }),
  ],
  attributes: [webView(REQUEST), ...mediaAttributes(REQUEST)],
  extensions: { template: ['.axml'], style: ['.acss'], script: ['.sjs'] },
  categories: {
    ...sameRule(
      {
        ...UNKNOWN_RULE,
        // 「发起一个跨域 http(s) 请求」
        schemes: ['https', 'http'],
        // 「只能通过已设置的安全域名（或IP）」
        ip: 'allowed',
        source: REQUEST,
      },
      { request: 'HTTP安全域名', uploadFile: 'HTTP安全域名' },
      () => '钉钉开发者后台-安全中心-HTTP安全域名',
    ),
  },
  forbiddenHosts: [],
  words: {
    device: { request: '无权跨域调用…HTTP安全域名 (4)', uploadFile: '将此域名添加到安全域名列表中 (11)' },
    source: REQUEST,
  },
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: REQUEST,
  takesEffect: { en: 'Only after the package is built and uploaded again.', zh: '需重新打包上传后生效。' },
  envVersions: [],
  signs: [],
})
