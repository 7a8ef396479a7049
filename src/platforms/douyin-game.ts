import { DOUYIN_APIS, DOUYIN_SERVER_API } from './douyin'
import { deepFreeze } from './freeze'
import { sameRule } from './rows'
import type { Platform } from './types'

const NETWORK = 'https://developer.open-douyin.com/docs/resource/zh-CN/mini-game/develop/guide/basic-function/network'

/** Douyin mini game (抖音小游戏): entries carry no port, and every port of a listed host may be called. */
export const douyinGame: Platform = deepFreeze<Platform>({
  name: 'douyin-game',
  aliases: ['tt-game', 'mp-toutiao-game', 'bytedance-game'],
  title: { en: 'Douyin mini game', zh: '抖音小游戏' },
  namespaces: ['tt'],
  apis: DOUYIN_APIS,
  attributes: [],
  extensions: { template: [], style: [], script: [] },
  categories: sameRule(
    {
      schemes: ['https'],
      // 「小游戏默认支持白名单域名所有端口号的网络请求」
      port: 'any',
      host: 'unknown',
      ip: 'lan',
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
    () => '开发者平台-开发管理-开发设置-服务器域名',
    { socket: { schemes: ['wss'] } },
  ),
  forbiddenHosts: [],
  words: { device: {}, source: NETWORK },
  monthlyEdits: 'unknown',
  icp: true,
  document: NETWORK,
  serverApi: DOUYIN_SERVER_API,
  takesEffect: 'unknown',
  envVersions: [],
  signs: [],
})
