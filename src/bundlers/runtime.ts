import { readSource } from './sources'

/**
 * Packages that frameworks and toolchains put under every program. They make no calls of their own: what they wrap is
 * known by name (`uni.request`, `Taro.request`, `mpx.request`), and their source is large and much too dynamic to be
 * followed. Not among them: packages that programs send requests with (`@tarojs/plugin-http`, `@mpxjs/fetch`) and
 * component libraries.
 */
export const RUNTIME = new RegExp(
  `^[^?]*/node_modules/(?:${[
    '@dcloudio/(?!uni-ui/)[^/]+',
    '@tarojs/(?!plugin-http/)[^/]+',
    '@mpxjs/(?!fetch/)[^/]+',
    '@vue/[^/]+',
    '@intlify/[^/]+',
    'vue|vue-i18n|vue-router|vuex|pinia',
    'react|react-dom|react-reconciler|scheduler|preact',
    '@babel/runtime(?:-corejs[23])?|core-js(?:-pure)?|regenerator-runtime|tslib|whatwg-fetch',
  ].join('|')})/(?!(?:[^?]*/)?node_modules/)`,
)

/** Whether a module is part of the ground that a framework or toolchain lays under every program. */
export function isRuntime(id: string): boolean {
  return RUNTIME.test(id)
}

/** Loopback origins in a text, as they are written. */
export function* loopbackOrigins(text: string): Generator<string> {
  for (const [origin] of text.matchAll(
    /\b(?:https?|wss?):\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?/gi,
  ))
    yield origin
}

/** Loopback origins in files, in lower case. */
export function originsIn(files: Iterable<string>): Set<string> {
  const origins = [...files].flatMap((id) => [...loopbackOrigins(readSource(id)?.text ?? '')])
  return new Set(origins.map((origin) => origin.toLowerCase()))
}
