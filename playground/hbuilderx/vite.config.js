// vite.config.js
import uni from '@dcloudio/vite-plugin-uni'
import mpDomains from 'unplugin-mp-domains/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [uni(), mpDomains()],
})
