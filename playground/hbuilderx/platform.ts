export const request = (options: object) => uni.request(options as never)

export const uploadFile = (options: object) => uni.uploadFile(options as never)

export const downloadFile = (options: object) => uni.downloadFile(options as never)

export const connectSocket = (options: object) => uni.connectSocket(options as never)
