// Stands in for @mpxjs/core: pages and components are those of the platform, `mpx` carries the proxied APIs.
const mpx = Object.assign({}, __framework, {
  use(plugin, options) {
    if (typeof plugin === 'function') plugin(mpx, options)
    else if (plugin.install) plugin.install(mpx, options)
    return mpx
  },
})
module.exports = {
  __esModule: true,
  default: mpx,
  createApp: (options) => App(options),
  createPage: (options) => Page({ ...options, ...options.methods, __proto__: Object.create(mpx.__shared || {}) }),
  createComponent: (options) => Component(options),
  computed: (get) => ({
    __ref: true,
    get value() {
      return get()
    },
  }),
  ref: (value) => ({ __ref: true, value }),
}
