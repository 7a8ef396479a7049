import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, UNKNOWN_RULE, unknownWords, webView } from './rows'
import type { Platform } from './types'

/** A mirror of the documents as of 2020-04-23. */
const MIRROR = 'https://www.bookstack.cn/read/mp-jd-20200423'

/** JD mini program (京东小程序): https and wss, every category with a list of its own. The rest is stated nowhere. */
export const jd: Platform = deepFreeze<Platform>({
  name: 'jd',
  aliases: ['mp-jd', 'jingdong'],
  title: { en: 'JD mini program', zh: '京东小程序' },
  namespaces: ['jd'],
  apis: networkApis(MIRROR),
  attributes: [webView(MIRROR), ...mediaAttributes(MIRROR)],
  extensions: { template: ['.jxml'], style: ['.jxss'], script: ['.jds'] },
  categories: sameRule(
    { ...UNKNOWN_RULE, schemes: ['https'], source: MIRROR },
    {
      request: 'request合法域名',
      uploadFile: 'uploadFile合法域名',
      downloadFile: 'downloadFile合法域名',
      socket: 'socket合法域名',
    },
    () => 'unknown',
    { socket: { schemes: ['wss'] } },
  ),
  forbiddenHosts: [],
  words: unknownWords(MIRROR),
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: 'https://mp-docs.jd.com/',
  takesEffect: 'unknown',
  envVersions: [],
  signs: ['.jxml', '.jxss'],
})
