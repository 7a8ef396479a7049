const { FILES, HOST, SOCKET } = require('../config')

function send(method, path, data) {
  return new Promise((resolve, reject) => {
    wx.request({ url: HOST + path, method, data, success: ({ data: body }) => resolve(body), fail: reject })
  })
}

module.exports = {
  http: {
    get: (path, data) => send('GET', path, data),
    post: (path, data) => send('POST', path, data),
  },
  upload: (path, filePath) => wx.uploadFile({ url: `${FILES}${path}`, filePath, name: 'file' }),
  download: (path) => wx.downloadFile({ url: `${FILES}${path}` }),
  connect: (path) => wx.connectSocket({ url: SOCKET + path }),
}
