import type { ListedCategory } from '../platforms/types'
import type { Lang } from '../report/types'
import { DOUYIN_ERRORS, KUAISHOU_ERRORS, WECHAT_ERRORS, type ErrorTable } from './errors'

/** A text in both languages. */
export type Words = Readonly<Record<Lang, string>>

/** One request of a server API that tells lists. Every one of them only reads, so it may be sent again. */
export interface ApiCall {
  /** From the base URL, with the first `/`. */
  path: string
  /** The JSON body. */
  body: Readonly<Record<string, string>>
  /** The member of the answer in which the lists stand; `''` for the answer itself. */
  at: string
  /** The member that holds each category's list; `''` where what stands at {@link at} is the list itself. */
  lists: Partial<Record<ListedCategory, string>>
  source: string
}

/** A server API through which a platform tells the lists of one appid. */
export interface ConsoleApi {
  /** As `--api` takes it. */
  name: string
  /** Our names of the platforms that have it. */
  platforms: readonly string[]
  /** Origin of the URLs; `--base-url` takes its place. */
  base: string
  /** How the token travels, and whose it has to be. */
  token: { in: 'query' | 'header'; name: string; of: Words }
  /** The query parameter that names the third-party application, where one is needed (`--component-appid`). */
  component?: string
  calls: readonly ApiCall[]
  /** Members of the answer that hold the result: its code, what the code is on success, its text. */
  result: { code: string; ok: number; message: string }
  errors: ErrorTable
  /** What it means where every list is empty. */
  empty: Words
}

const WECHAT = 'https://api.weixin.qq.com'
const WECHAT_DOCS = 'https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/domain-management'
const WECHAT_RESULT = { code: 'errcode', ok: 0, message: 'errmsg' }

const SERVER_LISTS = {
  request: 'requestdomain',
  socket: 'wsrequestdomain',
  uploadFile: 'uploaddomain',
  downloadFile: 'downloaddomain',
  udp: 'udpdomain',
  tcp: 'tcpdomain',
} as const

const OWN_TOKEN: Words = {
  en: 'the access_token of the mini program itself (or the authorizer_access_token of a third-party platform with permission set 18)',
  zh: '小程序自己的 access_token（或第三方平台拥有权限集 18 时的 authorizer_access_token）',
}
const AUTHORIZER: Words = {
  en: 'the authorizer_access_token of a third-party platform',
  zh: '第三方平台的 authorizer_access_token',
}
const EMPTY_OWN: Words = {
  en: 'every list is empty: the console has none yet, or the token is of another account',
  zh: '所有名单都为空：后台尚未配置，或 token 属于其他账号',
}
const EMPTY_THIRD: Words = {
  en: 'every list is empty: this API tells what a third-party platform has set, and answers an ordinary account with empty lists; use `--api getwxadevinfo` with the mini program’s own access_token',
  zh: '所有名单都为空：该接口返回第三方平台所设的域名，普通账号调用会得到空列表；请用小程序自己的 access_token 加 `--api getwxadevinfo`',
}
const EMPTY_OTHER: Words = {
  en: 'every list is empty: nothing is set for this mini program, or the token is of another one',
  zh: '所有名单都为空：该小程序没有配置域名，或 token 属于其他小程序',
}

function wechatThirdParty(name: string, server: ApiCall, webview: ApiCall): ConsoleApi {
  return {
    name,
    platforms: ['wechat', 'wechat-game'],
    base: WECHAT,
    token: { in: 'query', name: 'access_token', of: AUTHORIZER },
    calls: [server, webview],
    result: WECHAT_RESULT,
    errors: WECHAT_ERRORS,
    empty: EMPTY_THIRD,
  }
}

const get = { action: 'get' }

/** Every server API that tells lists; the first of a platform is the one taken unless another is named. */
export const CONSOLE_APIS: readonly ConsoleApi[] = Object.freeze<ConsoleApi[]>([
  {
    name: 'getwxadevinfo',
    platforms: ['wechat', 'wechat-game'],
    base: WECHAT,
    token: { in: 'query', name: 'access_token', of: OWN_TOKEN },
    calls: [
      {
        path: '/wxa/getwxadevinfo',
        // Without `action` it tells server domains and web-view domains; tcp is not among them.
        body: {},
        at: '',
        lists: {
          request: 'requestdomain',
          socket: 'wsrequestdomain',
          uploadFile: 'uploaddomain',
          downloadFile: 'downloaddomain',
          udp: 'udpdomain',
          webview: 'bizdomain',
        },
        source: 'https://developers.weixin.qq.com/miniprogram/dev/server/API/operation/api_getdomaininfo.html',
      },
    ],
    result: WECHAT_RESULT,
    errors: WECHAT_ERRORS,
    empty: EMPTY_OWN,
  },
  wechatThirdParty(
    'get_effective_domain',
    {
      path: '/wxa/get_effective_domain',
      body: {},
      at: 'effective_domain',
      lists: SERVER_LISTS,
      source: `${WECHAT_DOCS}/api_geteffectiveserverdomain`,
    },
    {
      path: '/wxa/get_effective_webviewdomain',
      body: {},
      at: '',
      lists: { webview: 'effective_webviewdomain' },
      source: `${WECHAT_DOCS}/api_geteffectivejumpdomain`,
    },
  ),
  wechatThirdParty(
    'modify_domain',
    {
      path: '/wxa/modify_domain',
      body: get,
      at: '',
      lists: SERVER_LISTS,
      source: `${WECHAT_DOCS}/api_modifyserverdomain`,
    },
    {
      path: '/wxa/setwebviewdomain',
      body: get,
      at: '',
      lists: { webview: 'webviewdomain' },
      source: `${WECHAT_DOCS}/api_modifyjumpdomain.html`,
    },
  ),
  wechatThirdParty(
    'modify_domain_directly',
    {
      path: '/wxa/modify_domain_directly',
      body: get,
      at: '',
      lists: SERVER_LISTS,
      source: `${WECHAT_DOCS}/api_modifyserverdomaindirectly`,
    },
    {
      path: '/wxa/setwebviewdomain_directly',
      body: get,
      at: '',
      lists: { webview: 'webviewdomain' },
      source: `${WECHAT_DOCS}/api_modifyjumpdomaindirectly`,
    },
  ),
  douyin('modify_server_domain', 'https://open.douyin.com', '/api/apps/v2/domain', 'v2'),
  douyin('modify_server_domain_v1', 'https://open.microapp.bytedance.com', '/openapi/v1/microapp/app', 'v1'),
  {
    name: 'server_domain',
    platforms: ['kuaishou'],
    base: 'https://open.kuaishou.com',
    token: { in: 'query', name: 'authorizer_access_token', of: AUTHORIZER },
    component: 'component_app_id',
    // How `webview_domain` answers is in no source that could be read, so web-view pages stay unknown.
    calls: [
      {
        path: '/openapi/mp/auth/app/server_domain',
        body: get,
        at: '',
        lists: {
          request: 'request',
          socket: 'socket',
          uploadFile: 'upload_file',
          downloadFile: 'download_file',
          udp: 'udp',
        },
        source: 'https://open.kuaishou.com/docs/saas/develop/api/authMiniapp/basicInfo',
      },
    ],
    result: { code: 'result', ok: 1, message: 'error_msg' },
    errors: KUAISHOU_ERRORS,
    empty: EMPTY_OTHER,
  },
  {
    name: 'modify_domain',
    platforms: ['qq'],
    base: 'https://api.q.qq.com',
    token: { in: 'query', name: 'access_token', of: AUTHORIZER },
    calls: [
      {
        path: '/api/component/domain/modify_domain',
        body: get,
        at: '',
        lists: {
          request: 'requestdomain',
          socket: 'wsrequestdomain',
          uploadFile: 'uploaddomain',
          downloadFile: 'downloaddomain',
        },
        source: 'https://sp.q.qq.com/wiki/mini_programs/Server_Address_Configuration.html',
      },
    ],
    result: WECHAT_RESULT,
    errors: { source: 'https://sp.q.qq.com/wiki/mini_programs/Server_Address_Configuration.html', rows: {} },
    empty: EMPTY_OTHER,
  },
])

/** Douyin's two versions differ in host, in how the token travels and in the names of the result; both tell the same lists. */
function douyin(name: string, base: string, folder: string, version: 'v1' | 'v2'): ConsoleApi {
  const docs =
    'https://developer.open-douyin.com/docs/resource/zh-CN/thirdparty/API/smallprogram/auth-app-manage/base-info'
  const slash = version === 'v2' ? '/' : ''
  const suffix = version === 'v2' ? '-v2' : ''
  return {
    name,
    platforms: ['douyin', 'douyin-game'],
    base,
    token:
      version === 'v2'
        ? { in: 'header', name: 'access-token', of: AUTHORIZER }
        : { in: 'query', name: 'authorizer_access_token', of: AUTHORIZER },
    ...(version === 'v1' ? { component: 'component_appid' } : {}),
    calls: [
      {
        path: `${folder}/modify_server_domain${slash}`,
        body: get,
        at: 'data',
        lists: { request: 'request', socket: 'socket', uploadFile: 'upload', downloadFile: 'download' },
        source: `${docs}/modify-domain${suffix}`,
      },
      {
        path: `${folder}/modify_webview_domain${slash}`,
        body: get,
        at: 'data',
        // Version 1 gives the list itself; what version 2 wraps it in is not shown, `webview` being its name in requests.
        lists: { webview: version === 'v1' ? '' : 'webview' },
        source: `${docs}/modify-webview${suffix}`,
      },
    ],
    result:
      version === 'v2' ? { code: 'err_no', ok: 0, message: 'err_msg' } : { code: 'errno', ok: 0, message: 'message' },
    errors: DOUYIN_ERRORS,
    empty: EMPTY_OTHER,
  }
}

/** The server APIs of a platform by its name, the usual one first. */
export function apisOfConsole(platform: string): ConsoleApi[] {
  return CONSOLE_APIS.filter(({ platforms }) => platforms.includes(platform))
}
