// mpx.config.js
const { defineConfig } = require('@vue/cli-service')
const mpDomains = require('unplugin-mp-domains/webpack')

module.exports = defineConfig({
  outputDir: `dist/${process.env.MPX_CURRENT_TARGET_MODE}`,
  pluginOptions: {
    mpx: {
      plugin: { srcMode: 'wx' },
    },
  },
  configureWebpack(config) {
    config.plugins.push(mpDomains())
  },
})
