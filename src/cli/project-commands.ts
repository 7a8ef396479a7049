import type { CAC } from 'cac'
import type { Lang } from '../report/types'
import { addShared, flagsOf, isSet, named, type Given } from './flags'
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
} as const

/**
 * Adds `fix` and `init` to the command line.
 * @param done takes the exit code of the one that ran
 */
export function addProjectCommands(cli: CAC, lang: Lang, io: Io, done: (code: number) => void): void {
  const text = (key: keyof typeof HELP) => HELP[key][lang === 'zh' ? 1 : 0]
  const fix = cli
    .command('fix [dir]', text('fix'))
    .option('--out <dir>', text('out'))
    .option('--write', text('write'))
    .option('--force', text('fixForce'))
  addShared(fix, lang, 'env', 'platform', 'config', 'report', 'output', 'baseline', 'deps', 'quiet', 'verbose').action(
    async (directory: string | undefined, given: Given) => {
      const { fixCommand } = await import('./fix')
      const flags = {
        ...flagsOf(given),
        out: named(given, 'out'),
        write: isSet(given, 'write'),
        force: isSet(given, 'force'),
      }
      done(await fixCommand(directory, flags, io))
    },
  )
  const init = cli
    .command('init [dir]', text('init'))
    .option('--runtime', text('runtime'))
    .option('--yes', text('yes'))
    .option('--force', text('initForce'))
    .option('--map <pair>', text('map'))
    .option('--hooks', text('hooks'))
  addShared(init, lang, 'platform', 'config', 'deps').action(async (directory: string | undefined, given: Given) => {
    const flags = {
      ...flagsOf(given),
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
