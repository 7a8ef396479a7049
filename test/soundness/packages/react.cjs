// Stands in for react: elements are data, effects run at once, state keeps its first value.
const createElement = (type, props, ...children) => ({ type, props: props || {}, children })
const hooks = {
  createElement,
  Fragment: 'fragment',
  useState: (initial) => [typeof initial === 'function' ? initial() : initial, () => {}],
  useEffect: (effect) => void effect(),
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
module.exports = { __esModule: true, ...hooks, default: hooks }
