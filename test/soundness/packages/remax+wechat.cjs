// Stands in for remax/wechat: the platform's APIs as named exports that return promises.
const promised = (name) => (options) => new Promise((success, fail) => wx[name]({ ...options, success, fail }))
for (const name of ['request', 'uploadFile', 'downloadFile', 'getImageInfo']) exports[name] = promised(name)
exports.connectSocket = (options) => wx.connectSocket(options)
exports.usePageEvent = (name, callback) => callback({})
