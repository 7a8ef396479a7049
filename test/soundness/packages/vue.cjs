// Stands in for vue 2 and vue 3: only what decides which functions run and what components see.
const globals = { prototype: {}, provided: {} }
const state = { globals, root: undefined }

function Vue(options) {
  if (options && options.store) globals.store = options.store
  const render = options && options.render
  if (render) render((component) => (state.root = component))
  else state.root = options
  this.$mount = () => this
}
Vue.prototype = globals.prototype
Vue.use = (plugin, ...options) => {
  if (typeof plugin === 'function') plugin(Vue, ...options)
  else if (plugin && plugin.install) plugin.install(Vue, ...options)
}
Vue.mixin = (mixin) => Object.assign(globals.prototype, mixin.methods)
Vue.component = Vue.directive = Vue.filter = () => Vue
Vue.config = {}
Vue.extend = (options) => options
Vue.observable = (value) => value
Vue.set = (target, key, value) => void (target[key] = value)

function createApp(root) {
  state.root = root
  const app = {
    config: { globalProperties: globals.prototype },
    use(plugin, ...options) {
      if (typeof plugin === 'function') plugin(app, ...options)
      else if (plugin && plugin.install) plugin.install(app, ...options)
      return app
    },
    provide(key, value) {
      globals.provided[key] = value
      return app
    },
    component: () => app,
    directive: () => app,
    mixin: () => app,
    mount: () => app,
  }
  return app
}

const unwrap = (value) => (value && value.__ref ? value.value : value)
const ref = (value) => ({ __ref: true, value })
const now = (callback) => callback && callback()

module.exports = {
  __esModule: true,
  default: Vue,
  __state: state,
  createApp,
  createSSRApp: createApp,
  defineComponent: (options) => options,
  ref,
  shallowRef: ref,
  reactive: (value) => value,
  readonly: (value) => value,
  toRefs: (value) =>
    Object.fromEntries(
      Object.keys(value).map((key) => [
        key,
        {
          __ref: true,
          get value() {
            return value[key]
          },
        },
      ]),
    ),
  unref: unwrap,
  isRef: (value) => !!(value && value.__ref),
  computed: (get) => ({
    __ref: true,
    get value() {
      return (get.get || get)()
    },
  }),
  watch: (source, callback) => callback(typeof source === 'function' ? source() : unwrap(source)),
  watchEffect: now,
  onMounted: now,
  onBeforeMount: now,
  onUnmounted: () => {},
  nextTick: async (callback) => {
    await Promise.resolve()
    return callback && callback()
  },
  provide: (key, value) => void (globals.provided[key] = value),
  inject: (key, fallback) => (key in globals.provided ? globals.provided[key] : fallback),
  getCurrentInstance: () => ({
    proxy: globals.prototype,
    appContext: {
      config: { globalProperties: globals.prototype },
      app: { config: { globalProperties: globals.prototype } },
    },
  }),
}
