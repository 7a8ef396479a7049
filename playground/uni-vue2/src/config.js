// The developer's own computer: in the IDE it works for weeks.
export const HOST = 'http://127.0.0.1:3000'

export const SOCKET = 'ws://127.0.0.1:3000'

// The host of files comes from .env.
export const FILES = process.env.VUE_APP_FILES

// #ifdef MP-TOUTIAO
export const SHARE = 'http://192.168.1.99:7000'
// #endif
// #ifndef MP-TOUTIAO
export const SHARE = 'https://share.shop.example.com'
// #endif
