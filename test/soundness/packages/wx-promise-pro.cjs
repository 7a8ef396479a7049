// Stands in for wx-promise-pro.
const { send } = require('./shared')
const promisify = (api) => (options) => send(api, options)
exports.promisify = promisify
exports.promisifyAll = () => {
  wx.pro = {}
  for (const name of Object.keys(wx)) if (typeof wx[name] === 'function') wx.pro[name] = promisify(wx[name])
}
