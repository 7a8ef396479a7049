// vite.config.ts
import { fileURLToPath } from 'node:url'
import mpDomains from 'unplugin-mp-domains/vite'
import { defineConfig } from 'weapp-vite/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  weapp: { srcRoot: 'src' },
  plugins: [mpDomains()],
})
