/**
 * The names that uni-app's conditional compilation knows, and where they hold.
 * Sources: the table of `%PLATFORM%` in https://uniapp.dcloud.net.cn/tutorial/platform.html, and the compiler's own table
 * (https://github.com/dcloudio/uni-app, `packages/uni-cli-shared/src/preprocess/context.ts`; for Vue 2 `lib/preprocess.js`
 * of the same package), read in 2026-11.
 */
const FAMILIES: readonly { test: RegExp; names: readonly string[] }[] = [
  // "MP: 微信小程序/支付宝小程序/百度小程序/抖音小程序/…": every platform whose name starts with `mp-`.
  { test: /^mp-/, names: ['MP'] },
  // "WEB: 同 H5": both hold for either spelling of the platform.
  { test: /^(?:h5|web)$/, names: ['H5', 'WEB'] },
  // "APP-PLUS: uni-app js 引擎版编译为 App 时", "条件编译 APP-PLUS 包含 APP-NVUE 和 APP-VUE". Not for HarmonyOS.
  { test: /^app(?:-plus|-android|-ios)?$/, names: ['APP', 'APP-PLUS', 'APP-VUE'] },
  { test: /^app-harmony$/, names: ['APP', 'APP-VUE'] },
  // "QUICKAPP-WEBVIEW: 快应用通用 (包含联盟、华为)".
  { test: /^quickapp-webview/, names: ['QUICKAPP-WEBVIEW'] },
]

/**
 * The names for which `#ifdef` holds in a build.
 * @param platform uni-app's name of the platform, as in `UNI_PLATFORM`: `mp-weixin`, `h5`, `app`, …
 * @param vue the version of Vue that the project is built with (`VUE2` or `VUE3`); null: neither is known to hold
 * @param defined names of the project's own (`uni-app.scripts.<name>.define` in `package.json`), see
 * https://uniapp.dcloud.net.cn/collocation/package.html
 */
export function uniNames(platform: string, vue: 2 | 3 | null, defined: Iterable<string> = []): Set<string> {
  const name = platform.toLowerCase()
  const names = new Set([name.toUpperCase()])
  for (const family of FAMILIES) {
    if (family.test.test(name)) for (const other of family.names) names.add(other)
  }
  if (vue !== null) names.add(`VUE${vue}`)
  for (const own of defined) names.add(own)
  return names
}
