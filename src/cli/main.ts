import { cac } from 'cac'
import { pickLang } from '../options/lang'
import { addConsoleCommands, refuseToken } from './console-commands'
import { addProjectCommands } from './project-commands'
import { EXIT, type Flags, type Io } from './io'

/** Descriptions of commands and options, English and Chinese. */
const HELP = {
  check: ['Check every network URL of a project', '检查项目中的所有网络地址'],
  audit: ['Look for dev hosts in the files of a build', '检查构建产物中是否残留开发地址'],
  explain: ['Tell what is known of a place, a URL or a host', '说明某个位置、地址或域名的来龙去脉'],
  env: ['Environment: picks the domain set and the .env files', '环境：决定使用哪套域名与 .env 文件'],
  platform: ['Platform (wechat, alipay, mp-weixin, weapp, …)', '平台（wechat、alipay、mp-weixin、weapp 等）'],
  config: ['Configuration file', '配置文件'],
  rewrite: ['Judge the source as the host map rewrites it', '按 hostMap 改写后的结果判定'],
  format: ['Form of the report (text, json, sarif, …)', '报告格式（text、json、sarif 等）'],
  output: ['Write the report to a file', '把报告写入文件'],
  deps: ['Look at node_modules too', '同时检查 node_modules'],
  baseline: ['File of known findings: only new ones fail', '已知问题的基线文件：只有新问题才算失败'],
  observed: ['Log of the run-time guard: marks what could not be resolved', '运行时守卫的日志：标出未能解析的调用'],
  update: ['Write the file of known findings', '写入基线文件：当前问题全部记为已知'],
  quiet: ['Errors only', '只显示错误'],
  verbose: [
    'Everything: whole traces and lists, what was replaced or accepted',
    '显示全部细节：完整路径与列表、替换与接受的地址',
  ],
} as const

/**
 * Runs one command line.
 * @param argv what stands behind the command's name
 * @returns the exit code: 0 nothing at or above `failOn`, 1 findings, 2 wrong use or configuration
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const lang = pickLang('auto')
  const text = (key: keyof typeof HELP) => HELP[key][lang === 'zh' ? 1 : 0]
  const cli = cac('mp-domains')
  const common = (command: ReturnType<typeof cli.command>) =>
    command
      .option('--env <name>', text('env'))
      .option('--platform <name>', text('platform'))
      .option('--config <file>', text('config'))
      .option('--format <name>', text('format'))
      .option('--output <file>', text('output'))
      .option('--baseline <file>', text('baseline'))
      .option('--update-baseline', text('update'))
      .option('--quiet', text('quiet'))
      .option('--verbose', text('verbose'))
  let code: number = EXIT.clean
  common(cli.command('check [dir]', text('check')))
    .option('--rewrite', text('rewrite'))
    .option('--observed <file>', text('observed'))
    .option('--deps', text('deps'))
    .action(async (directory: string | undefined, flags: Record<string, unknown>) => {
      const { checkCommand } = await import('./commands')
      code = await checkCommand(directory, flagsOf(flags), io)
    })
  common(cli.command('audit <dist>', text('audit'))).action(
    async (directory: string, flags: Record<string, unknown>) => {
      const { auditCommand } = await import('./commands')
      code = await auditCommand(directory, flagsOf(flags), io)
    },
  )
  common(cli.command('explain <what> [dir]', text('explain')))
    .option('--deps', text('deps'))
    .action(async (what: string, directory: string | undefined, flags: Record<string, unknown>) => {
      const { explainCommand } = await import('./explain')
      code = await explainCommand(what, directory, flagsOf(flags), io)
    })
  addConsoleCommands(cli, lang, io, (result) => (code = result))
  addProjectCommands(cli, lang, io, (result) => (code = result))
  try {
    refuseToken(argv)
    if (argv.some((word) => /^(?:-v|--version)$/.test(word))) {
      const { toolVersion } = await import('./version')
      io.stdout.write(`${toolVersion()}\n`)
      return EXIT.clean
    }
    cli.help()
    cli.parse(['node', 'mp-domains', ...argv], { run: false })
    if (cli.options.help) return EXIT.clean
    if (!cli.matchedCommand) {
      const { noCommand } = await import('./complain')
      throw noCommand(
        argv,
        cli.commands.map(({ name }) => name),
      )
    }
    await cli.runMatchedCommand()
  } catch (error) {
    const { complain } = await import('./complain')
    return complain(error, io)
  }
  return code
}

/** The flags as text and truth: `cac` makes numbers of digits and lists of repetitions, of which the last one counts. */
function flagsOf(flags: Record<string, unknown>): Flags {
  const last = (value: unknown): unknown => (Array.isArray(value) ? value.at(-1) : value)
  const named = (name: string): string | undefined => {
    const value = last(flags[name])
    return value === undefined || value === true || value === false ? undefined : String(value)
  }
  const set = (name: string): boolean => last(flags[name]) === true
  return {
    env: named('env'),
    platform: named('platform'),
    config: named('config'),
    format: named('format'),
    output: named('output'),
    rewrite: set('rewrite'),
    deps: set('deps'),
    quiet: set('quiet'),
    verbose: set('verbose'),
    baseline: named('baseline'),
    updateBaseline: set('updateBaseline'),
    observed: named('observed'),
  }
}
