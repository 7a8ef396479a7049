// config/index.js
const path = require('node:path')
const mpDomains = require('unplugin-mp-domains/vite')

module.exports = {
  projectName: 'shop',
  designWidth: 750,
  deviceRatio: { 640: 2.34 / 2, 750: 1, 375: 2, 828: 1.81 / 2 },
  sourceRoot: 'src',
  outputRoot: 'dist',
  framework: 'react',
  compiler: { type: 'vite', vitePlugins: [mpDomains()] },
  alias: { '@': path.resolve(__dirname, '..', 'src') },
  defineConstants: { SHARE_HOST: JSON.stringify('https://share.shop.example.com') },
  copy: { patterns: [{ from: 'src/static', to: 'dist/static' }] },
  mini: {},
}
