import { FILES, HOST, SOCKET } from '@/config'
import { connectSocket, downloadFile, request, uploadFile } from '@/platform'

function send(method, path, data) {
  return new Promise((resolve, reject) => {
    request({
      url: HOST + path,
      method,
      data,
      success: ({ statusCode, data: body }) => (statusCode < 400 ? resolve(body) : reject(new Error(`${statusCode}`))),
      fail: reject,
    })
  })
}

export const http = {
  get: (path, data) => send('GET', path, data),
  post: (path, data) => send('POST', path, data),
}

export function upload(path, filePath) {
  return new Promise((resolve, reject) => {
    uploadFile({ url: `${FILES}${path}`, filePath, name: 'file', success: resolve, fail: reject })
  })
}

export function download(path) {
  return new Promise((resolve, reject) => {
    downloadFile({ url: `${FILES}${path}`, success: resolve, fail: reject })
  })
}

export function connect(path) {
  return connectSocket({ url: SOCKET + path, complete: () => {} })
}
