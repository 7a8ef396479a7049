// Stands in for axios-miniprogram-adapter: the platform object's request.
const { join, send, withParams } = require('./shared')
const platform = typeof wx !== 'undefined' ? wx : typeof my !== 'undefined' ? my : undefined
module.exports = (config) =>
  send(platform.request, { url: withParams(join(config.baseURL, config.url), config.params) })
module.exports.default = module.exports
