import { mediaAttributes, networkApis, webView } from './rows'
import type { ApiRow, AttributeRow } from './types'

const API = 'https://developers.weixin.qq.com/miniprogram/dev/api/network'
const TYPINGS = 'pkg:npm/miniprogram-api-typings@5.2.3'
const GAME_TYPINGS = 'pkg:npm/minigame-api-typings@3.8.20'

/** A URL that no official sentence puts under a list. */
function none(name: string, url: string, more: Partial<ApiRow> = {}): ApiRow {
  return { name, category: 'none', url, local: true, source: TYPINGS, ...more }
}

/** What `wx.*` takes a network URL, with the place of the URL and the list that it is checked against. */
export const WECHAT_APIS: readonly ApiRow[] = [
  ...networkApis({
    request: `${API}/request/wx.request.html`,
    uploadFile: `${API}/upload/wx.uploadFile.html`,
    downloadFile: TYPINGS,
    connectSocket: TYPINGS,
  }),
  {
    name: 'createUDPSocket().send',
    category: 'udp',
    url: 'address',
    port: 'port',
    scheme: 'udp',
    note: 'Up to base library 2.9.3 only the same subnet or a listed host; later any IP and any host.',
    source: TYPINGS,
  },
  {
    name: 'createUDPSocket().connect',
    category: 'udp',
    url: 'address',
    port: 'port',
    scheme: 'udp',
    note: 'Up to base library 2.9.3 only the same subnet or a listed host; later any IP and any host.',
    source: TYPINGS,
  },
  {
    name: 'createTCPSocket().connect',
    category: 'tcp',
    url: 'address',
    port: 'port',
    scheme: 'tcp',
    note: "An address of the LAN other than the device's own, or a listed host; some ports are never allowed.",
    source: TYPINGS,
  },
  {
    name: 'getImageInfo',
    category: 'downloadFile',
    url: 'src',
    local: true,
    note: '网络图片需先配置download域名才能生效',
    source: TYPINGS,
  },
  {
    name: 'createCanvasContext().drawImage',
    category: 'downloadFile',
    url: '0',
    local: true,
    note: 'A network image must go through getImageInfo or downloadFile first.',
    source: TYPINGS,
  },
  none('createOffscreenCanvas().createImage().src', '=src'),
  none('previewImage', 'urls[]'),
  none('previewImage', 'current'),
  none('previewMedia', 'sources[].url'),
  none('previewMedia', 'sources[].poster'),
  none('createInnerAudioContext().src', '=src'),
  none('createAudioContext().setSrc', '0'),
  none('getBackgroundAudioManager().src', '=src'),
  none('getBackgroundAudioManager().coverImgUrl', '=coverImgUrl'),
  none('getBackgroundAudioManager().webUrl', '=webUrl'),
  none('playBackgroundAudio', 'dataUrl'),
  none('playBackgroundAudio', 'coverImgUrl'),
  none('createMediaRecorder().start', 'source'),
  none('createVideoDecoder().start', 'source', { note: 'From base library 2.13.0 also http:// and https://.' }),
  none('createLivePusherContext().playBGM', 'url'),
  none('openOfficialAccountArticle', 'url', { local: undefined, note: 'An article of an official account.' }),
  none('loadFontFace', 'source', {
    css: true,
    note: 'iOS asks for https; the font server must allow servicewechat.com (CORS).',
  }),
  none('preloadAssets', 'data[].src', { note: 'From base library 2.22.1.' }),
  none('createMapContext().addGroundOverlay', 'src'),
  none('createMapContext().updateGroundOverlay', 'src'),
  none('createMapContext().setLocMarkerIcon', 'iconPath'),
  none('shareAppMessageToGroup', 'imageUrl'),
]

/** What mini games have besides. */
export const WECHAT_GAME_APIS: readonly ApiRow[] = [
  none('createImage().src', '=src', { source: GAME_TYPINGS }),
  none('createVideo', 'src', { source: GAME_TYPINGS }),
  none('createVideo', 'poster', { source: GAME_TYPINGS }),
  none('createVideo().src', '=src', { source: GAME_TYPINGS }),
  none('createGameRecorderShareButton', 'icon', { source: GAME_TYPINGS }),
  none('createGameRecorderShareButton', 'image', { source: GAME_TYPINGS }),
  none('shareAppMessage', 'imageUrl', { source: GAME_TYPINGS }),
]

/** Template attributes of WeChat mini programs that take a URL. */
export const WECHAT_ATTRIBUTES: readonly AttributeRow[] = [
  webView(
    'https://developers.weixin.qq.com/miniprogram/dev/framework/ability/domain.md',
    'Hosts of iframes inside the page must be listed too; articles of a linked official account need no listing.',
  ),
  ...mediaAttributes(TYPINGS),
]

/** APIs that take a local path only ("不支持网络路径"): what is checked is the `downloadFile` before them. */
export const WECHAT_LOCAL_APIS: readonly string[] = [
  'saveImageToPhotosAlbum',
  'saveFile',
  'saveVideoToPhotosAlbum',
  'openDocument',
  'playVoice',
  'compressImage',
  'compressVideo',
  'editImage',
  'cropImage',
  'shareFileMessage',
  'openVideoEditor',
  'getVideoInfo',
  'createWorker',
]
