// Stands in for alova: a method is sent when it is awaited.
exports.createAlova = (options) => {
  const make = (method) => (url, first, second) => {
    const config = (/Get|Head|Delete|Options/.test(method) ? first : second) || {}
    const send = async () => {
      const instance = { url, baseURL: config.baseURL || options.baseURL || '', config, meta: {} }
      if (options.beforeRequest) await options.beforeRequest(instance)
      const base = instance.baseURL.replace(/\/$/, '')
      const path = instance.url
      const whole = /^https?:\/\//i.test(path)
      const full = whole ? path : base + (path === '' || path.startsWith('/') ? path : '/' + path)
      return options.requestAdapter({ url: full, type: method.toUpperCase() }, instance)
    }
    // oxlint-disable-next-line unicorn/no-thenable -- alova's methods are thenables, that is how they are sent
    return { send, then: (resolve, reject) => send().then(resolve, reject) }
  }
  const alova = { options }
  for (const method of ['Get', 'Post', 'Put', 'Delete', 'Patch', 'Head', 'Options']) alova[method] = make(method)
  return alova
}
exports.useRequest = (method) => {
  const sent = (typeof method === 'function' ? method() : method).send()
  sent.catch(() => {})
  return { data: { __ref: true, value: undefined }, send: () => sent }
}
