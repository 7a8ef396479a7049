// Stands in for miniprogram-api-promise.
const { send } = require('./shared')
exports.promisify = (api) => (options) => send(api, options)
exports.promisifyAll = (from, to) => {
  for (const name of Object.keys(from)) if (typeof from[name] === 'function') to[name] = exports.promisify(from[name])
}
