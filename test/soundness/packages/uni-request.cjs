// Stands in for uni-request: one shared instance with axios's methods.
const { join, send, withParams } = require('./shared')
const before = []
const defaults = { method: 'get' }
async function request(first, second) {
  let config = { ...defaults, ...(typeof first === 'string' ? { ...second, url: first } : first) }
  for (const handler of before) config = await handler(config)
  return send(uni.request, { url: withParams(join(config.baseURL, config.url), config.params) })
}
const instance = (...args) => request(...args)
instance.request = request
instance.defaults = defaults
instance.interceptors = { request: { use: (handler) => before.unshift(handler) }, response: { use() {} } }
for (const method of ['delete', 'get', 'head', 'options', 'trace'])
  instance[method] = (url, config) => request({ ...config, method, url })
for (const method of ['post', 'put', 'patch'])
  instance[method] = (url, data, config) => request({ ...config, method, url, data })
module.exports = { default: instance, __esModule: true }
