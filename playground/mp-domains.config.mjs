import { defineConfig } from 'unplugin-mp-domains'

const PRODUCTION = 'https://api.shop.example.com'
const TEST = 'https://api-test.shop.example.com'
const LOCAL = 'http://127.0.0.1:3000'

/** Both playground apps find this file from their own directory upwards. */
export default defineConfig(({ env }) => ({
  platform: 'wechat',
  domains: {
    production: {
      request: [PRODUCTION],
      uploadFile: [PRODUCTION],
      downloadFile: ['https://static.shop.example.com'],
      socket: ['wss://api.shop.example.com'],
      webview: ['https://m.shop.example.com'],
    },
    test: {
      request: [TEST],
      uploadFile: [TEST],
      downloadFile: ['https://static.shop.example.com'],
      socket: ['wss://api-test.shop.example.com'],
      webview: ['https://m.shop.example.com'],
    },
    development: false,
  },
  // `npm run demo` switches it off first, to show what a build says then.
  hostMap: env.PLAYGROUND_HOST_MAP === 'off' ? {} : { production: { [LOCAL]: PRODUCTION }, test: { [LOCAL]: TEST } },
}))
