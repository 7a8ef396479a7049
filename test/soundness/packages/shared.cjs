// What the stand-ins share: how HTTP clients put a base URL and a path together.
const absolute = (url) => /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)
exports.absolute = absolute
exports.join = (base, url) => {
  if (!base || absolute(url)) return url
  return url ? base.replace(/\/?\/$/, '') + '/' + url.replace(/^\/+/, '') : base
}
exports.withParams = (url, params) => {
  const pairs = Object.keys(params || {}).map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(params[key])}`)
  return pairs.length ? url + (url.includes('?') ? '&' : '?') + pairs.join('&') : url
}
exports.send = (api, options) => new Promise((success, fail) => api({ ...options, success, fail }))
