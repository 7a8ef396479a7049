// Stands in for @uni-helper/uni-network: `baseUrl`, and upload and download as methods.
const { join, send } = require('./shared')
function createInstance(given) {
  const defaults = { ...given }
  const before = []
  async function run(given) {
    let config = { ...defaults, ...given }
    for (const handler of before) config = await handler(config)
    const api = { UPLOAD: uni.uploadFile, DOWNLOAD: uni.downloadFile }[config.adapter] || uni.request
    return send(api, { url: join(config.baseUrl, config.url) })
  }
  const instance = (first, second) => run(typeof first === 'string' ? { ...second, url: first } : first)
  instance.defaults = defaults
  instance.request = run
  instance.interceptors = { request: { use: (handler) => before.push(handler) }, response: { use() {} } }
  for (const method of ['get', 'delete', 'head', 'options'])
    instance[method] = (url, config) => run({ ...config, method, url })
  for (const method of ['post', 'put', 'patch'])
    instance[method] = (url, data, config) => run({ ...config, method, url, data })
  instance.upload = (url, config) => run({ ...config, adapter: 'UPLOAD', url })
  instance.download = (url, config) => run({ ...config, adapter: 'DOWNLOAD', url })
  instance.create = createInstance
  return instance
}
const un = createInstance({})
module.exports = { __esModule: true, default: un, un, unInstance: un }
