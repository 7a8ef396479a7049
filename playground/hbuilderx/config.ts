// The developer's own computer: in the IDE it works for weeks.
export const HOST: string = 'http://127.0.0.1:3000'

export const SOCKET: string = 'ws://127.0.0.1:3000'

// The host of files comes from .env.
export const FILES: string = import.meta.env.VITE_FILES

// #ifdef MP-WEIXIN
export const SHARE: string = 'https://share.shop.example.com'
// #endif
// #ifdef MP-TOUTIAO
export const SHARE: string = 'http://192.168.1.99:7000'
// #endif
// #ifdef H5 || MP-ALIPAY
export const SHARE: string = 'https://share.shop.example.com'
// #endif
