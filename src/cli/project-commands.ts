import type { CAC } from 'cac'
import type { Lang } from '../report/types'
import { commonOf, isSet, named, type Given } from './console-commands'
import type { Io } from './io'

/** Descriptions of the commands that change a project, English and Chinese. */
const HELP = {
  fix: [
    'Apply the host map to a project without a bundler: a copy, or in place',
    '对没有打包工具的项目应用 hostMap：生成副本或直接修改',
  ],
  out: ['Directory for the rewritten copy', '改写后的副本所在目录'],
  write: ['Change the files where they are (wants a clean git work tree)', '直接修改原文件（要求 git 工作区干净）'],
  fixForce: [
    'Go on where git could not undo it, or where the output holds other files',
    '即使无法用 git 撤销、或输出目录中已有其他文件，也继续',
  ],
  env: ['Environment: picks the domain set and the .env files', '环境：决定使用哪套域名与 .env 文件'],
  platform: ['Platform (wechat, alipay, mp-weixin, weapp, …)', '平台（wechat、alipay、mp-weixin、weapp 等）'],
  config: ['Configuration file', '配置文件'],
  format: ['Form of the report (text, json, sarif, …)', '报告格式（text、json、sarif 等）'],
  output: ['Write the report to a file', '把报告写入文件'],
  deps: ['Look at node_modules too', '同时检查 node_modules'],
  baseline: ['File of known findings: only new ones fail', '已知问题的基线文件：只有新问题才算失败'],
  quiet: ['Errors only', '只显示错误'],
  verbose: ['Everything: whole traces, what is summed up otherwise', '显示全部细节'],
} as const

/**
 * Adds `fix` to the command line.
 * @param done takes the exit code of the one that ran
 */
export function addProjectCommands(cli: CAC, lang: Lang, io: Io, done: (code: number) => void): void {
  const text = (key: keyof typeof HELP) => HELP[key][lang === 'zh' ? 1 : 0]
  cli
    .command('fix [dir]', text('fix'))
    .option('--out <dir>', text('out'))
    .option('--write', text('write'))
    .option('--force', text('fixForce'))
    .option('--env <name>', text('env'))
    .option('--platform <name>', text('platform'))
    .option('--config <file>', text('config'))
    .option('--format <name>', text('format'))
    .option('--output <file>', text('output'))
    .option('--baseline <file>', text('baseline'))
    .option('--deps', text('deps'))
    .option('--quiet', text('quiet'))
    .option('--verbose', text('verbose'))
    .action(async (directory: string | undefined, given: Given) => {
      const { fixCommand } = await import('./fix')
      const flags = {
        ...commonOf(given),
        baseline: named(given, 'baseline'),
        quiet: isSet(given, 'quiet'),
        verbose: isSet(given, 'verbose'),
        out: named(given, 'out'),
        write: isSet(given, 'write'),
        force: isSet(given, 'force'),
      }
      done(await fixCommand(directory, flags, io))
    })
}
