// rsbuild.config.ts
import { defineConfig } from '@rsbuild/core'
import mpDomains from 'unplugin-mp-domains/rsbuild'

export default defineConfig({
  source: {
    entry: { app: './src/app.ts', 'pages/index/index': './src/pages/index/index.ts' },
    define: { 'process.env.FILES_HOST': JSON.stringify('http://192.168.1.20:8080') },
  },
  resolve: { alias: { '@': './src' } },
  tools: { htmlPlugin: false },
  performance: { buildCache: true },
  output: {
    distPath: { root: 'dist-rsbuild', js: '' },
    filename: { js: '[name].js' },
    copy: [{ from: './static' }],
    sourceMap: { js: 'source-map' },
  },
  plugins: [mpDomains()],
})
