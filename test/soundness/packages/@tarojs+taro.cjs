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
const query = new Proxy(
  {},
  { get: (_, name) => (typeof name === 'string' && name !== 'then' ? `zzrtquery${name.toLowerCase()}zz` : undefined) },
)
Taro.useRouter = () => ({ params: query })
Taro.getCurrentInstance = () => ({ router: { params: query } })
for (const hook of ['useDidShow', 'useReady', 'usePullDownRefresh']) Taro[hook] = (callback) => callback()
Taro.useLoad = (callback) => callback(query)
module.exports = Taro
Object.defineProperty(Taro, '__esModule', { value: true })
Object.defineProperty(Taro, 'default', { value: Taro })
