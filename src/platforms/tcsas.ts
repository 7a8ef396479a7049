import { deepFreeze } from './freeze'
import { sameRule, unknownWords } from './rows'
import type { Platform } from './types'
import { WECHAT_APIS, WECHAT_ATTRIBUTES, WECHAT_LOCAL_APIS } from './wechat-apis'

const NETWORK = 'https://www.tencentcloud.com/document/product/1219/61745'

/**
 * Mini programs of Tencent Cloud's Superapp as a Service. Stored copies of the page contradict each other on ports (configurable
 * and then exact, or never configurable and then any), so the port rule counts as unknown.
 */
export const tcsas: Platform = deepFreeze<Platform>({
  name: 'tcsas',
  aliases: ['superapp', 'tencent-superapp', 'tmf', 'mp-tcsas'],
  title: { en: 'Tencent Superapp (TCSAS) mini program', zh: '腾讯云超级应用（TCSAS）小程序' },
  namespaces: ['wx'],
  apis: WECHAT_APIS,
  attributes: WECHAT_ATTRIBUTES,
  localApis: WECHAT_LOCAL_APIS,
  extensions: { template: ['.wxml'], style: ['.wxss'], script: ['.wxs'] },
  categories: {
    ...sameRule(
      {
        schemes: ['https'],
        port: 'unknown',
        host: 'exact',
        ip: 'lan',
        loopback: 'refused',
        limit: 'unknown',
        entry: 'unknown',
        source: NETWORK,
      },
      {
        request: 'request',
        uploadFile: 'uploadFile',
        downloadFile: 'downloadFile',
        socket: 'socket',
        udp: 'udp',
        tcp: 'tcp',
      },
      () => 'Mini Program Console - Settings - Development Settings - Server Domain Name',
      { socket: { schemes: ['wss'] }, udp: { schemes: ['udp'] }, tcp: { schemes: ['tcp'] } },
    ),
  },
  forbiddenHosts: [],
  words: unknownWords(NETWORK),
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: NETWORK,
  takesEffect: 'unknown',
  envVersions: [],
  signs: [],
})
