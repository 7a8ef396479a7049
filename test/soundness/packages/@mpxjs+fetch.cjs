// Stands in for @mpxjs/fetch: `xfetch` on mpx and `$xfetch` on pages; no base URL.
const { send } = require('./shared')
function create() {
  const before = []
  return {
    async fetch(given) {
      let options = typeof given === 'string' ? { url: given } : { ...given }
      for (const handler of before) options = (await handler(options)) || options
      return send(__framework.request, options)
    },
    interceptors: { request: { use: (handler) => before.push(handler) }, response: { use() {} } },
    setProxy() {},
  }
}
const plugin = {
  install(mpx) {
    mpx.xfetch = create()
    mpx.__shared = { ...mpx.__shared, $xfetch: mpx.xfetch }
  },
}
module.exports = { __esModule: true, default: plugin, useFetch: create, XFetch: create }
