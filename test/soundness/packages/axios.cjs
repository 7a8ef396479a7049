// Stands in for axios: defaults, instances, interceptors, adapters; without an adapter it uses what the target has.
const { join, send, withParams } = require('./shared')

function standard(config) {
  const url = withParams(join(config.baseURL, config.url), config.params)
  if (typeof XMLHttpRequest !== 'undefined') {
    return new Promise((resolve) => {
      const xhr = new XMLHttpRequest()
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the stub of the browser calls this one
      xhr.onload = () => resolve({ data: undefined, config })
      xhr.open((config.method || 'get').toUpperCase(), url)
      xhr.send()
    })
  }
  if (typeof __framework !== 'undefined') return send(__framework.request, { url })
  return Promise.reject(new Error('no adapter'))
}

function createInstance(given) {
  const defaults = { ...given }
  const before = []
  const after = []
  async function run(first, second) {
    let config = { ...defaults, ...(typeof first === 'string' ? { ...second, url: first } : first) }
    for (const handler of before) config = await handler(config)
    let response = await (config.adapter || standard)(config)
    for (const handler of after) response = await handler(response)
    return response
  }
  const instance = (first, second) => run(first, second)
  instance.request = run
  instance.defaults = defaults
  defaults.headers = { common: {}, ...defaults.headers }
  instance.interceptors = {
    request: { use: (handler) => before.unshift(handler) },
    response: { use: (handler) => after.push(handler) },
  }
  for (const method of ['get', 'delete', 'head', 'options']) {
    instance[method] = (url, config) => run({ ...config, method, url })
  }
  for (const method of ['post', 'put', 'patch'])
    instance[method] = (url, data, config) => run({ ...config, method, url, data })
  instance.getUri = (config) => join(config.baseURL || defaults.baseURL, config.url)
  instance.create = (more) => createInstance({ ...defaults, ...more })
  return instance
}

const axios = createInstance({})
axios.default = axios
axios.Axios = createInstance
axios.isCancel = () => false
Object.defineProperty(axios, '__esModule', { value: true })
module.exports = axios
