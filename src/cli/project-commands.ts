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
  init: ['Look at the project and write a configuration with the hosts it asks for', '分析项目，把用到的域名写成配置'],
  runtime: [
    'On a native project: turn development hosts into maps by envVersion',
    '原生项目：把开发地址改成按 envVersion 选择的映射',
  ],
  yes: ['Agree to what is offered, without asking', '不询问，同意所列改动'],
  initForce: ['Overwrite a configuration that is there', '覆盖已有的配置'],
  hooks: ['With --yes: add the IDE’s hooks too', '配合 --yes：同时加入开发者工具的预处理命令'],
  map: ['dev-origin=production-origin, where one leads in a release (may be repeated)', '开发地址=线上地址，可重复'],
  env: ['Environment: picks the domain set and the .env files', '环境：决定使用哪套域名与 .env 文件'],
  platform: ['Platform (wechat, alipay, mp-weixin, weapp, …)', '平台（wechat、alipay、mp-weixin、weapp 等）'],
  config: ['Configuration file', '配置文件'],
  format: ['Form of the report (text, json, sarif, …)', '报告格式（text、json、sarif 等）'],
  output: ['Write the report to a file', '把报告写入文件'],
  deps: ['Look at node_modules too', '同时检查 node_modules'],
  baseline: ['File of known findings: only new ones fail', '已知问题的基线文件：只有新问题才算失败'],
  quiet: ['Errors only', '只显示错误'],
  verbose: [
    'Everything: whole traces and lists, what was replaced or accepted',
    '显示全部细节：完整路径与列表、替换与接受的地址',
  ],
} as const

/**
 * Adds `fix` and `init` to the command line.
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
  cli
    .command('init [dir]', text('init'))
    .option('--runtime', text('runtime'))
    .option('--yes', text('yes'))
    .option('--force', text('initForce'))
    .option('--map <pair>', text('map'))
    .option('--hooks', text('hooks'))
    .option('--platform <name>', text('platform'))
    .option('--config <file>', text('config'))
    .option('--deps', text('deps'))
    .action(async (directory: string | undefined, given: Given) => {
      const flags = {
        ...commonOf(given),
        yes: isSet(given, 'yes'),
        force: isSet(given, 'force'),
        hooks: isSet(given, 'hooks'),
        map: [given.map ?? []].flat().map(String),
      }
      if (isSet(given, 'runtime')) {
        const { runtimeCommand } = await import('./init-runtime')
        done(await runtimeCommand(directory, flags, io))
        return
      }
      const { initCommand } = await import('./init')
      done(await initCommand(directory, flags, io))
    })
}
