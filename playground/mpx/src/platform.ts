import mpx from '@mpxjs/core'

export const request = (options: any) => mpx.request(options)

export const uploadFile = (options: any) => mpx.uploadFile(options)

export const downloadFile = (options: any) => mpx.downloadFile(options)

export const connectSocket = (options: any) => mpx.connectSocket(options)
