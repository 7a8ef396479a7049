// Stands in for react: elements are data, effects run at once. State keeps its first value, but in components that are
// mounted: those are rendered again when it changes.
const createElement = (type, props, ...children) => {
  const element = { type, props: props || {}, children }
  if (globalThis.__places) element.places = __places()
  return element
}
let mounted
const slotOf = (make) => {
  if (!mounted) return { value: make() }
  const owner = mounted
  return (owner.slots[owner.at++] ??= { value: make(), owner })
}
const useState = (initial) => {
  const slot = slotOf(typeof initial === 'function' ? initial : () => initial)
  const set = (next) => {
    const value = typeof next === 'function' ? next(slot.value) : next
    if (!slot.owner || value === slot.value) return
    slot.value = value
    slot.owner.update()
  }
  return [slot.value, set]
}
const useEffect = (effect) => {
  const slot = slotOf(() => false)
  if (slot.value) return
  slot.value = true
  effect()
}
const MAX_RENDERS = 20
function mount(component, props, show) {
  const isClass = /^class\b/.test(Function.prototype.toString.call(component))
  let busy = false
  const owner = {
    slots: [],
    at: 0,
    left: MAX_RENDERS,
    update() {
      owner.dirty = true
      if (busy) return
      busy = true
      while (owner.dirty && owner.left-- > 0) {
        owner.dirty = false
        owner.at = 0
        mounted = isClass ? undefined : owner
        const tree = isClass ? self.render() : component(props)
        mounted = undefined
        show(tree)
      }
      busy = false
    },
  }
  const self = isClass ? new component(props) : undefined
  if (self) self.$router = { params: __query() }
  if (self) {
    self.setState = (patch) => {
      self.state = { ...self.state, ...(typeof patch === 'function' ? patch(self.state) : patch) }
      owner.update()
    }
    owner.update()
    for (const name of ['componentWillMount', 'onLoad', 'componentDidMount', 'componentDidShow'])
      if (typeof self[name] === 'function') self[name](__query())
  }
  owner.update()
}
const hooks = {
  createElement,
  Fragment: 'fragment',
  useState,
  useEffect,
  useLayoutEffect: (effect) => void effect(),
  useCallback: (callback) => callback,
  useMemo: (make) => make(),
  useRef: (value) => ({ current: value }),
  useContext: (context) => context.value,
  createContext: (value) => ({ value, Provider: 'provider' }),
  memo: (component) => component,
  Component: class {
    constructor(props) {
      this.props = props
      this.state = {}
    }
    setState(patch) {
      Object.assign(this.state, patch)
    }
  },
}
globalThis.h = createElement
module.exports = { __esModule: true, ...hooks, default: hooks, __mount: mount }
