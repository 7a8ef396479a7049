// Stands in for vuex: state, getters, mutations, actions and modules.
function createStore(options) {
  const state = typeof options.state === 'function' ? options.state() : options.state || {}
  const getters = {}
  const mutations = {}
  const actions = {}
  const store = {
    state,
    getters,
    commit: (type, payload) => mutations[type] && mutations[type](payload),
    dispatch: (type, payload) => Promise.resolve(actions[type] && actions[type](payload)),
  }
  function add(module, local, prefix) {
    for (const [name, get] of Object.entries(module.getters || {})) {
      Object.defineProperty(getters, prefix + name, {
        get: () => get(local, getters, state, getters),
        enumerable: true,
      })
    }
    for (const [name, mutate] of Object.entries(module.mutations || {}))
      mutations[prefix + name] = (payload) => mutate(local, payload)
    for (const [name, act] of Object.entries(module.actions || {})) {
      const context = {
        state: local,
        rootState: state,
        getters,
        rootGetters: getters,
        commit: (type, payload, how) => store.commit((how && how.root ? '' : prefix) + type, payload),
        dispatch: (type, payload, how) => store.dispatch((how && how.root ? '' : prefix) + type, payload),
      }
      actions[prefix + name] = (payload) => act(context, payload)
    }
    for (const [name, child] of Object.entries(module.modules || {})) {
      local[name] = typeof child.state === 'function' ? child.state() : child.state || {}
      add(child, local[name], child.namespaced ? `${prefix}${name}/` : prefix)
    }
  }
  add(options, state, '')
  store.install = (app) => {
    const target = app.config && app.config.globalProperties ? app.config.globalProperties : app.prototype
    target.$store = store
  }
  return store
}
const path = (namespace, name) => (namespace ? `${namespace}/${name}` : name)
const normal = (map) => (Array.isArray(map) ? map.map((name) => [name, name]) : Object.entries(map))
const withNamespace = (make) => (namespace, map) => (map === undefined ? make('', namespace) : make(namespace, map))
const mapped = (map, make) => Object.fromEntries(normal(map).map(([name, from]) => [name, make(from)]))
module.exports = {
  __esModule: true,
  createStore,
  // Called with `new`: the object that a constructor returns is the result.
  Store: function Store(options) {
    return createStore(options)
  },
  mapState: withNamespace((ns, map) =>
    mapped(
      map,
      (from) =>
        function () {
          const local = ns
            .split('/')
            .filter(Boolean)
            .reduce((place, key) => place[key], this.$store.state)
          return typeof from === 'function' ? from.call(this, local, this.$store.getters) : local[from]
        },
    ),
  ),
  mapGetters: withNamespace((ns, map) =>
    mapped(
      map,
      (from) =>
        function () {
          return this.$store.getters[path(ns, from)]
        },
    ),
  ),
  mapActions: withNamespace((ns, map) =>
    mapped(
      map,
      (from) =>
        function (payload) {
          return this.$store.dispatch(path(ns, from), payload)
        },
    ),
  ),
  mapMutations: withNamespace((ns, map) =>
    mapped(
      map,
      (from) =>
        function (payload) {
          return this.$store.commit(path(ns, from), payload)
        },
    ),
  ),
}
module.exports.default = { createStore, Store: module.exports.Store, install() {}, mapState: module.exports.mapState }
