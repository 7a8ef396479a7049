// Stands in for wafer2-client-sdk: a login URL, requests that log in first, a tunnel whose socket the server names.
let loginUrl
const login = (options) =>
  wx.request({
    url: loginUrl,
    success: (res) => options && options.success && options.success(res.data),
    fail: options && options.fail,
  })
module.exports = {
  setLoginUrl: (url) => (loginUrl = url),
  login,
  loginWithCode: login,
  request: (options) => wx.request(options),
  Tunnel: class Tunnel {
    constructor(url) {
      this.serviceUrl = url
    }
    on() {}
    open() {
      wx.request({ url: this.serviceUrl, success: (res) => wx.connectSocket({ url: res.data.url }) })
    }
  },
}
