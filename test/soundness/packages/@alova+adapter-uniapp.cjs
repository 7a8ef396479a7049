// Stands in for @alova/adapter-uniapp.
const { send } = require('./shared')
const adapter = ({ url }, { config }) => {
  const api = { upload: uni.uploadFile, download: uni.downloadFile }[config.requestType] || uni.request
  return send(api, { url })
}
module.exports = Object.assign(() => ({ requestAdapter: adapter }), { __esModule: true })
module.exports.default = module.exports
