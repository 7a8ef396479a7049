import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, unknownWords, webView } from './rows'
import type { Platform } from './types'

const DOCUMENT = 'https://miniapp.xiaohongshu.com/doc/DC828470'

/** Xiaohongshu mini program (小红书小程序). Its APIs were seen in code only, its lists in the documents of an SDK (entries with `https://`). */
export const xiaohongshu: Platform = deepFreeze<Platform>({
  name: 'xiaohongshu',
  aliases: ['mp-xhs', 'xhs', 'rednote', 'mp-xiaohongshu'],
  title: { en: 'Xiaohongshu mini program', zh: '小红书小程序' },
  namespaces: ['xhs'],
  apis: networkApis(DOCUMENT),
  attributes: [webView(DOCUMENT), ...mediaAttributes(DOCUMENT)],
  extensions: { template: ['.xhsml'], style: ['.css'], script: ['.sjs'] },
  categories: sameRule(
    { ...UNKNOWN_RULE, source: DOCUMENT },
    {
      request: 'request合法域名',
      uploadFile: 'uploadFile合法域名',
      downloadFile: 'downloadFile合法域名',
      socket: 'socket合法域名',
    },
    () => '小程序后台-开发-开发者设置-服务器域名',
  ),
  forbiddenHosts: [],
  words: unknownWords(DOCUMENT),
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: DOCUMENT,
  takesEffect: 'unknown',
  envVersions: [],
  signs: ['.xhsml'],
})
