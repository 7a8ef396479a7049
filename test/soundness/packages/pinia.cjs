// Stands in for pinia: option stores and setup stores.
exports.createPinia = () => ({ install() {} })
exports.defineStore = (id, given) => {
  const options = typeof id === 'object' ? id : given
  let store
  return function useStore() {
    if (store) return store
    store = {}
    if (typeof options === 'function') {
      const made = options()
      for (const key of Object.keys(made)) {
        const value = made[key]
        if (value && value.__ref)
          Object.defineProperty(store, key, {
            get: () => value.value,
            set: (next) => void (value.value = next),
            enumerable: true,
          })
        else store[key] = value
      }
      return store
    }
    Object.assign(store, options.state ? options.state() : {})
    store.$patch = (patch) => Object.assign(store, patch)
    for (const [name, get] of Object.entries(options.getters || {}))
      Object.defineProperty(store, name, { get: () => get.call(store, store), enumerable: true })
    for (const [name, act] of Object.entries(options.actions || {})) store[name] = act.bind(store)
    return store
  }
}
exports.storeToRefs = (store) =>
  Object.fromEntries(
    Object.keys(store).map((key) => [
      key,
      {
        __ref: true,
        get value() {
          return store[key]
        },
      },
    ]),
  )
