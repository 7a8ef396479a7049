import { uploadImage } from '../utils/upload.js'

Page({
  data: { done: false },

  choose() {
    wx.chooseMedia({
      count: 1,
      success: async ({ tempFiles }) => {
        await uploadImage(tempFiles[0].tempFilePath)
        this.setData({ done: true })
      },
    })
  },
})
