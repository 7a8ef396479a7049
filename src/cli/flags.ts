import type { CAC } from 'cac'
import type { Lang } from '../report/types'
import type { Flags } from './io'

/** A description in English and in Chinese. */
export type Description = readonly [en: string, zh: string]

/** Options that several commands have, as the command line writes them, with their descriptions. */
const SHARED = {
  env: ['--env <name>', 'Environment: picks the domain set and the .env files', '环境：决定使用哪套域名与 .env 文件'],
  platform: [
    '--platform <name>',
    'Platform (wechat, alipay, mp-weixin, weapp, …)',
    '平台（wechat、alipay、mp-weixin、weapp 等）',
  ],
  config: ['--config <file>', 'Configuration file', '配置文件'],
  report: ['--format <name>', 'Form of the report (text, json, sarif, …)', '报告格式（text、json、sarif 等）'],
  form: ['--format <name>', 'Form of the output (text, json)', '输出格式（text、json）'],
  output: ['--output <file>', 'Write the report to a file', '把报告写入文件'],
  deps: ['--deps', 'Look at the packages that the program uses too', '同时检查程序所用的依赖包'],
  baseline: [
    '--baseline <file>',
    'File of known findings: only new ones fail',
    '已知问题的基线文件：只有新问题才算失败',
  ],
  updateBaseline: ['--update-baseline', 'Write the file of known findings', '写入基线文件：当前问题全部记为已知'],
  quiet: ['--quiet', 'Errors only', '只显示错误'],
  verbose: [
    '--verbose',
    'Everything: whole traces and lists, what was replaced or accepted',
    '显示全部细节：完整路径与列表、替换与接受的地址',
  ],
} as const

export type SharedOption = keyof typeof SHARED

/** Adds shared options to a command, in this order. */
export function addShared(
  command: ReturnType<CAC['command']>,
  lang: Lang,
  ...names: readonly SharedOption[]
): ReturnType<CAC['command']> {
  for (const name of names) {
    const [flag, en, zh] = SHARED[name]
    command.option(flag, lang === 'zh' ? zh : en)
  }
  return command
}

/** What `cac` made of a command line's flags. */
export type Given = Readonly<Record<string, unknown>>

/** The last one of repeated flags counts. */
function last(flags: Given, name: string): unknown {
  const value = flags[name]
  return Array.isArray(value) ? value.at(-1) : value
}

/** A flag's text; `cac` makes numbers of digits. */
export function named(flags: Given, name: string): string | undefined {
  const value = last(flags, name)
  return value === undefined || typeof value === 'boolean' ? undefined : String(value)
}

/** Whether a flag without a value is there. */
export function isSet(flags: Given, name: string): boolean {
  return last(flags, name) === true
}

/** Whether a flag was switched off: `--no-cache`. */
export function isOff(flags: Given, name: string): boolean {
  return last(flags, name) === false
}

/** The flags that commands share. */
export function flagsOf(flags: Given): Flags {
  return {
    env: named(flags, 'env'),
    platform: named(flags, 'platform'),
    config: named(flags, 'config'),
    format: named(flags, 'format'),
    output: named(flags, 'output'),
    deps: isSet(flags, 'deps'),
    quiet: isSet(flags, 'quiet'),
    verbose: isSet(flags, 'verbose'),
    baseline: named(flags, 'baseline'),
    updateBaseline: isSet(flags, 'updateBaseline'),
  }
}
