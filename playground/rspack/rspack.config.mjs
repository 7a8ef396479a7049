// rspack.config.mjs
import { fileURLToPath } from 'node:url'
import { rspack } from '@rspack/core'
import mpDomains from 'unplugin-mp-domains/rspack'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

export default {
  mode: 'production',
  context: at('.'),
  target: ['web', 'es2020'],
  cache: { type: 'persistent' },
  devtool: 'source-map',
  entry: { app: './src/app.ts', 'pages/index/index': './src/pages/index/index.ts' },
  output: { path: at('./dist'), filename: '[name].js', clean: true },
  resolve: { alias: { '@': at('./src') }, extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, loader: 'builtin:swc-loader' }] },
  plugins: [
    new rspack.DefinePlugin({ 'process.env.FILES_HOST': JSON.stringify('http://192.168.1.20:8080') }),
    new rspack.CopyRspackPlugin({ patterns: [{ from: 'static' }] }),
    mpDomains(),
  ],
}
