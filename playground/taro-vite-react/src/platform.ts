import Taro from '@tarojs/taro'

export const request = (options: object) => Taro.request(options as never)

export const uploadFile = (options: object) => Taro.uploadFile(options as never)

export const downloadFile = (options: object) => Taro.downloadFile(options as never)

export const connectSocket = (options: object) => Taro.connectSocket(options as never)
