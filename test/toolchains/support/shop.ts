import type { Options } from '../../../src/options'

/** The console's lists of the examples' shop. */
export const DOMAINS = {
  request: ['https://api.shop.example.com', 'https://share.shop.example.com', 'https://price.shop.example.com'],
  uploadFile: ['https://files.shop.example.com'],
  downloadFile: ['https://files.shop.example.com'],
  socket: ['wss://api.shop.example.com'],
  webview: ['https://m.shop.example.com'],
}

/** Every dev host of the examples, and what a release asks instead. */
export const HOST_MAP = {
  'http://127.0.0.1:3000': 'https://api.shop.example.com',
  'http://192.168.1.20:8080': 'https://files.shop.example.com',
  'http://localhost:3000': 'https://static.shop.example.com',
  'http://127.0.0.1:4000': 'https://price.shop.example.com',
  'http://127.0.0.1:5000': 'https://api.shop.example.com',
}

/** What no emitted file may hold once the host map is on. */
export const DEV_HOSTS = /127\.0\.0\.1:[345]000|192\.168\.1\.\d+|localhost:3000/

/** Lists and no host map: every dev host is a finding. */
export const WITHOUT_MAP: Options = { domains: { production: DOMAINS } }

/** Lists, the host map, and what a package asks is accepted by its name, as the pages say: nothing is left to find. */
export const WITH_MAP: Options = {
  ...WITHOUT_MAP,
  hostMap: { production: HOST_MAP },
  ignores: [{ package: 'shop-sdk', reason: 'its own log server' }],
}

/** A text as the host map makes it: what an output without the plugin must become. */
export function mapped(text: string): string {
  let out = text
  for (const [from, to] of Object.entries(HOST_MAP)) {
    out = out.replaceAll(from, to).replaceAll(from.replace('http:', 'ws:'), to.replace('https:', 'wss:'))
  }
  return out
}
