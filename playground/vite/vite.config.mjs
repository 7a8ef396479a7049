import { fileURLToPath } from 'node:url'
import mpDomains from 'unplugin-mp-domains/vite'
import { defineConfig } from 'vite'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const PAGES = ['list', 'detail', 'upload', 'chat', 'help']

export default defineConfig(({ mode }) => ({
  root: at('.'),
  // Templates, styles and JSON of a mini program need no bundler: they are copied.
  publicDir: at('../shop/static'),
  resolve: { alias: { '@': at('./src') } },
  plugins: [mpDomains()],
  build: {
    outDir: at(`./dist/${process.env.PLAYGROUND_OUT ?? mode}`),
    emptyOutDir: true,
    target: 'es2020',
    minify: mode !== 'development',
    rollupOptions: {
      input: {
        app: at('./src/app.js'),
        ...Object.fromEntries(PAGES.map((page) => [`pages/${page}/${page}`, at(`../shop/src/pages/${page}.js`)])),
      },
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'common/[name].js' },
    },
  },
}))
