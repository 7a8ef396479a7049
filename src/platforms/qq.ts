import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, sameRule, webView } from './rows'
import type { Platform } from './types'

const NETWORK = 'https://q.qq.com/wiki/develop/miniprogram/frame/basic_ability/basic_network.html'
const GAME_NETWORK = 'https://q.qq.com/wiki/develop/game/frame/ability/network.html'

/** QQ mini program (QQ小程序): as WeChat's rules once were; LAN addresses are no exception, and ports are exact for sockets too. */
export const qq: Platform = deepFreeze<Platform>({
  name: 'qq',
  aliases: ['mp-qq', 'qq-miniprogram', 'qqmini'],
  title: { en: 'QQ mini program', zh: 'QQ 小程序' },
  namespaces: ['qq'],
  apis: networkApis(NETWORK),
  attributes: [webView(NETWORK), ...mediaAttributes(NETWORK)],
  extensions: { template: ['.qml'], style: ['.qss'], script: ['.qs', '.wxs'] },
  categories: {
    ...sameRule(
      {
        schemes: ['https'],
        port: 'exact',
        host: 'unknown',
        ip: 'refused',
        loopback: 'refused',
        limit: 20,
        entry: { scheme: true, port: true },
        source: GAME_NETWORK,
      },
      {
        request: 'request合法域名',
        uploadFile: 'uploadFile合法域名',
        downloadFile: 'downloadFile合法域名',
        socket: 'socket合法域名',
      },
      () => '小程序后台-设置-开发设置-服务器域名',
      { socket: { schemes: ['wss'] } },
    ),
  },
  forbiddenHosts: [
    {
      host: 'api.q.qq.com',
      reason: {
        en: "QQ's server API can't be listed: call it from your server, where the AppSecret stays.",
        zh: 'QQ 服务端接口域名不能配置为服务器域名，请由自己的服务器调用，AppSecret 不可放进小程序。',
      },
      source: NETWORK,
    },
  ],
  words: { device: {}, source: NETWORK },
  monthlyEdits: 'unknown',
  icp: true,
  document: NETWORK,
  serverApi: {
    url: 'https://api.q.qq.com/api/component/domain/modify_domain',
    source: 'https://sp.q.qq.com/wiki/mini_programs/Server_Address_Configuration.html',
  },
  takesEffect: 'unknown',
  envVersions: [],
  signs: ['.qml', '.qss'],
})
