export const request = (options: object) => wx.request(options as never)

export const uploadFile = (options: object) => wx.uploadFile(options as never)

export const downloadFile = (options: object) => wx.downloadFile(options as never)

export const connectSocket = (options: object) => wx.connectSocket(options as never)
