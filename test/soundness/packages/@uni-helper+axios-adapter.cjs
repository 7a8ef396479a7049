// Stands in for @uni-helper/axios-adapter: the method's name picks upload and download.
const { join, send, withParams } = require('./shared')
exports.createUniAppAxiosAdapter = () => (config) => {
  const api = { upload: uni.uploadFile, download: uni.downloadFile }[config.method] || uni.request
  return send(api, { url: withParams(join(config.baseURL, config.url), config.params) })
}
