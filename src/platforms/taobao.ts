import { alipay } from './alipay'
import { deepFreeze } from './freeze'
import { sameRule, unknownWords, UNKNOWN_RULE } from './rows'
import type { Platform } from './types'

const OUTBOUND = 'https://open.alitrip.com/docs/doc.htm?articleId=120305&docType=1&treeId=785'

/**
 * Taobao mini program (淘宝小程序): requests leave through the cloud, by an outbound list (外联白名单) of at most 10 entries
 * that carry their port and can't be deleted.
 */
export const taobao: Platform = deepFreeze<Platform>({
  name: 'taobao',
  aliases: ['mp-taobao', 'tb', 'tbopen'],
  title: { en: 'Taobao mini program', zh: '淘宝小程序' },
  namespaces: ['my'],
  apis: alipay.apis,
  attributes: alipay.attributes,
  extensions: alipay.extensions,
  categories: sameRule(
    { ...UNKNOWN_RULE, schemes: ['https', 'http'], limit: 10, entry: { scheme: true, port: true }, source: OUTBOUND },
    { request: '外联白名单' },
    () => 'unknown',
  ),
  forbiddenHosts: [],
  words: unknownWords(OUTBOUND),
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: OUTBOUND,
  takesEffect: 'unknown',
  envVersions: [],
  signs: [],
})
