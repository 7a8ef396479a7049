import { STATIC } from './config.js'

App({
  globalData: { static: STATIC, cart: [] },

  onLaunch() {
    wx.downloadFile({
      url: `${STATIC}/fonts/price.ttf`,
      success: ({ tempFilePath }) => {
        this.globalData.font = tempFilePath
      },
    })
  },
})
