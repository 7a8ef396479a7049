import type { Words } from './apis'

/** One error code of a platform. */
export interface ErrorRow {
  /** What it means, and what to do. */
  text: Words
  /** Whether the platform says that the same request may succeed a moment later. */
  retry?: boolean
  /** Such an account can't have these lists at all: they count as empty, and nothing failed. */
  empty?: boolean
}

/** The error codes of a platform's server API. */
export interface ErrorTable {
  /** The page that lists them. */
  source: string
  rows: Readonly<Record<number, ErrorRow>>
}

const STALE: Words = {
  en: 'the token is wrong, expired or of another account; fetching a new one ends the old one, so take it from where your server keeps it',
  zh: 'token 无效、过期或属于其他账号；重新获取会使旧 token 失效，请从服务端统一保存处取用',
}

/**
 * WeChat's codes: the global ones (a copy of the list: https://cnblogs.com/youlangu/p/3699079.html), 61004 to 61011 of
 * third-party platforms, 85015 to 85301 of server domains and 89020 to 89231 of web-view domains, which the pages of those
 * APIs and answers in https://developers.weixin.qq.com/community/ name. What 85015 and 85016 mean is known from programs
 * that hold copies of the list.
 */
export const WECHAT_ERRORS: ErrorTable = {
  source:
    'https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/ThirdParty/token/component_access_token.html',
  rows: {
    [-1]: { text: { en: 'the platform is busy', zh: '系统繁忙' }, retry: true },
    40001: { text: STALE },
    40013: { text: { en: 'the appid is wrong', zh: 'appid 不合法' } },
    40014: { text: STALE },
    41001: { text: { en: 'no token was sent', zh: '缺少 access_token' } },
    42001: { text: { en: 'the token has expired (it lives two hours)', zh: 'token 已过期（有效期两小时）' } },
    43002: {
      text: {
        en: 'the API wants POST: something on the way changed the request',
        zh: '接口需要 POST：请求在途中被改动',
      },
    },
    44002: { text: { en: 'the body is empty: something on the way dropped it', zh: '请求体为空：请求在途中被丢弃' } },
    45009: { text: { en: 'the daily number of calls of this API is used up', zh: '接口当日调用次数已用完' } },
    47001: {
      text: { en: 'the body is no JSON: something on the way changed it', zh: '请求体不是合法 JSON：请求在途中被改动' },
    },
    48001: {
      text: {
        en: 'this account may not call this API: getwxadevinfo needs the mini program’s own token, the other forms an authorizer’s with permission set 18',
        zh: '账号没有该接口的权限：getwxadevinfo 需小程序自己的 token，其他形式需带权限集 18 的授权方 token',
      },
    },
    61004: {
      text: {
        en: 'this machine’s IP address is not on the third-party platform’s list',
        zh: '本机 IP 不在第三方平台的白名单中',
      },
    },
    61007: {
      text: {
        en: 'the mini program has not granted the third-party platform this permission (set 18)',
        zh: '小程序未把该权限（权限集 18）授予第三方平台',
      },
    },
    61011: { text: { en: 'the third-party platform is not valid', zh: '第三方平台无效' } },
    85015: { text: { en: 'the account is no mini program', zh: '该账号不是小程序账号' } },
    85016: { text: { en: 'too many domains', zh: '域名数量超过限制' } },
    85017: {
      text: {
        en: 'no domain is left to change: nothing new, or not in the third-party platform’s own list',
        zh: '没有可变更的域名：没有新增，或未登记到第三方平台',
      },
    },
    85301: { text: { en: 'a domain is not written as the API wants it', zh: '域名格式不正确' } },
    89020: {
      text: { en: 'the third-party platform has no web-view domains of its own yet', zh: '第三方平台尚未设置业务域名' },
    },
    89021: {
      text: {
        en: 'the domain is not among the third-party platform’s web-view domains',
        zh: '该域名不在第三方平台的业务域名中',
      },
    },
    89231: { text: { en: 'personal accounts have no web-view domains', zh: '个人主体不支持业务域名' }, empty: true },
  },
}

/**
 * Douyin's codes: of the two APIs themselves, and the open platform's general ones
 * (https://developer.open-douyin.com/docs/resource/zh-cn/dop/develop/openapi/status-code).
 */
export const DOUYIN_ERRORS: ErrorTable = {
  source:
    'https://developer.open-douyin.com/docs/resource/zh-CN/thirdparty/API/smallprogram/auth-app-manage/base-info/modify-domain',
  rows: {
    40001: { text: { en: 'a parameter is wrong', zh: '参数错误' } },
    40003: {
      text: {
        en: 'the third-party application is not known: see --component-appid',
        zh: '找不到第三方小程序应用，请检查 --component-appid',
      },
    },
    40004: { text: { en: 'the authorised mini program is not known', zh: '找不到授权小程序' } },
    40020: { text: STALE },
    40023: {
      text: {
        en: 'a domain is not under one of the third-party application’s own',
        zh: '域名不是第三方小程序应用已设置的域名或其子域名',
      },
    },
    40024: { text: { en: 'more than 20 domains', zh: '域名数量超过限制，最多 20 个' } },
    40025: {
      text: { en: 'only companies’ mini programs have web-view domains', zh: '非企业小程序，不支持 webview 域名' },
      empty: true,
    },
    40026: { text: { en: 'no list was named', zh: '至少传递一个域名类型' } },
    40027: {
      text: {
        en: 'a domain was written with a scheme, a port or as an IP address',
        zh: '域名不能带协议、端口，也不能是 IP',
      },
    },
    40028: { text: { en: 'the domain to delete is not there', zh: '要删除的域名不存在' } },
    40036: { text: { en: 'the mini program has not granted this permission', zh: '授权小程序未授予该接口的权限' } },
    28001005: { text: { en: 'the platform is busy', zh: '系统繁忙' }, retry: true },
    28001006: { text: { en: 'the platform had a network fault', zh: '平台网络调用错误' }, retry: true },
    28001007: { text: { en: 'a parameter is wrong', zh: '参数不合法' } },
    28001008: { text: { en: 'the token has expired', zh: 'access_token 已过期' } },
    28001014: { text: { en: 'the application has been granted nothing', zh: '应用未授权任何能力' } },
    28001016: { text: { en: 'the application is banned or offline', zh: '应用已被封禁或下线' } },
    28001018: {
      text: { en: 'the application lacks this ability (scope ma.domain)', zh: '应用未获得该能力（scope ma.domain）' },
    },
    28001019: { text: { en: 'this ability is banned or offline', zh: '该能力已被封禁或下线' } },
    28001042: { text: { en: 'the token lacks the scope ma.domain', zh: 'token 没有 scope ma.domain' } },
    28003017: { text: { en: 'the quota is used up', zh: 'quota 已用完' } },
    28003018: { text: { en: 'too many requests', zh: '请求频率过高' }, retry: true },
  },
}

/** Kuaishou's codes: of the API itself, and those of its OAuth tokens (a copy: https://apifox.com/apidoc/project-462993/doc-355272). */
export const KUAISHOU_ERRORS: ErrorTable = {
  source: 'https://open.kuaishou.com/docs/saas/develop/api/authMiniapp/basicInfo',
  rows: {
    403106: { text: { en: 'the domain to delete is not there', zh: '要删除的域名不存在' } },
    100200100: { text: { en: 'a parameter is missing or wrong', zh: '缺少参数或参数类型错误' } },
    100200101: {
      text: { en: 'the application is not known: see --component-appid', zh: '无效的应用，请检查 --component-appid' },
    },
    100200102: { text: STALE },
    100200106: { text: { en: 'the token lacks the scope', zh: '请求的 scope 错误' } },
    100200108: { text: { en: 'the token has expired', zh: 'access_token 已过期' } },
    100200109: { text: { en: 'the grant was withdrawn', zh: '授权已被取消' } },
    100200110: { text: { en: 'the grant has expired', zh: '授权已过期' } },
    100200111: { text: { en: 'nothing was granted', zh: '未授权' } },
    100200500: { text: { en: 'the platform had a fault', zh: '服务内部错误' }, retry: true },
  },
}
