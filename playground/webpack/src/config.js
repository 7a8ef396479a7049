// The host of the developer's own computer: in the IDE it works for weeks.
export const HOST = 'http://127.0.0.1:3000'

export const SOCKET = 'ws://127.0.0.1:3000/chat'

export const STATIC = 'https://static.shop.example.com'

export const HELP = 'https://m.shop.example.com/help'
