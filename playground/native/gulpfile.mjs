// gulpfile.mjs
import { Transform } from 'node:stream'
import { fileURLToPath } from 'node:url'
import gulp from 'gulp'
import { NodeFiles, check, createSession, resolveOptions } from 'unplugin-mp-domains/api'
import config from './mp-domains.config.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const sources = ['**/*', '!node_modules/**', '!dist/**', '!mp-domains.*', '!*.mjs', '!package.json']

/** The host map, applied to every script, template and style that passes by. */
async function applyHostMap() {
  const { options } = await resolveOptions({
    root: root.replace(/[\\/]$/, ''),
    command: 'build',
    files: new NodeFiles(),
    shell: process.env,
    config: { file: `${root}mp-domains.config.mjs`, value: config },
  })
  const session = createSession(options)
  return new Transform({
    objectMode: true,
    transform(file, _, done) {
      if (file.isBuffer() && /\.(?:js|ts|wxs|wxml|wxss)$/.test(file.path)) {
        const { rewritten } = session.update(file.path, file.contents.toString())
        if (rewritten) file.contents = Buffer.from(rewritten.code)
      }
      done(null, file)
    },
  })
}

/** Fails where a finding is left that the host map does not take away. */
async function domains() {
  const { failed, render } = await check(root, { rewrite: true })
  console.log(render('text'))
  if (failed) throw new Error('network URLs: see above')
}

async function copy() {
  const rewrite = await applyHostMap()
  return new Promise((resolve, reject) => {
    gulp.src(sources, { encoding: false }).pipe(rewrite).pipe(gulp.dest('dist')).on('finish', resolve).on('error', reject)
  })
}

export default gulp.series(domains, copy)
