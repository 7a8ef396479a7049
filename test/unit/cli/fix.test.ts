import { execFileSync } from 'node:child_process'
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { gate } from '../../../src/api'
import type { Report } from '../../../src/report'
import { mpDomains } from './run'
import { makeTree } from './tree'

const CONFIG = JSON.stringify({
  lang: 'en',
  domains: { production: { request: ['https://api.example.com'], downloadFile: ['https://cdn.example.com'] } },
  hostMap: {
    production: {
      'http://127.0.0.1:3000': 'https://api.example.com',
      'http://192.168.1.5': 'https://cdn.example.com',
    },
  },
})
const APP = "const HOST = 'http://127.0.0.1:3000' // http://127.0.0.1:3000\r\nwx.request({ url: HOST + '/users' })\r\n"
const FIXED = APP.replace("'http://127.0.0.1:3000'", "'https://api.example.com'")

const PROJECT = {
  'project.config.json': '{\n  "appid": "wx0123456789abcdef",\n  "miniprogramRoot": "miniprogram/"\n}\n',
  'mp-domains.config.json': CONFIG,
  'README.md': 'http://127.0.0.1:3000',
  'server/index.js': "console.log('http://127.0.0.1:3000')\n",
  'miniprogram/app.json': '{ "pages": ["pages/index/index"] }',
  'miniprogram/app.js': APP,
  'miniprogram/pages/index/index.js': 'Page({})\n',
  'miniprogram/pages/index/index.wxml': '<!-- http://192.168.1.5 -->\n<image src="http://192.168.1.5/a.png" />\n',
  'miniprogram/pages/index/index.wxss': '.a { background: url(http://192.168.1.5/b.png) }\n',
  'miniprogram/hosts.json': '{ "api": "http:\\/\\/127.0.0.1:3000" }',
  'miniprogram/miniprogram_npm/x/index.js': "module.exports = 'http://127.0.0.1:3000'\n",
  'miniprogram/logo.png': new Uint8Array([0x89, 0x50, 0, 1, 2, 255]),
}

function git(root: string, ...args: string[]): string {
  return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' })
}

function makeRepository(files: Record<string, string | Uint8Array>): string {
  const root = makeTree(files)
  git(root, 'init', '-q')
  git(root, 'config', 'user.email', 'a@example.com')
  git(root, 'config', 'user.name', 'a')
  git(root, 'config', 'core.autocrlf', 'false')
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '-m', 'first')
  return root
}

const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8')

/** Every file below a directory, sorted. */
function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((name) => !name.startsWith('.git/'))
    .sort()
}

describe('fix', () => {
  it('asks where the result goes', async () => {
    const root = makeTree(PROJECT)
    for (const argv of [['fix'], ['fix', '--write', '--out', 'dist']]) {
      const { code, err } = await mpDomains(root, argv)
      expect([code, err]).toEqual([2, expect.stringContaining('--out <dir>')])
    }
  })
})

describe('fix --write', () => {
  it('changes sources, templates, styles and JSON, and nothing else', async () => {
    const root = makeRepository(PROJECT)
    const { code, out, err } = await mpDomains(root, ['fix', '--write'])
    expect([code, err]).toEqual([0, ''])
    expect(git(root, 'status', '--porcelain').trim().split('\n').sort()).toEqual(
      [
        'M miniprogram/app.js',
        ' M miniprogram/hosts.json',
        ' M miniprogram/miniprogram_npm/x/index.js',
        ' M miniprogram/pages/index/index.wxml',
        ' M miniprogram/pages/index/index.wxss',
      ].sort(),
    )
    // Comments, line ends.
    expect(read(root, 'miniprogram/app.js')).toBe(FIXED)
    expect(read(root, 'miniprogram/pages/index/index.wxml')).toBe(
      '<!-- http://192.168.1.5 -->\n<image src="https://cdn.example.com/a.png" />\n',
    )
    expect(read(root, 'miniprogram/hosts.json')).toBe('{ "api": "https:\\/\\/api.example.com" }')
    expect(out).toContain('miniprogram/app.js:1:15')
    expect(out).toContain('http://127.0.0.1:3000 → https://api.example.com')
  })

  it('prints a command that undoes it', async () => {
    const root = makeRepository(PROJECT)
    const { out } = await mpDomains(root, ['fix', '--write'])
    const undo = /to undo: (git .*)/.exec(out)![1]!
    execFileSync('sh', ['-c', undo], { cwd: root })
    expect(git(root, 'status', '--porcelain')).toBe('')
  })

  it('prints one that works from another directory too', async () => {
    const root = makeRepository(Object.fromEntries(Object.entries(PROJECT).map(([k, v]) => [`my shop/${k}`, v])))
    const { out, code } = await mpDomains(root, ['fix', 'my shop', '--write'])
    expect(code).toBe(0)
    expect(git(root, 'status', '--porcelain')).not.toBe('')
    execFileSync('sh', ['-c', /to undo: (git .*)/.exec(out)![1]!], { cwd: root })
    expect(git(root, 'status', '--porcelain')).toBe('')
  })

  it('gives the same text in a second run', async () => {
    const root = makeRepository(PROJECT)
    await mpDomains(root, ['fix', '--write'])
    git(root, 'commit', '-q', '-a', '-m', 'fixed')
    const { code, out } = await mpDomains(root, ['fix', '--write'])
    expect([code, git(root, 'status', '--porcelain')]).toEqual([0, ''])
    expect(out).toContain('no file needs a change')
  })

  it('refuses a work tree with changes, and changes nothing', async () => {
    const root = makeRepository(PROJECT)
    writeFileSync(join(root, 'server/index.js'), 'other\n')
    const { code, out, err } = await mpDomains(root, ['fix', '--write'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('server/index.js')
    expect(read(root, 'miniprogram/app.js')).toBe(APP)
  })

  it('refuses files that git ignores', async () => {
    const root = makeRepository({ ...PROJECT, '.gitignore': 'miniprogram_npm\n' })
    const { code, err } = await mpDomains(root, ['fix', '--write'])
    expect([code, read(root, 'miniprogram/app.js')]).toEqual([2, APP])
    expect(err).toContain('miniprogram/miniprogram_npm/x/index.js')
  })

  it('refuses a project without git; with --force it keeps copies that take the changes back', async () => {
    const root = makeTree(PROJECT)
    const before = Object.fromEntries(filesOf(root).map((file) => [file, readFileSync(join(root, file))]))
    const refused = await mpDomains(root, ['fix', '--write'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--force')])
    const { code, out } = await mpDomains(root, ['fix', '--write', '--force'])
    expect([code, read(root, 'miniprogram/app.js')]).toEqual([0, FIXED])
    execFileSync('sh', ['-c', /to undo: (cp .*)/.exec(out)![1]!], { cwd: root })
    expect(Object.fromEntries(filesOf(root).map((file) => [file, readFileSync(join(root, file))]))).toEqual(before)
  })

  it('keeps changes that were not committed where it is forced, in what undoes it', async () => {
    const root = makeRepository(PROJECT)
    const own = `${APP}// mine\n`
    writeFileSync(join(root, 'miniprogram/app.js'), own)
    const { out } = await mpDomains(root, ['fix', '--write', '--force'])
    expect(read(root, 'miniprogram/app.js')).toBe(`${FIXED}// mine\n`)
    execFileSync('sh', ['-c', /to undo: (cp .*)/.exec(out)![1]!], { cwd: root })
    expect(read(root, 'miniprogram/app.js')).toBe(own)
  })

  it('keeps modes and byte order marks', async () => {
    const root = makeRepository({ ...PROJECT, 'miniprogram/marked.js': `\uFEFF${APP}` })
    const file = join(root, 'miniprogram/marked.js')
    chmodSync(file, 0o754)
    git(root, 'commit', '-q', '-a', '-m', 'mode')
    await mpDomains(root, ['fix', '--write'])
    expect([read(root, 'miniprogram/marked.js'), statSync(file).mode & 0o777]).toEqual([`\uFEFF${FIXED}`, 0o754])
  })

  it('leaves what is not UTF-8 and fails for it', async () => {
    const bytes = Buffer.from(`// \xD6\xD0\n${APP}`, 'latin1')
    const root = makeRepository({ ...PROJECT, 'miniprogram/old.js': bytes })
    const { code, out } = await mpDomains(root, ['fix', '--write'])
    expect([code, readFileSync(join(root, 'miniprogram/old.js'))]).toEqual([1, bytes])
    expect(out).toContain('miniprogram/old.js: left as it is')
  })

  it('writes through links inside the project, and not out of it', async () => {
    const elsewhere = makeTree({ 'outside.js': APP })
    const root = makeTree({ ...PROJECT, 'common/host.js': APP })
    symlinkSync('../common/host.js', join(root, 'miniprogram/host.js'))
    symlinkSync(join(elsewhere, 'outside.js'), join(root, 'miniprogram/outside.js'))
    const { code, out } = await mpDomains(root, ['fix', '--write', '--force'])
    expect(fs.lstatSync(join(root, 'miniprogram/host.js')).isSymbolicLink()).toBe(true)
    expect([read(root, 'common/host.js'), read(elsewhere, 'outside.js'), code]).toEqual([FIXED, APP, 1])
    expect(out).toContain('miniprogram/outside.js: left as it is')
  })

  it('leaves what packOptions.ignore keeps out of the package', async () => {
    const ignore = [
      { type: 'folder', value: 'mock' },
      { type: 'file', value: 'dev.js' },
      { type: 'suffix', value: '.mock.js' },
    ]
    const files = ['mock/a.js', 'dev.js', 'pages/a.mock.js']
    const root = makeRepository({
      ...PROJECT,
      'project.config.json': JSON.stringify({ miniprogramRoot: 'miniprogram/', packOptions: { ignore } }),
      ...Object.fromEntries(files.map((file) => [`miniprogram/${file}`, "module.exports = 'http://127.0.0.1:3000'\n"])),
    })
    await mpDomains(root, ['fix', '--write'])
    for (const file of files) expect(read(root, `miniprogram/${file}`)).toContain('127.0.0.1')
    expect(read(root, 'miniprogram/app.js')).toBe(FIXED)
  })

  it('never touches the configuration', async () => {
    const config = `module.exports = ${CONFIG}\n`
    const root = makeRepository({
      'app.json': '{}',
      'app.js': APP,
      'mp-domains.config.js': config,
      'vite.config.js': "module.exports = { proxy: 'http://127.0.0.1:3000' }\n",
    })
    expect((await mpDomains(root, ['fix', '--write'])).code).toBe(0)
    expect(read(root, 'mp-domains.config.js')).toBe(config)
    expect(git(root, 'status', '--porcelain').trim()).toBe('M app.js')
  })

  it('keeps hosts that only a run-time version asks for that may use them', async () => {
    const host =
      "const HOST = { develop: 'http://127.0.0.1:3000', trial: 'https://api.example.com', release: 'https://api.example.com' }"
    const source = `${host}[wx.getAccountInfoSync().miniProgram.envVersion]\nwx.request({ url: HOST + '/x' })\n`
    const config = JSON.parse(CONFIG) as { domains: object }
    const root = makeRepository({
      'app.json': '{}',
      'app.js': source,
      'mp-domains.config.json': JSON.stringify({ ...config, domains: { ...config.domains, development: false } }),
    })
    expect((await mpDomains(root, ['fix', '--write'])).code).toBe(0)
    expect((await mpDomains(root, ['fix', '--out', 'dist'])).code).toBe(0)
    expect([read(root, 'app.js'), read(root, 'dist/app.js')]).toEqual([source, source])
  })

  it('changes what it can and fails for what is left', async () => {
    const root = makeRepository({ ...PROJECT, 'miniprogram/b.js': "wx.request({ url: 'http://10.0.0.9/x' })\n" })
    const { code, out } = await mpDomains(root, ['fix', '--write'])
    expect([code, read(root, 'miniprogram/app.js')]).toEqual([1, FIXED])
    expect(out).toContain('lan-host')
  })

  it('gives the report alone on standard output in other forms', async () => {
    const root = makeRepository(PROJECT)
    const { code, out, err } = await mpDomains(root, ['fix', '--write', '--format', 'json'])
    const report = JSON.parse(out) as Report
    expect([code, report.rewrites.map(({ file, stage }) => `${file} ${stage}`)]).toEqual([
      0,
      [
        'miniprogram/app.js source',
        'miniprogram/hosts.json asset',
        'miniprogram/miniprogram_npm/x/index.js asset',
        'miniprogram/pages/index/index.wxml source',
        'miniprogram/pages/index/index.wxss source',
      ],
    ])
    expect(err).toContain('to undo: git')
  })

  describe('when writing fails', () => {
    afterEach(() => {
      vi.restoreAllMocks()
      syncBuiltinESMExports()
    })

    it.each([1, 2, 3])('at file %i leaves every file whole and says how to go back', async (nth) => {
      const root = makeRepository(PROJECT)
      const before = new Map(filesOf(root).map((file) => [file, read(root, file)]))
      const { renameSync } = fs
      let count = 0
      vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
        if (++count === nth) throw new Error('no space left on device')
        renameSync(from, to)
      })
      syncBuiltinESMExports()
      const { code, err } = await mpDomains(root, ['fix', '--write'])
      expect([code, err]).toEqual([2, expect.stringContaining(`stopped after ${nth - 1} of 5`)])
      expect(filesOf(root)).toEqual([...before.keys()])
      const changed = filesOf(root).filter((file) => read(root, file) !== before.get(file))
      expect(changed.length).toBe(nth - 1)
      if (nth > 1) execFileSync('sh', ['-c', /to undo: (git .*)/.exec(err)![1]!], { cwd: root })
      expect(git(root, 'status', '--porcelain')).toBe('')
    })
  })
})

describe('fix --out', () => {
  it('copies what the IDE needs, rewritten, and leaves the project as it is', async () => {
    const root = makeRepository({
      ...PROJECT,
      'node_modules/x/index.js': '1',
      'cloudfunctions/a/index.js': "exports.host = 'http://127.0.0.1:3000'\n",
    })
    const { code, err } = await mpDomains(root, ['fix', '--out', 'dist'])
    expect([code, err]).toEqual([0, ''])
    expect(
      git(root, 'status', '--porcelain', '-uall')
        .split('\n')
        .filter((row) => !/ \.?dist/.test(row)),
    ).toEqual([''])
    expect(filesOf(join(root, 'dist'))).toEqual([
      'miniprogram.mp-domains.json',
      'miniprogram/app.js',
      'miniprogram/app.json',
      'miniprogram/hosts.json',
      'miniprogram/logo.png',
      'miniprogram/miniprogram_npm/x/index.js',
      'miniprogram/pages/index/index.js',
      'miniprogram/pages/index/index.wxml',
      'miniprogram/pages/index/index.wxss',
      'project.config.json',
    ])
    expect(read(root, 'dist/miniprogram/app.js')).toBe(FIXED)
    expect(readFileSync(join(root, 'dist/miniprogram/logo.png'))).toEqual(Buffer.from(PROJECT['miniprogram/logo.png']))
    expect(JSON.parse(read(root, 'dist/project.config.json')).miniprogramRoot).toBe('miniprogram/')
    // The result is a project that passes.
    expect((await mpDomains(root, ['check', 'dist'])).code).toBe(0)
    expect((await mpDomains(root, ['audit', 'dist'])).code).toBe(0)
  })

  it('copies directories that the project file names, without rewriting what does not ship', async () => {
    const project = { miniprogramRoot: 'miniprogram/', pluginRoot: 'plugin/', cloudfunctionRoot: 'functions/' }
    const root = makeTree({
      ...PROJECT,
      'project.config.json': JSON.stringify(project),
      'functions/a/index.js': APP,
      'plugin/index.js': APP,
      'plugin/plugin.json': '{}',
    })
    expect((await mpDomains(root, ['fix', '--out', 'dist'])).code).toBe(0)
    expect([read(root, 'dist/functions/a/index.js'), read(root, 'dist/plugin/index.js')]).toEqual([APP, FIXED])
    expect(JSON.parse(read(root, 'dist/project.config.json'))).toEqual(project)
  })

  it('writes only what changed, and removes only what it wrote', async () => {
    const root = makeTree(PROJECT)
    await mpDomains(root, ['fix', '--out', 'dist'])
    const at = (file: string) => statSync(join(root, 'dist', file)).mtimeMs
    const before = { app: at('miniprogram/app.js'), page: at('miniprogram/pages/index/index.js') }
    writeFileSync(join(root, 'dist/miniprogram/own.txt'), 'mine')
    writeFileSync(join(root, 'miniprogram/pages/index/index.js'), 'Page({ data: {} })\n')
    fs.rmSync(join(root, 'miniprogram/miniprogram_npm'), { recursive: true })
    const { out } = await mpDomains(root, ['fix', '--out', 'dist'])
    expect(out).toContain('dist: 1 file(s) written, 7 unchanged, 1 removed')
    expect(at('miniprogram/app.js')).toBe(before.app)
    expect(at('miniprogram/pages/index/index.js')).not.toBe(before.page)
    expect(existsSync(join(root, 'dist/miniprogram/miniprogram_npm'))).toBe(false)
    expect(read(root, 'dist/miniprogram/own.txt')).toBe('mine')
    expect((await mpDomains(root, ['fix', '--out', 'dist'])).out).toContain('0 file(s) written, 8 unchanged, 0 removed')
  })

  it('leaves no app.json while findings remain, and puts it back', async () => {
    const root = makeTree(PROJECT)
    const app = join(root, 'dist/miniprogram/app.json')
    await mpDomains(root, ['fix', '--out', 'dist'])
    expect(existsSync(app)).toBe(true)
    writeFileSync(join(root, 'miniprogram/b.js'), "wx.request({ url: 'http://10.0.0.9/x' })\n")
    const { code, out } = await mpDomains(root, ['fix', '--out', 'dist'])
    expect([code, existsSync(app)]).toEqual([1, false])
    expect(out).toContain('no app.json in dist')
    writeFileSync(join(root, 'miniprogram/b.js'), '')
    expect([(await mpDomains(root, ['fix', '--out', 'dist'])).code, existsSync(app)]).toEqual([0, true])
  })

  it('takes app.json away where the configuration is wrong', async () => {
    const root = makeTree(PROJECT)
    await mpDomains(root, ['fix', '--out', 'dist'])
    writeFileSync(join(root, 'mp-domains.config.json'), '{ "domain": 1 }')
    const { code, err } = await mpDomains(root, ['fix', '--out', 'dist'])
    expect([code, existsSync(join(root, 'dist/miniprogram/app.json'))]).toEqual([2, false])
    expect(err).toContain('app.json was taken out of dist')
  })

  it('finds dev hosts that no call uses, as a build does', async () => {
    const root = makeTree({ ...PROJECT, 'miniprogram/c.js': "module.exports = 'http://10.0.0.9'\n" })
    expect((await mpDomains(root, ['check', '--rewrite'])).code).toBe(0)
    const { code, out } = await mpDomains(root, ['fix', '--out', 'dist'])
    expect([code, out]).toEqual([1, expect.stringContaining('dev-host-left')])
  })

  it('makes the project file fit', async () => {
    const hooks = { beforeCompile: 'npm run css', beforeUpload: 'npx mp-domains fix . --out dist' }
    const project = {
      appid: 'wx1',
      miniprogramRoot: 'dist/miniprogram/',
      cloudfunctionRoot: '../cloud/',
      scripts: hooks,
    }
    const root = makeTree({ ...PROJECT, 'project.config.json': JSON.stringify(project) })
    const { code, out } = await mpDomains(root, ['fix', '--out', 'dist'])
    expect(code).toBe(0)
    expect(JSON.parse(read(root, 'dist/project.config.json'))).toEqual({
      appid: 'wx1',
      miniprogramRoot: 'miniprogram/',
      scripts: { beforeCompile: 'npm run css' },
    })
    expect(out).toContain('cloudfunctionRoot')
    expect(JSON.parse(read(root, 'project.config.json'))).toEqual(project)
  })

  it('takes the project file of the directory above', async () => {
    const root = makeTree(PROJECT)
    const { code } = await mpDomains(root, ['fix', 'miniprogram', '--out', '../release'])
    const out = join(root, '../release')
    try {
      expect(code).toBe(0)
      expect(JSON.parse(read(out, 'project.config.json'))).toEqual({
        appid: 'wx0123456789abcdef',
        miniprogramRoot: './',
      })
      expect(read(out, 'app.js')).toBe(FIXED)
    } finally {
      for (const name of ['release', '.release.mp-domains-fix.json', 'release.mp-domains.json']) {
        fs.rmSync(join(root, '..', name), { recursive: true, force: true })
      }
    }
  })

  it('refuses places that it would destroy or take for source', async () => {
    const root = makeTree({ ...PROJECT, 'full/mine.txt': 'x' })
    symlinkSync('.', join(root, 'again'))
    for (const out of ['.', '..', 'again', 'miniprogram/copy', 'miniprogram/dist', 'full']) {
      const { code, err } = await mpDomains(root, ['fix', '--out', out])
      expect([out, code, err]).toEqual([out, 2, expect.stringContaining('--out')])
    }
    expect(read(root, 'full/mine.txt')).toBe('x')
    expect((await mpDomains(root, ['fix', '--out', 'full', '--force'])).code).toBe(0)
    expect(read(root, 'full/mine.txt')).toBe('x')
  })

  it('follows links, once around', async () => {
    const root = makeTree(PROJECT)
    mkdirSync(join(root, 'packages/ui'), { recursive: true })
    writeFileSync(join(root, 'packages/ui/a.js'), APP)
    symlinkSync('../packages/ui', join(root, 'miniprogram/ui'))
    symlinkSync('..', join(root, 'miniprogram/again'))
    expect((await mpDomains(root, ['fix', '--out', 'dist'])).code).toBe(0)
    expect(read(root, 'dist/miniprogram/ui/a.js')).toBe(FIXED)
    expect(fs.lstatSync(join(root, 'dist/miniprogram/ui')).isSymbolicLink()).toBe(false)
    expect(existsSync(join(root, 'dist/miniprogram/again/miniprogram'))).toBe(false)
  })

  it('keeps modes', async () => {
    const root = makeTree(PROJECT)
    chmodSync(join(root, 'miniprogram/app.js'), 0o755)
    await mpDomains(root, ['fix', '--out', 'dist'])
    expect(statSync(join(root, 'dist/miniprogram/app.js')).mode & 0o777).toBe(0o755)
    chmodSync(join(root, 'miniprogram/app.js'), 0o644)
    await mpDomains(root, ['fix', '--out', 'dist'])
    expect(statSync(join(root, 'dist/miniprogram/app.js')).mode & 0o777).toBe(0o644)
  })

  it('leaves a marker that the gate reads', async () => {
    const root = makeTree({ ...PROJECT, 'mp-domains.config.json': CONFIG })
    await mpDomains(root, ['fix', '--out', 'dist'])
    const dist = join(root, 'dist')
    await expect(gate({ dist, marker: 'required' })).resolves.toMatchObject({ marker: { environment: 'production' } })
    await expect(gate({ dist, environment: 'trial' })).rejects.toThrow("environment 'production'")
  })

  it('says which file the system refuses', async () => {
    const root = makeTree({ ...PROJECT, dist: 'a file' })
    const { code, err } = await mpDomains(root, ['fix', '--out', 'dist/copy'])
    expect([code, err]).toEqual([2, expect.stringMatching(/^mp-domains: E\w+: .*dist/)])
    expect(err.trim().split('\n').length).toBe(1)
  })

  it('is none of the tree in later runs', async () => {
    const root = makeTree({ 'app.json': '{}', 'app.js': APP, 'mp-domains.config.json': CONFIG })
    await mpDomains(root, ['fix', '--out', 'dist'])
    await mpDomains(root, ['fix', '--out', 'dist'])
    expect(filesOf(join(root, 'dist'))).toEqual(['app.js', 'app.json'])
  })

  describe('when it ends half-way', () => {
    afterEach(() => {
      vi.restoreAllMocks()
      syncBuiltinESMExports()
    })

    it('leaves no app.json, no half file, and the next run completes it', async () => {
      const root = makeTree(PROJECT)
      const { renameSync } = fs
      let count = 0
      vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
        if (++count === 5) throw new Error('no space left on device')
        renameSync(from, to)
      })
      syncBuiltinESMExports()
      await expect(mpDomains(root, ['fix', '--out', 'dist'])).resolves.toMatchObject({ code: 2 })
      expect(existsSync(join(root, 'dist/miniprogram/app.json'))).toBe(false)
      expect(filesOf(join(root, 'dist')).filter((name) => name.endsWith('.tmp'))).toEqual([])
      vi.restoreAllMocks()
      syncBuiltinESMExports()
      expect((await mpDomains(root, ['fix', '--out', 'dist'])).code).toBe(0)
      expect(existsSync(join(root, 'dist/miniprogram/app.json'))).toBe(true)
    })
  })
})
