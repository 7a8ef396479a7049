// Stands in for umi-request: `prefix` is put in front as it is.
function extend(given) {
  const defaults = { ...given }
  const before = []
  const run = async (url, options) => {
    const config = { ...defaults, ...options }
    let request = { url: (config.prefix || '') + url, options: config }
    for (const handler of before) request = (await handler(request.url, request.options)) || request
    return fetch(request.url + (config.suffix || ''))
  }
  const request = (url, options) => run(url, options)
  for (const method of ['get', 'post', 'put', 'delete', 'patch'])
    request[method] = (url, options) => run(url, { ...options, method })
  request.interceptors = { request: { use: (handler) => before.push(handler) }, response: { use() {} } }
  request.extendOptions = (more) => Object.assign(defaults, more)
  return request
}
module.exports = extend({})
module.exports.extend = extend
module.exports.default = module.exports
Object.defineProperty(module.exports, '__esModule', { value: true })
