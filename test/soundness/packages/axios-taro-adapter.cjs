// Stands in for axios-taro-adapter.
const { join, send, withParams } = require('./shared')
exports.TaroAdapter = (config) =>
  send(__framework.request, { url: withParams(join(config.baseURL, config.url), config.params) })
