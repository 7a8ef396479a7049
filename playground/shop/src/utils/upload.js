import { HOST } from '@/config.js'

export function uploadImage(filePath) {
  return new Promise((resolve, reject) => {
    wx.uploadFile({ url: `${HOST}/files`, filePath, name: 'image', success: resolve, fail: reject })
  })
}
