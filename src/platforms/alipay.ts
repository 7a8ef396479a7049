import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, webView } from './rows'
import type { ApiRow, Platform } from './types'

const NETWORK = 'https://opendocs.alipay.com/mini/008gq6'
const TYPINGS = 'pkg:npm/@mini-types/my@3.0.14'

function none(name: string, url: string, more: Partial<ApiRow> = {}): ApiRow {
  return { name, category: 'none', url, local: true, source: TYPINGS, ...more }
}

/**
 * Alipay mini program (支付宝小程序).
 * The network page puts `my.request` and `my.uploadFile` under the list and names no other API, so there is no rule for
 * downloadFile and socket: their hosts are reported, never refused.
 */
export const alipay: Platform = deepFreeze<Platform>({
  name: 'alipay',
  aliases: ['mp-alipay', 'ali', 'my', 'zhifubao'],
  title: { en: 'Alipay mini program', zh: '支付宝小程序' },
  namespaces: ['my'],
  apis: [
    ...networkApis(TYPINGS),
    { name: 'httpRequest', category: 'request', url: 'url', note: 'Deprecated.', source: TYPINGS },
    none('getImageInfo', 'src', { category: 'downloadFile' }),
    none('previewImage', 'urls[]'),
    none('loadFontFace', 'source', { css: true }),
    none('saveImage', 'url'),
    none('createInnerAudioContext().src', '=src'),
    none('getBackgroundAudioManager().src', '=src'),
  ],
  attributes: [webView(TYPINGS, 'H5 域名'), ...mediaAttributes(TYPINGS)],
  extensions: { template: ['.axml'], style: ['.acss'], script: ['.sjs'] },
  categories: {
    ...sameRule(
      {
        schemes: ['https'],
        port: 'unknown',
        // 「服务器域名白名单是以一级域名进行匹配的」
        host: 'registrable-domain',
        // A copy of the FAQ: my.request takes an IP from 10.3.50 (Android) and 10.3.76 (iOS) on.
        ip: 'allowed',
        loopback: 'unknown',
        limit: 'unknown',
        entry: 'unknown',
        source: NETWORK,
      },
      { request: '服务器域名白名单', uploadFile: '服务器域名白名单' },
      () => '支付宝小程序管理中心-小程序详情-设置-开发设置-服务器域名白名单',
    ),
    webview: { ...UNKNOWN_RULE, label: 'H5 域名', consolePath: 'unknown', source: TYPINGS },
  },
  forbiddenHosts: [],
  words: {
    device: { request: '无权调用该接口', uploadFile: '无权调用该接口' },
    source: 'https://appblog.cn/?p=1999',
  },
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: NETWORK,
  takesEffect: {
    en: 'Only for packages uploaded after the change.',
    zh: '域名添加或删除后仅对新版本生效，需重新上传。',
  },
  envVersions: ['develop', 'trial', 'release', 'gray'],
  runtime: {
    version: 'getAccountInfoSync().miniProgram.envVersion',
    uploaded: ['trial', 'release', 'gray'],
    message: 'alert',
    source: TYPINGS,
  },
  signs: ['mini.project.json', '.axml', '.acss'],
})
