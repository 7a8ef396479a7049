// Stands in for @alova/adapter-taro.
const { send } = require('./shared')
module.exports = Object.assign(() => ({ requestAdapter: ({ url }) => send(__framework.request, { url }) }), {
  __esModule: true,
})
module.exports.default = module.exports
