// Stands in for uview-plus: luch-request as `http` and as `uni.$u.http`.
const Request = require('./luch-request')
const http = new Request()
const plugin = {
  install(app) {
    uni.$u = { http, get: http.get.bind(http), post: http.post.bind(http) }
    app.config.globalProperties.$u = uni.$u
  },
}
module.exports = { __esModule: true, default: plugin, http, Request }
