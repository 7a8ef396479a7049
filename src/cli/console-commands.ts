import type { CAC } from 'cac'
import { pickLang } from '../options/lang'
import type { Lang } from '../report/types'
import type { DoctorFlags, DomainsFlags, PullFlags } from './console-flags'
import { addShared, flagsOf, isSet, named, type Given } from './flags'
import { UsageError, type Io } from './io'

/** Descriptions of the commands that speak of the console, English and Chinese. */
const HELP = {
  domains: ['The lists to paste into the console, and what they lack', '列出要填入后台的域名名单，并与后台比较'],
  pull: [
    'Read the lists from the platform into mp-domains.lock.json',
    '通过平台接口读取名单，写入 mp-domains.lock.json',
  ],
  doctor: [
    'Ask every listed host: DNS, TLS, certificate, redirects, sockets',
    '逐个检查名单中的域名：DNS、TLS、证书、跳转、WebSocket',
  ],
  formats: ['Form of the output (text, markdown, json)', '输出格式（text、markdown、json）'],
  against: [
    'Compare with the console: a file with its lists, or `console` for what `pull` read',
    '与后台比较：含名单的文件，或 `console`（`pull` 读到的名单）',
  ],
  appid: ['Whose lists (default: the appid in the project’s files)', '使用哪个 appid 的名单（默认取项目文件中的）'],
  api: ['Which server API (default: the platform’s usual one)', '使用哪个服务端接口（默认为该平台常用的）'],
  tokenEnv: [
    'Environment variable that holds the token (default: MP_DOMAINS_TOKEN)',
    '存放 token 的环境变量（默认 MP_DOMAINS_TOKEN）',
  ],
  tokenStdin: ['Read the token from standard input', '从标准输入读取 token'],
  baseUrl: ['Address to use instead of the platform’s own, for a proxy', '替代平台地址的地址，用于代理'],
  component: ['Appid of the third-party application, where the API wants it', '第三方应用的 appid（接口需要时）'],
  timeout: ['Seconds to wait for each answer (default: 10)', '每次等待的秒数（默认 10）'],
  retries: ['How often to ask again after a fault (default: 3)', '出错后重试次数（默认 3）'],
  allowEmpty: ['Write lists that are all empty', '名单全部为空时仍写入'],
  concurrency: ['How many hosts to ask at the same time (default: 8)', '同时检查的域名数（默认 8）'],
  ca: ['File with certificates to trust besides the built-in ones (PEM)', '额外信任的证书文件（PEM）'],
  connectTo: [
    'host:port:address:port, connect there instead (may be repeated)',
    'host:port:address:port，改连到该地址（可重复）',
  ],
  socketPath: ['Path of the upgrade handshake, where the source shows none', 'WebSocket 握手路径（源码中看不出时）'],
} as const

/**
 * Adds `domains`, `pull` and `doctor` to the command line.
 * @param done takes the exit code of the one that ran
 */
export function addConsoleCommands(cli: CAC, lang: Lang, io: Io, done: (code: number) => void): void {
  const text = (key: keyof typeof HELP) => HELP[key][lang === 'zh' ? 1 : 0]
  addShared(cli.command('domains [dir]', text('domains')), lang, 'env', 'platform', 'config', 'output', 'deps')
    .option('--format <name>', text('formats'))
    .option('--against <file|console>', text('against'))
    .option('--appid <appid>', text('appid'))
    .action(async (directory: string | undefined, given: Given) => {
      const { domainsCommand } = await import('./domains')
      const flags: DomainsFlags = { ...flagsOf(given), against: named(given, 'against'), appid: named(given, 'appid') }
      done(await domainsCommand(directory, flags, io))
    })
  addShared(cli.command('pull [dir]', text('pull')), lang, 'env', 'platform', 'config', 'form')
    .option('--appid <appid>', text('appid'))
    .option('--api <name>', text('api'))
    .option('--token-env <name>', text('tokenEnv'))
    .option('--token-stdin', text('tokenStdin'))
    .option('--base-url <url>', text('baseUrl'))
    .option('--component-appid <appid>', text('component'))
    .option('--timeout <seconds>', text('timeout'))
    .option('--retries <count>', text('retries'))
    .option('--allow-empty', text('allowEmpty'))
    .action(async (directory: string | undefined, given: Given) => {
      const { pullCommand } = await import('./pull')
      const flags: PullFlags = {
        ...flagsOf(given),
        appid: named(given, 'appid'),
        api: named(given, 'api'),
        tokenEnv: named(given, 'tokenEnv'),
        tokenStdin: isSet(given, 'tokenStdin'),
        baseUrl: named(given, 'baseUrl'),
        componentAppid: named(given, 'componentAppid'),
        timeout: named(given, 'timeout'),
        retries: named(given, 'retries'),
        allowEmpty: isSet(given, 'allowEmpty'),
      }
      done(await pullCommand(directory, flags, io))
    })
  addShared(cli.command('doctor [dir]', text('doctor')), lang, 'env', 'platform', 'config', 'form', 'output')
    .option('--timeout <seconds>', text('timeout'))
    .option('--concurrency <count>', text('concurrency'))
    .option('--ca <file>', text('ca'))
    .option('--connect-to <list>', text('connectTo'))
    .option('--socket-path <path>', text('socketPath'))
    .action(async (directory: string | undefined, given: Given) => {
      const { doctorCommand } = await import('./doctor')
      const flags: DoctorFlags = {
        ...flagsOf(given),
        timeout: named(given, 'timeout'),
        concurrency: named(given, 'concurrency'),
        ca: named(given, 'ca'),
        connectTo: [given.connectTo ?? []].flat().map(String),
        socketPath: named(given, 'socketPath'),
      }
      done(await doctorCommand(directory, flags, io))
    })
}

/**
 * Refuses a token on the command line before anything reads or repeats it.
 * @throws {UsageError} that names the ways in which a token is taken
 */
export function refuseToken(argv: readonly string[]): void {
  if (!argv.some((word) => /^--(?:access[-_]?)?token(?:=|$)/i.test(word))) return
  throw new UsageError(TOKEN_IN_ARGUMENT[pickLang('auto')])
}

const TOKEN_IN_ARGUMENT: Readonly<Record<Lang, string>> = {
  en: 'a token is never taken from an argument, which every process on this machine can read and the shell remembers: set MP_DOMAINS_TOKEN, or pipe it to `mp-domains pull --token-stdin`. Treat the one you typed as known to others',
  zh: '不接受命令行参数中的 token：本机所有进程都能看到，shell 也会记录。请设置 MP_DOMAINS_TOKEN，或通过管道传给 `mp-domains pull --token-stdin`；刚才输入的 token 应视为已泄露',
}
