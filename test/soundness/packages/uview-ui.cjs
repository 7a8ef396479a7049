// Stands in for uview-ui: version 2 carries luch-request, version 1 a client of its own with `baseUrl`.
const Request = require('./luch-request')
const { absolute, send } = require('./shared')
class First {
  constructor() {
    this.config = { baseUrl: '' }
    this.interceptor = { request: null, response: null }
  }
  setConfig(config) {
    this.config = { ...this.config, ...config }
  }
  request(options) {
    let given = options
    if (this.interceptor.request) {
      given = this.interceptor.request(options)
      if (given === false) return new Promise(() => {})
    }
    const { url } = given
    return send(uni.request, {
      url: absolute(url) ? url : this.config.baseUrl + (url.indexOf('/') === 0 ? url : '/' + url),
    })
  }
}
for (const method of ['get', 'post', 'put', 'delete']) {
  First.prototype[method] = function (url, data) {
    return this.request({ url, method, data })
  }
}
const second = new Request()
const first = new First()
const http = new Proxy(second, {
  get(target, name) {
    if (name === 'setConfig')
      return (given) => (typeof given === 'function' ? second.setConfig(given) : first.setConfig(given))
    if (name === 'interceptor') return first.interceptor
    const owner = first.config.baseUrl && typeof first[name] === 'function' ? first : second
    return typeof owner[name] === 'function' ? owner[name].bind(owner) : owner[name]
  },
})
const $u = { http }
for (const method of ['get', 'post', 'put', 'delete'])
  $u[method] = (url, data, options) => http[method](url, data, options)
module.exports = {
  __esModule: true,
  install(Vue) {
    uni.$u = $u
    const target = Vue.config && Vue.config.globalProperties ? Vue.config.globalProperties : Vue.prototype
    target.$u = $u
  },
}
module.exports.default = module.exports
