// Stands in for axios-miniprogram: `upload` and `download` switch the platform's API.
const { join, send } = require('./shared')
function createInstance(given) {
  const defaults = { ...given }
  function run(first, second) {
    const config = { ...defaults, ...(typeof first === 'string' ? { ...second, url: first } : first) }
    const api = config.upload ? wx.uploadFile : config.download ? wx.downloadFile : wx.request
    return send(api, { url: join(config.baseURL, config.url) })
  }
  const instance = (first, second) => run(first, second)
  instance.defaults = defaults
  instance.request = run
  for (const method of ['get', 'delete', 'head'])
    instance[method] = (url, params, config) => run({ ...config, method, url })
  for (const method of ['post', 'put', 'patch'])
    instance[method] = (url, data, config) => run({ ...config, method, url, data })
  instance.create = (more) => createInstance({ ...defaults, ...more })
  return instance
}
module.exports = createInstance({})
module.exports.default = module.exports
Object.defineProperty(module.exports, '__esModule', { value: true })
