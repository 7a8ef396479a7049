// Stands in for luch-request: the configuration by object or function, interceptors, upload and download.
const { join, send, withParams } = require('./shared')
class Request {
  constructor(config) {
    this.config = { baseURL: '', ...config }
    const before = []
    this.before = before
    this.interceptors = { request: { use: (handler) => before.push(handler) }, response: { use() {} } }
  }
  setConfig(change) {
    this.config = change(this.config)
  }
  async run(api, options) {
    let config = { baseURL: this.config.baseURL, ...options }
    for (const handler of this.before) config = await handler(config)
    return send(api, { url: withParams(join(config.baseURL, config.url), config.params) })
  }
  request(options) {
    return this.run(uni.request, options)
  }
  middleware(options) {
    return this.run(uni.request, options)
  }
  upload(url, options) {
    return this.run(uni.uploadFile, { ...options, url })
  }
  download(url, options) {
    return this.run(uni.downloadFile, { ...options, url })
  }
}
for (const method of ['get', 'delete', 'put', 'post', 'head', 'options', 'connect', 'trace']) {
  Request.prototype[method] = function (url, first, second) {
    const options = method === 'get' || method === 'delete' ? first : second
    return this.run(uni.request, { ...options, url, method })
  }
}
module.exports = Request
module.exports.default = Request
Object.defineProperty(module.exports, '__esModule', { value: true })
