import { deepFreeze } from './freeze'
import { mediaAttributes, networkApis, webView } from './rows'
import type { Platform } from './types'
import { WEB_APIS } from './web'

const REQUEST = 'https://uniapp.dcloud.net.cn/api/request/request.html'
const ATS = 'https://developer.apple.com/documentation/bundleresources/information-property-list/nsapptransportsecurity'

/** Native apps (uni-app app, React Native, quick app, Harmony): no lists; dev hosts, loopback and plain http are still found. */
export const app: Platform = deepFreeze<Platform>({
  name: 'app',
  aliases: [
    'app-plus',
    'app-android',
    'app-ios',
    'app-harmony',
    'app-nvue',
    'rn',
    'react-native',
    'quickapp',
    'quickapp-webview',
    'quickapp-webview-union',
    'quickapp-webview-huawei',
    'quickapp-native',
    'harmony',
    'harmonyos',
    'harmony-hybrid',
    'harmony_cpp',
    'mp-harmony',
    'android',
    'ios',
  ],
  title: {
    en: 'Native app (uni-app, React Native, quick app, Harmony)',
    zh: '原生应用（uni-app App、React Native、快应用、鸿蒙）',
  },
  namespaces: [],
  apis: [...networkApis(REQUEST), ...WEB_APIS],
  attributes: [{ ...webView(REQUEST), local: true }, ...mediaAttributes(REQUEST)],
  extensions: { template: ['.ux'], style: ['.css'], script: [] },
  categories: {},
  forbiddenHosts: [],
  words: { device: {}, source: ATS },
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: ATS,
  relativeUrls: true,
  envVersions: [],
  signs: ['.nvue', '.ux'],
})
