// Stands in for @dcloudio/uni-app: page hooks run at once.
module.exports = {
  onLoad: (callback) => callback(__query()),
  onShow: (callback) => callback(),
  onReady: (callback) => callback(),
  onLaunch: (callback) => callback(__query()),
  onPullDownRefresh: (callback) => callback(),
  onReachBottom: (callback) => callback(),
}
