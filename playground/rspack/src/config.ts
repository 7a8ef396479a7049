// The developer's own computer: in the IDE it works for weeks.
export const HOST: string = 'http://127.0.0.1:3000'

export const SOCKET: string = 'ws://127.0.0.1:3000'

// The host of files comes from the configuration.
export const FILES: string = process.env.FILES_HOST as string

export const SHARE: string = 'https://share.shop.example.com'
