import { joinPath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { TOOLCHAINS } from '../options/toolchain'
import type { NodeFiles } from './files'

/** Frameworks that no row of the toolchains' table is about, and libraries and types that only mini programs use. */
const MINI =
  /^(?:@wepy\/|@remax\/|wepy|mpvue|megalo|remax|weapp-|kbone|mp-webpack-plugin|miniprogram-|tdesign-miniprogram|vant-weapp$|@vant\/weapp$|@types\/wechat-miniprogram$|@mini-types\/|@douyin-microapp\/)/

/** Packages of servers, and of web frameworks that need no page of their own. */
const ELSEWHERE =
  /^(?:express|koa|egg|fastify|next|nuxt|thinkjs|@hapi\/hapi|@nestjs\/core|@midwayjs\/.+|@adonisjs\/core|wx-server-sdk)$/

/** What a mini program begins with. The IDE writes its `project.config.json` into any directory that was opened once. */
const MARKS = ['app.json', 'game.json', 'plugin.json', 'pages.json', 'app.mpx', 'app.wpy']

const PAGES = ['index.html', 'public/index.html', 'src/index.html']

/**
 * Whether a directory is a program of its own that is no mini program: a package with a page for browsers or a server,
 * and nothing of a mini program in it. What it asks for, no platform's list governs: the shop's management beside the
 * shop's mini program.
 */
export function isOtherProgram(files: NodeFiles, directory: string): boolean {
  const text = files.read(joinPath(directory, 'package.json'))
  const manifest = text === null ? null : asObject(parseJson(text))
  if (!manifest) return false
  const packages = [manifest.dependencies, manifest.devDependencies].flatMap((x) => Object.keys(asObject(x) ?? {}))
  if (packages.some((name) => MINI.test(name) || TOOLCHAINS.some(({ family }) => family?.test(name)))) return false
  const has = (...path: string[]): boolean => files.kind(joinPath(directory, ...path)) === 'file'
  if (!PAGES.some((page) => has(page)) && !packages.some((name) => ELSEWHERE.test(name))) return false
  const inside = files.list(directory).filter((name) => !name.startsWith('.') && name !== 'node_modules')
  return !MARKS.some((mark) => has(mark) || inside.some((name) => has(name, mark)))
}
