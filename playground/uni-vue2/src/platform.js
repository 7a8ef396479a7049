export const request = (options) => uni.request(options)

export const uploadFile = (options) => uni.uploadFile(options)

export const downloadFile = (options) => uni.downloadFile(options)

export const connectSocket = (options) => uni.connectSocket(options)
