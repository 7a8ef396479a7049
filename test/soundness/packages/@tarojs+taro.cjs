// Stands in for @tarojs/taro: the platform's APIs under its name, interceptor chains, hooks that run at once.
const Taro = __framework
const chain = []
const send = Taro.request
Taro.addInterceptor = (interceptor) => void chain.push(interceptor)
Taro.request = (options) => {
  const run = (index, requestParams) =>
    index < chain.length
      ? chain[index]({ requestParams, proceed: (next) => run(index + 1, next) })
      : send(requestParams)
  return run(0, typeof options === 'string' ? { url: options } : { ...options })
}
Taro.getEnv = () => 'WEAPP'
Taro.ENV_TYPE = { WEAPP: 'WEAPP', WEB: 'WEB', ALIPAY: 'ALIPAY' }
Taro.getApp = () => getApp()
Taro.useRouter = () => ({ params: __query() })
Taro.getCurrentInstance = () => ({ router: { params: __query() } })
for (const hook of ['useDidShow', 'useReady', 'usePullDownRefresh']) Taro[hook] = (callback) => callback()
Taro.useLoad = (callback) => callback(__query())
module.exports = Taro
Object.defineProperty(Taro, '__esModule', { value: true })
Object.defineProperty(Taro, 'default', { value: Taro })
