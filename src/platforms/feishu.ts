import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, unknownWords, webView } from './rows'
import type { Platform } from './types'

const REQUEST = 'https://open.feishu.cn/document/uYjL24iN/uIDMx4iMwEjLyATM.md'

/**
 * Feishu gadget (飞书小程序). Its namespace is Douyin's `tt`, so it is chosen by the build target only.
 * The request document shows an `http://` URL and forbids nothing; uni-app's documents say that every platform has a list.
 */
export const feishu: Platform = deepFreeze<Platform>({
  name: 'feishu',
  aliases: ['mp-lark', 'lark', 'mp-feishu'],
  title: { en: 'Feishu mini program', zh: '飞书小程序' },
  namespaces: ['tt'],
  apis: networkApis(REQUEST),
  attributes: [webView(REQUEST), ...mediaAttributes(REQUEST)],
  extensions: { template: ['.ttml'], style: ['.ttss'], script: [] },
  categories: sameRule(
    { ...UNKNOWN_RULE, source: REQUEST },
    {
      request: 'request合法域名',
      uploadFile: 'uploadFile合法域名',
      downloadFile: 'downloadFile合法域名',
      socket: 'socket合法域名',
    },
    () => 'unknown',
  ),
  forbiddenHosts: [],
  words: unknownWords(REQUEST),
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: REQUEST,
  takesEffect: 'unknown',
  envVersions: [],
  signs: [],
})
