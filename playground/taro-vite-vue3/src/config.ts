// The developer's own computer: in the IDE it works for weeks.
export const HOST: string = 'http://127.0.0.1:3000'

export const SOCKET: string = 'ws://127.0.0.1:3000'

// The host of files comes from .env.
export const FILES: string = process.env.TARO_APP_FILES as string

declare const SHARE_HOST: string

// On Douyin the developer's own phone answers; this build is not for it.
export const SHARE: string = process.env.TARO_ENV === 'tt' ? 'http://192.168.1.99:7000' : SHARE_HOST
