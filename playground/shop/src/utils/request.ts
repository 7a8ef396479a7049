import { HOST } from '@/config.js'

interface Answer<T> {
  statusCode: number
  data: T
}

type Method = 'GET' | 'POST'

function send<T>(method: Method, path: string, data?: object): Promise<T> {
  return new Promise((resolve, reject) => {
    wx.request({
      url: HOST + path,
      method,
      data,
      success: ({ statusCode, data }: Answer<T>) => (statusCode < 400 ? resolve(data) : reject(new Error(`${statusCode}`))),
      fail: reject,
    })
  })
}

export const http = {
  get: <T>(path: string, data?: object) => send<T>('GET', path, data),
  post: <T>(path: string, data?: object) => send<T>('POST', path, data),
}

declare const wx: {
  request(options: object): void
}
