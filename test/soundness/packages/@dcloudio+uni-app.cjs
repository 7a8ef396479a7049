// Stands in for @dcloudio/uni-app: page hooks run at once.
const query = (name) => (typeof name === 'string' && name !== 'then' ? `zzrtquery${name.toLowerCase()}zz` : undefined)
const options = new Proxy({}, { get: (_, name) => query(name) })
module.exports = {
  onLoad: (callback) => callback(options),
  onShow: (callback) => callback(),
  onReady: (callback) => callback(),
  onLaunch: (callback) => callback(options),
  onPullDownRefresh: (callback) => callback(),
  onReachBottom: (callback) => callback(),
}
