import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { apisOfConsole, CONSOLE_APIS, type ConsoleApi } from '../console/apis'
import { formatLock, LOCK_NAME, parseLock, withApp, type Lock, type LockedApp } from '../console/lock'
import { isEmpty, pullLists, type ConsolePort } from '../console/pull'
import { changesOf, pullText } from '../console/pull-text'
import { isFailure } from '../console/response'
import { maskOf, type Mask } from '../console/secret'
import type { ResolvedOptions } from '../options'
import { directoryOf, joinPath, relativePath } from '../options/files'
import { findUpwards, projectDirectory } from '../options/project'
import { nearest } from '../platforms'
import { classifyHost } from '../url/host'
import { CONFIG_NAMES } from './config-file'
import { NodeFiles } from './files'
import { EXIT, UsageError, type Io } from './io'
import { postJson } from './net/http'
import { numberOf } from './numbers'
import type { PullFlags } from './console-flags'
import { directoryFor, projectOptions, say } from './project'

/** The environment variable that holds the token, unless `--token-env` names another. */
export const TOKEN_VARIABLE = 'MP_DOMAINS_TOKEN'

/**
 * `mp-domains pull [dir]`: reads the console's lists of one appid and puts them into the lock file.
 * Exit code 1 where the platform or the network gave no lists: the lock file stays as it was.
 * @param port for tests; default: the network
 */
export async function pullCommand(
  given: string | undefined,
  flags: PullFlags,
  io: Io,
  port?: Partial<ConsolePort>,
): Promise<number> {
  const token = await tokenOf(flags, io)
  const mask = maskOf([token])
  try {
    return await pull(given, flags, maskedIo(io, mask), token, port)
  } catch (error) {
    throw maskedError(error, mask)
  }
}

async function pull(
  given: string | undefined,
  flags: PullFlags,
  io: Io,
  token: string,
  port: Partial<ConsolePort> | undefined,
): Promise<number> {
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const { options } = await projectOptions({
    directory,
    command: 'check',
    files,
    flags,
    env: io.env,
    cwd: io.cwd,
    lockOptional: true,
  })
  const api = apiFor(options, flags)
  const appid = appidFor(options, flags)
  const { file, lock } = lockFile(files, options)
  const timeout = numberOf('--timeout', flags.timeout, 10, { least: 0.05, most: 600 }) * 1000
  const told = await pullLists(
    api,
    {
      token,
      base: baseOf(flags.baseUrl),
      component: flags.componentAppid,
      retries: numberOf('--retries', flags.retries, 3, { least: 0, most: 10, whole: true }),
      onRetry: (failure, pause) =>
        io.stderr.write(
          `mp-domains: ${failure.text[options.lang]}${say({ en: `; again in ${pause / 1000} s`, zh: `；${pause / 1000} 秒后重试` })}\n`,
        ),
    },
    {
      send: (request) => postJson(request, timeout),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      ...port,
    },
  )
  if (isFailure(told)) return failed(io, told.text[options.lang])
  if (isEmpty(told) && !flags.allowEmpty)
    return failed(
      io,
      `${api.empty[options.lang]}${say({
        en: `. Nothing was written, since with empty lists every call would be refused; --allow-empty writes them`,
        zh: `。未写入任何内容：名单为空会使所有请求被判为未配置；确属为空请加 --allow-empty`,
      })}`,
    )
  const before = Object.hasOwn(lock.appids, appid) ? lock.appids[appid]! : null
  const app: LockedApp = {
    platform: options.platform.name,
    pulled: `${new Date().toISOString().slice(0, 19)}Z`,
    api: api.name,
    domains: told,
  }
  writeWhole(file, formatLock(withApp(lock, appid, app)))
  const changes = changesOf(options.platform, before, app)
  const shown = relativePath(io.cwd, file)
  io.stdout.write(
    flags.format === 'json'
      ? `${JSON.stringify({ version: 1, tool: 'unplugin-mp-domains', command: 'pull', appid, ...app, changes, file: shown }, null, 2)}\n`
      : pullText({ appid, app, changes, file: shown, isFirst: before === null }, options.lang),
  )
  return EXIT.clean
}

function failed(io: Io, text: string): number {
  io.stderr.write(`mp-domains: ${text}\n`)
  return EXIT.findings
}

/** The token: from standard input where that is said, else from the environment. */
async function tokenOf(flags: PullFlags, io: Io): Promise<string> {
  const variable = flags.tokenEnv ?? TOKEN_VARIABLE
  const fromInput = flags.tokenStdin === true
  const token = (fromInput ? ((await io.stdin?.()) ?? '') : (io.env[variable] ?? '')).trim()
  if (token === '')
    throw new UsageError(
      say({
        en: fromInput
          ? 'standard input held no token'
          : `no token: set the environment variable ${variable}, or pipe it to \`mp-domains pull --token-stdin\` (it is never taken from an argument, which every process on this machine can read)`,
        zh: fromInput
          ? '标准输入中没有 token'
          : `没有 token：请设置环境变量 ${variable}，或通过管道传给 \`mp-domains pull --token-stdin\`（不接受命令行参数，因为本机所有进程都能看到）`,
      }),
    )
  // A line break would end the header, and every platform's tokens are plain ASCII.
  if (/[^\u0021-\u007e]/.test(token))
    throw new UsageError(
      say({
        en: 'the token has blanks, line breaks or other characters in it that no token has',
        zh: 'token 中含有空格、换行或其他不应出现的字符',
      }),
    )
  return token
}

function apiFor(options: ResolvedOptions, flags: PullFlags): ConsoleApi {
  const { platform } = options
  const apis = apisOfConsole(platform.name)
  if (apis.length === 0) {
    const able = [...new Set(CONSOLE_APIS.flatMap(({ platforms }) => platforms))].join(', ')
    throw new UsageError(
      say({
        en: `no server API of ${platform.title.en} that tells the lists is known (known for: ${able}); compare with a file instead: mp-domains domains --against <file>`,
        zh: `未知${platform.title.zh}有读取名单的服务端接口（已知的有：${able}）；请改用文件比较：mp-domains domains --against <file>`,
      }),
    )
  }
  const api = flags.api === undefined ? apis[0]! : apis.find(({ name }) => name === flags.api)
  if (!api) {
    const names = apis.map(({ name }) => name)
    const near = nearest(flags.api!, names)
    throw new UsageError(
      say({
        en: `unknown API '${flags.api}'; ${near ? `did you mean '${near}'? ` : ''}known: ${names.join(', ')}`,
        zh: `未知接口「${flags.api}」${near ? `，是否想用「${near}」` : ''}；可用：${names.join('、')}`,
      }),
    )
  }
  if (api.component !== undefined && flags.componentAppid === undefined)
    throw new UsageError(
      say({
        en: `${api.name} needs --component-appid, the appid of the third-party application`,
        zh: `${api.name} 需要 --component-appid（第三方应用的 appid）`,
      }),
    )
  return api
}

function appidFor(options: ResolvedOptions, flags: PullFlags): string {
  const appid = flags.appid ?? options.appid
  if (appid) return appid
  throw new UsageError(
    say({
      en: 'no appid: the project’s files name none, so name it with --appid',
      zh: '没有 appid：项目文件中未写明，请用 --appid 指定',
    }),
  )
}

/** The base URL to use instead of the platform's own, without a slash at its end. A token in clear text stays in the own network. */
function baseOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  let url: URL | null = null
  try {
    url = new URL(given)
  } catch {
    // Said below.
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new UsageError(
      say({
        en: '--base-url wants an http or https address without user name, query or fragment',
        zh: '--base-url 需要 http 或 https 地址，不带用户名、查询参数和片段',
      }),
    )
  if (url.protocol === 'http:' && !/^(?:loopback|lan)$/.test(classifyHost(url.hostname)))
    throw new UsageError(
      say({
        en: '--base-url: over plain http everyone on the way could read the token; use https, or a host of your own network',
        zh: '--base-url：明文 http 会让沿途任何人看到 token，请用 https 或内网地址',
      }),
    )
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** The lock file: the nearest that is there, else a new one beside the configuration or in the project's own directory. */
function lockFile(files: NodeFiles, options: ResolvedOptions): { file: string; lock: Lock } {
  const found = findUpwards(files, options.root, [LOCK_NAME])
  const text = found === null ? null : files.read(found)
  if (found === null || text === null) {
    const config = findUpwards(files, options.root, CONFIG_NAMES)
    const directory = config === null ? projectDirectory(files, options.root) : directoryOf(config)
    return { file: joinPath(directory, LOCK_NAME), lock: { version: 1, appids: {} } }
  }
  const lock = parseLock(text)
  if (!('problem' in lock)) return { file: found, lock }
  throw new UsageError(
    say({
      en: `${found} can't be read as a lock file (${lock.problem}); mend it, or delete it and pull every appid again`,
      zh: `${found} 不是可用的锁文件（${lock.problem}）；请修复，或删除后重新拉取每个 appid`,
    }),
  )
}

/** Writes a file so that it is whole at any moment. */
function writeWhole(file: string, text: string): void {
  const part = `${file}.${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(part, text)
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(say({ en: `can't write ${LOCK_NAME}: ${why}`, zh: `无法写入 ${LOCK_NAME}：${why}` }))
  }
}

function maskedIo(io: Io, mask: Mask): Io {
  const through = (output: Io['stdout']): Io['stdout'] => ({ ...output, write: (text) => output.write(mask(text)) })
  return { ...io, stdout: through(io.stdout), stderr: through(io.stderr) }
}

/** The same error without the token: its message, and the stack that begins with it. */
function maskedError(error: unknown, mask: Mask): unknown {
  if (!(error instanceof Error)) return mask(String(error))
  const stack = error.stack === undefined ? undefined : mask(error.stack)
  error.message = mask(error.message)
  if (stack !== undefined) error.stack = stack
  if (error.cause !== undefined) error.cause = maskedError(error.cause, mask)
  return error
}
