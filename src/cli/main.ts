import { cac } from 'cac'
import { pickLang } from '../options/lang'
import { addConsoleCommands, refuseToken } from './console-commands'
import { addProjectCommands } from './project-commands'
import { addShared, flagsOf, isOff, isSet, named, type Given } from './flags'
import { EXIT, type Io } from './io'

/** Descriptions of commands and options, English and Chinese. */
const HELP = {
  check: ['Check every network URL of a project', '检查项目中的所有网络地址'],
  audit: ['Look for dev hosts in the files of a build', '检查构建产物中是否残留开发地址'],
  explain: ['Tell what is known of a place, a URL or a host', '说明某个位置、地址或域名的来龙去脉'],
  rewrite: ['Judge the source as the host map rewrites it', '按 hostMap 改写后的结果判定'],
  observed: ['Log of the run-time guard: marks what could not be resolved', '运行时守卫的日志：标出未能解析的调用'],
  cache: ['Analyse everything again, and keep nothing for the next run', '不使用上次的分析缓存，也不写入缓存'],
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
  const judging = (command: ReturnType<typeof cli.command>) =>
    addShared(
      command,
      lang,
      'env',
      'platform',
      'config',
      'report',
      'output',
      'baseline',
      'updateBaseline',
      'quiet',
      'verbose',
    )
  let code: number = EXIT.clean
  addShared(judging(cli.command('check [dir]', text('check'))), lang, 'deps')
    .option('--rewrite', text('rewrite'))
    .option('--observed <file>', text('observed'))
    .option('--no-cache', text('cache'))
    .action(async (directory: string | undefined, given: Given) => {
      const { checkCommand } = await import('./commands')
      const flags = {
        ...flagsOf(given),
        rewrite: isSet(given, 'rewrite'),
        observed: named(given, 'observed'),
        cache: !isOff(given, 'cache'),
      }
      code = await checkCommand(directory, flags, io)
    })
  judging(cli.command('audit <dist>', text('audit'))).action(async (directory: string, given: Given) => {
    const { auditCommand } = await import('./commands')
    code = await auditCommand(directory, flagsOf(given), io)
  })
  addShared(
    cli.command('explain <what> [dir]', text('explain')),
    lang,
    'env',
    'platform',
    'config',
    'form',
    'output',
    'deps',
    'verbose',
  ).action(async (what: string, directory: string | undefined, given: Given) => {
    const { explainCommand } = await import('./explain')
    code = await explainCommand(what, directory, flagsOf(given), io)
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
