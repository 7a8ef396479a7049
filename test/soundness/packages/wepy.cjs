// Stands in for wepy 1: page and app classes, its promised APIs, the interceptors that an app declares.
const interceptors = {}
const api = (name) => (options) => {
  let given = { ...(typeof options === 'string' ? { url: options } : options) }
  const interceptor = interceptors[name]
  if (interceptor && interceptor.config) given = interceptor.config(given) || given
  return new Promise((success, fail) => wx[name]({ ...given, success, fail }))
}
class Component {
  setData(patch) {
    Object.assign(this, patch)
  }
  $apply() {}
}
const wepy = {
  request: api('request'),
  uploadFile: api('uploadFile'),
  downloadFile: api('downloadFile'),
  login: api('login'),
  navigateTo: api('navigateTo'),
  redirectTo: api('redirectTo'),
  component: Component,
  page: class Page extends Component {},
  mixin: Component,
  app: class App extends Component {
    constructor() {
      super()
      wepy.$instance ??= this
    }
    intercept(name, interceptor) {
      interceptors[name] = interceptor
    }
    use() {}
  },
}
module.exports = { __esModule: true, default: wepy, __wepy: true }
