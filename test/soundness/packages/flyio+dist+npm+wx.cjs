// Stands in for flyio on WeChat.
const { send } = require('./shared')
class Fly {
  constructor() {
    this.config = { baseURL: '', headers: {} }
    this.interceptors = { request: { use: (handler) => (this.handler = handler) }, response: { use() {} } }
  }
  async request(url, data, options) {
    let request =
      typeof url === 'object'
        ? { baseURL: this.config.baseURL, ...url }
        : { baseURL: this.config.baseURL, ...options, url, body: data }
    if (this.handler) request = (await this.handler(request)) || request
    let base = (request.baseURL || '').trim()
    let target = request.url
    if (target.indexOf('http') !== 0) {
      if (base[base.length - 1] !== '/') base += '/'
      target = base + (target[0] === '/' ? target.slice(1) : target)
    }
    return send(wx.request, { url: target })
  }
}
for (const method of ['get', 'post', 'put', 'delete', 'head', 'patch']) {
  Fly.prototype[method] = function (url, data, options) {
    return this.request(url, data, { ...options, method })
  }
}
module.exports = Fly
module.exports.default = Fly
