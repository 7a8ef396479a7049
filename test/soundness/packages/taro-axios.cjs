// Stands in for taro-axios: axios with an adapter of its own.
const axios = require('./axios')
const { join, send, withParams } = require('./shared')
axios.defaults.adapter = (config) =>
  send(__framework.request, { url: withParams(join(config.baseURL, config.url), config.params) })
module.exports = { axios, default: axios, __esModule: true }
