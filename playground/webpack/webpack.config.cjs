const { readFileSync, readdirSync } = require('node:fs')
const path = require('node:path')
const mpDomains = require('unplugin-mp-domains/webpack')

const PAGES = ['list', 'detail', 'upload', 'chat', 'help']
const shop = path.resolve(__dirname, '../shop')

/** Templates, styles and JSON of a mini program need no bundler: they are copied. */
class CopyStatic {
  apply(compiler) {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap('copy-static', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL
      compilation.hooks.processAssets.tap({ name: 'copy-static', stage }, () => {
        const directory = path.join(shop, 'static')
        for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile()) continue
          const file = path.join(entry.parentPath, entry.name)
          const name = path.relative(directory, file).replaceAll('\\', '/')
          compilation.emitAsset(name, new sources.RawSource(readFileSync(file)))
        }
      })
    })
  }
}

module.exports = (_, { mode }) => ({
  context: __dirname,
  mode,
  devtool: false,
  entry: {
    app: './src/app.js',
    ...Object.fromEntries(PAGES.map((page) => [`pages/${page}/${page}`, path.join(shop, `src/pages/${page}.js`)])),
  },
  output: {
    path: path.resolve(__dirname, 'dist', process.env.PLAYGROUND_OUT ?? mode),
    filename: '[name].js',
    clean: true,
  },
  resolve: { alias: { '@': path.resolve(__dirname, 'src') } },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'ts-loader',
        options: { transpileOnly: true, configFile: path.resolve(__dirname, '../tsconfig.json') },
      },
    ],
  },
  plugins: [mpDomains(), new CopyStatic()],
})
