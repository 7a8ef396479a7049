import path from 'node:path'
import type { ExpectedCall, Run } from './case'
import { originalPlace, type SourceMaps } from './stack'
import { opening } from './opening'
import { anything, storageOf } from './anything'
import { EVENT, runtimeStrings, runtimeValue, token, wrapKnown } from './values'

/** One time that the program asked the platform to use a URL. */
export interface Recording {
  api: string
  category: string
  url: string
  /** The project's own frames, innermost first. */
  stack: Pick<ExpectedCall, 'file' | 'line'>[]
}

/** What the stubs need of the sandbox around them. */
export interface Recorder {
  dir: string
  run: Run
  maps: SourceMaps
  recordings: Recording[]
  /** Runs a callback later, as the platform does. */
  later(callback: () => void): void
  /** The place in a template whose handler is running. */
  tapped?: { file: string; line: number }
  /** Opens a page of the program, where the harness knows its pages. */
  navigate?(url: unknown): void
  /**
   * A whole program that somebody else wrote: every API of the platform is there, what pages ask for that a navigation
   * opened counts, and handlers are called with the data that the template gives them.
   */
  whole?: boolean
}

/** Category and the property of the options that holds the URL, for the calls that take an options object. */
const SINKS: Record<string, [category: string, property: string]> = {
  request: ['request', 'url'],
  httpRequest: ['request', 'url'],
  uploadFile: ['uploadFile', 'url'],
  downloadFile: ['downloadFile', 'url'],
  connectSocket: ['socket', 'url'],
  getImageInfo: ['downloadFile', 'src'],
}

const NAMESPACES: Record<string, string[]> = {
  wechat: ['wx'],
  alipay: ['my'],
  douyin: ['tt'],
  baidu: ['swan'],
  qq: ['qq'],
  kuaishou: ['ks'],
  jd: ['jd'],
  xiaohongshu: ['xhs'],
  dingtalk: ['dd'],
  web: [],
}

/** The names of the globals that carry a platform's APIs. */
export const namespacesOf = (platform: string, toolchain?: string): string[] => {
  const names = NAMESPACES[platform]
  if (!names) throw new Error(`no stub for platform ${platform}`)
  return toolchain === 'uni' ? [...names, 'uni'] : names
}

/** Notes down that `url` was asked for, with the project's frames that led there. */
export function record(recorder: Recorder, api: string, category: string, url: unknown): void {
  recordAt(recorder, api, category, url, placesNow(recorder))
}

/** The same for a place in a template. Of a page that a navigation opened only its web views count, and the navigation is behind them. */
export function recordAt(
  recorder: Recorder,
  api: string,
  category: string,
  url: unknown,
  places: Recording['stack'],
): void {
  if (String(url).includes(EVENT)) return
  const opened = opening.getStore()
  if (opened && category !== 'webview' && !recorder.whole) return
  recorder.recordings.push({ api, category, url: String(url), stack: [...places, ...(opened?.stack ?? [])] })
}

/** The project's own frames that are running. */
export function placesNow(recorder: Recorder): Recording['stack'] {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 80
  const lines = (new Error('place').stack ?? '').split('\n')
  Error.stackTraceLimit = limit
  const stack: Recording['stack'] = []
  for (const line of lines) {
    const match = /\(?((?:\/|[A-Za-z]:)[^()]*?):(\d+):(\d+)\)?$/.exec(line)
    if (!match || !match[1].startsWith(recorder.dir + path.sep)) continue
    const place = originalPlace(recorder.maps, match[1], Number(match[2]), Number(match[3]))
    stack.push({ file: path.relative(recorder.dir, match[1]).replaceAll(path.sep, '/'), line: place.line })
  }
  return recorder.tapped ? [...stack, recorder.tapped] : stack
}

/** What a request answers with. */
export function answerOf(recorder: Recorder, name: string): any {
  const { response } = recorder.run
  return {
    statusCode: 200,
    status: 200,
    errMsg: `${name}:ok`,
    header: runtimeValue('header'),
    data: response === undefined ? runtimeValue('response') : wrapKnown(response, 'response'),
    tempFilePath: token('tempfile'),
    path: token('tempfile'),
  }
}

/** Calls the callbacks of an options object as the platform does; without callbacks it returns a promise, where the platform does. */
function settle(recorder: Recorder, api: string, options: any, answer: any, promises: boolean): any {
  const failed = recorder.run.fail && !/login|storage/i.test(api)
  const has =
    typeof options?.success === 'function' ||
    typeof options?.fail === 'function' ||
    typeof options?.complete === 'function'
  const task: any = {
    abort() {},
    onProgressUpdate() {},
    onHeadersReceived() {},
    onOpen() {},
    onMessage() {},
    onError() {},
    onClose() {},
    send() {},
    close() {},
  }
  const error = { errMsg: `${api}:fail` }
  if (has || !promises) {
    recorder.later(() => {
      if (failed) options?.fail?.(error)
      else options?.success?.(answer)
      options?.complete?.(failed ? error : answer)
    })
    return task
  }
  const promise = failed ? Promise.reject(error) : Promise.resolve(answer)
  promise.catch(() => undefined)
  return Object.assign(promise, task)
}

/** `uni.addInterceptor(name, { invoke })`: what runs before a call and may change its options. */
type Interceptors = Map<string, { invoke?: (options: any) => unknown }[]>

/** A platform object (`wx`, `uni`, …) that records the URLs asked for. Programs may replace its members. */
export function createNamespace(recorder: Recorder, name: string): any {
  const interceptors: Interceptors = new Map()
  const promised = name !== 'wx'
  const api: any = {}
  for (const [method, [category, property]] of Object.entries(SINKS)) {
    if (method === 'httpRequest' && name !== 'my' && name !== 'dd') continue
    api[method] = (given: any) => {
      let options = given ?? {}
      for (const { invoke } of interceptors.get(method) ?? []) {
        const result = invoke?.(options)
        if (result === false) return undefined
        if (result && typeof result === 'object' && typeof (result as any).then !== 'function') options = result
      }
      record(recorder, `${name}.${method}`, category, options[property])
      return settle(
        recorder,
        `${name}.${method}`,
        options,
        answerOf(recorder, method),
        promised || (category === 'downloadFile' && property === 'src'),
      )
    }
  }
  const simple = (method: string, answer: () => any) => {
    api[method] = (options: any) => settle(recorder, `${name}.${method}`, options, answer(), true)
  }
  simple('login', () => ({ code: token('code'), authCode: token('code') }))
  simple('checkSession', () => ({ errMsg: 'ok' }))
  simple('getUserProfile', () => runtimeValue('profile'))
  simple('chooseImage', () => ({ tempFilePaths: [token('chosen')], tempFiles: [{ path: token('chosen') }] }))
  simple('chooseMedia', () => ({ tempFiles: [{ tempFilePath: token('chosen') }] }))
  simple('scanCode', () => runtimeValue('scanned'))
  simple('getLocation', () => runtimeValue('location'))
  simple('showModal', () => ({ confirm: true, cancel: false }))
  simple('getSystemInfo', () => runtimeValue('system'))
  simple('getNetworkType', () => ({ networkType: 'wifi' }))
  for (const quiet of [
    'showToast',
    'showLoading',
    'hideLoading',
    'hideToast',
    'navigateBack',
    'setNavigationBarTitle',
    'stopPullDownRefresh',
    'saveFile',
    'requestPayment',
    'preloadPage',
    'prefetch',
  ]) {
    simple(quiet, () => ({ errMsg: `${quiet}:ok` }))
  }
  for (const method of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch']) {
    api[method] = (options: any) => {
      recorder.navigate?.(typeof options === 'string' ? options : options?.url)
      return settle(recorder, `${name}.${method}`, options, { errMsg: `${method}:ok` }, true)
    }
  }
  api.previewImage = (options: any) => {
    const urls = options.current === undefined ? options.urls : [...options.urls, options.current]
    for (const url of urls) record(recorder, `${name}.previewImage`, 'none', url)
    return settle(recorder, `${name}.previewImage`, options, {}, true)
  }
  const storage = storageOf(recorder)
  api.getStorageSync = (key: any) => {
    const value = storage[typeof key === 'object' ? key.key : key]
    return typeof key === 'object' ? { data: value ?? null } : (value ?? '')
  }
  api.setStorageSync = (key: any, value: unknown) =>
    void (storage[typeof key === 'object' ? key.key : key] = typeof key === 'object' ? key.data : value)
  api.removeStorageSync = (key: string) => void delete storage[key]
  api.getStorage = (options: any) =>
    settle(recorder, `${name}.getStorage`, options, { data: storage[options.key] }, true)
  api.setStorage = (options: any) => {
    storage[options?.key] = options?.data
    return settle(recorder, `${name}.setStorage`, options, { errMsg: 'setStorage:ok' }, true)
  }
  api.getSystemInfoSync = () => runtimeValue('system')
  api.getAccountInfoSync = () => ({
    miniProgram: { envVersion: recorder.run.envVersion ?? 'release', appId: token('appid'), version: '' },
  })
  // Douyin's names of the same versions.
  const types: Record<string, string> = { develop: 'development', trial: 'preview', release: 'production' }
  api.getEnvInfoSync = () => ({ microapp: { envType: types[recorder.run.envVersion ?? 'release'] } })
  api.getLaunchOptionsSync = () => ({ query: runtimeStrings('launch', recorder.run.query) })
  api.canIUse = () => true
  api.nextTick = (callback: () => void) => recorder.later(callback)
  api.env = { USER_DATA_PATH: `${name}file://usr` }
  api.cloud = {
    init() {},
    callFunction: () => Promise.resolve({ result: runtimeValue('cloud') }),
    callContainer: () => Promise.resolve(answerOf(recorder, 'callContainer')),
  }
  api.onSocketOpen = api.onSocketMessage = api.onSocketError = api.onSocketClose = () => undefined
  api.sendSocketMessage = api.closeSocket = () => undefined
  for (const audio of ['createInnerAudioContext', 'getBackgroundAudioManager']) {
    api[audio] = () => {
      const context: any = { play() {}, pause() {}, stop() {}, onEnded() {}, onError() {}, onPlay() {}, destroy() {} }
      return Object.defineProperty(context, 'src', {
        set: (url) => record(recorder, `${name}.${audio}().src`, 'none', url),
      })
    }
  }
  if (name === 'uni') {
    api.addInterceptor = (method: string, handlers: any) =>
      void (interceptors.get(method) ?? interceptors.set(method, []).get(method)!).push(handlers)
    api.removeInterceptor = (method: string) => void interceptors.delete(method)
    api.$emit = api.$on = api.$off = () => undefined
  }
  if (!recorder.whole) return api
  for (const name of ['onSocketOpen', 'onSocketMessage', 'onSocketError', 'onSocketClose']) delete api[name]
  const cloud = {
    ...api.cloud,
    callFunction: (options: any) =>
      settle(recorder, `${name}.cloud.callFunction`, options, { result: answerOf(recorder, 'cloud').data }, true),
  }
  api.cloud = new Proxy(cloud, {
    get: (own, key) => (key in own || typeof key !== 'string' ? own[key] : anything(recorder, key)),
  })
  return new Proxy(api, {
    get: (own, key) => (key in own || typeof key !== 'string' ? own[key] : anything(recorder, key)),
  })
}
