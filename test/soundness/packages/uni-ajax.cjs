// Stands in for uni-ajax.
const { join, send } = require('./shared')
function createInstance(given) {
  const defaults = { baseURL: '', ...given }
  const before = []
  async function run(first, data, more) {
    let config = { ...defaults, ...(typeof first === 'object' ? first : { ...more, url: first, data }) }
    for (const handler of before) config = await handler(config)
    return send(uni.request, { url: join(config.baseURL, config.url) })
  }
  const instance = (...args) => run(...args)
  instance.defaults = defaults
  instance.config = defaults
  instance.interceptors = { request: { use: (handler) => before.push(handler) }, response: { use() {} } }
  for (const method of ['get', 'post', 'put', 'delete', 'patch']) {
    instance[method] = (url, data, config) =>
      typeof url === 'object' ? run({ ...url, method }) : run({ ...config, method, url, data })
  }
  instance.create = createInstance
  return instance
}
module.exports = createInstance()
module.exports.default = module.exports
