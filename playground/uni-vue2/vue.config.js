// vue.config.js
const mpDomains = require('unplugin-mp-domains/webpack')

module.exports = {
  configureWebpack: {
    plugins: [mpDomains()],
  },
}
