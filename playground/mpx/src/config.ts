// The developer's own computer: in the IDE it works for weeks.
export const HOST: string = 'http://127.0.0.1:3000'

export const SOCKET: string = 'ws://127.0.0.1:3000'

// The host of files comes from .env.
export const FILES: string = process.env.VUE_APP_FILES as string

declare const __mpx_mode__: string

// On Douyin the developer's own phone answers; neither of these builds is for it.
export const SHARE: string = __mpx_mode__ === 'tt' ? 'http://192.168.1.99:7000' : 'https://share.shop.example.com'
