import { deepFreeze } from './freeze'
import type { Platform } from './types'
import { wechat, WECHAT_CATEGORIES, WECHAT_FORBIDDEN, WECHAT_WORDS } from './wechat'
import { WECHAT_APIS, WECHAT_GAME_APIS } from './wechat-apis'

const NETWORK = 'https://developers.weixin.qq.com/minigame/dev/guide/base-ability/network.html'

/** WeChat mini game (微信小游戏): the mini program's rules; TCP from base library 3.1.1 instead of 2.18.0. No templates. */
export const wechatGame: Platform = deepFreeze<Platform>({
  ...wechat,
  name: 'wechat-game',
  aliases: ['weixin-game', 'minigame', 'wechat-minigame', 'wxgame'],
  title: { en: 'WeChat mini game', zh: '微信小游戏' },
  apis: [...WECHAT_APIS, ...WECHAT_GAME_APIS],
  attributes: [],
  localApis: [...(wechat.localApis ?? []), 'loadSubpackage', 'loadFont'],
  extensions: { template: [], style: [], script: [] },
  categories: WECHAT_CATEGORIES,
  forbiddenHosts: WECHAT_FORBIDDEN,
  words: WECHAT_WORDS,
  document: NETWORK,
  signs: ['game.json', 'game.js'],
})
