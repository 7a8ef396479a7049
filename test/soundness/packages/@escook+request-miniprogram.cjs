// Stands in for @escook/request-miniprogram.
const { send } = require('./shared')
const api = typeof uni !== 'undefined' ? uni : wx
class Request {
  constructor(options = {}) {
    this.baseUrl = options.baseUrl || ''
    this.url = ''
  }
  _(method, url, data) {
    this.url = this.baseUrl + url
    const options = { url: this.url, method, data }
    if (typeof this.beforeRequest === 'function') this.beforeRequest(options)
    return send(api.request, options)
  }
  get(url, data) {
    return this._('GET', url, data)
  }
  post(url, data) {
    return this._('POST', url, data)
  }
  put(url, data) {
    return this._('PUT', url, data)
  }
  delete(url, data) {
    return this._('DELETE', url, data)
  }
}
module.exports = { __esModule: true, $http: new Request(), Request }
