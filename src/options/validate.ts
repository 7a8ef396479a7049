import type { Code } from '../check/types'
import type { Options } from '../options'
import type { Lang } from '../report/types'
import { clientsOption } from './clients'
import { domainsOption, environmentsOf, hostMapOption } from './domains'
import { ConfigError, type ConfigProblem } from './error'
import { hostMapProblems } from './host-maps'
import { asObject } from './json'
import * as is from './schema'

/** Options under names that people try. */
const MEANT: Readonly<Record<string, keyof Options>> = {
  env: 'environment',
  mode: 'environment',
  envs: 'environments',
  aliases: 'environments',
  domain: 'domains',
  whitelist: 'domains',
  allowlist: 'domains',
  servers: 'domains',
  map: 'hostMap',
  hosts: 'hostMap',
  replace: 'hostMap',
  rewrite: 'hostMap',
  severity: 'rules',
  ignore: 'ignores',
  declare: 'declares',
  client: 'clients',
  language: 'lang',
  locale: 'lang',
  target: 'platform',
}

const severity = is.oneOf('off', 'info', 'warn', 'error')
const patterns = is.either(Array.isArray, is.listOf(is.pattern), is.pattern)

function checks(codes: readonly Code[]): Record<keyof Options, is.Check> {
  const code = is.oneOf(...codes)
  return {
    platform: is.either((value) => asObject(value) !== null, platformTable, is.filled),
    environment: is.filled,
    environments: is.recordOf(is.filled),
    domains: domainsOption,
    hostMap: hostMapOption,
    envVersion: is.recordOf(is.filled),
    rules: is.shape(Object.fromEntries(codes.map((name) => [name, severity]))),
    failOn: is.oneOf('error', 'warn', 'never'),
    ignores: is.listOf(
      is.shape({
        code: is.either(Array.isArray, is.listOf(code), code),
        url: is.pattern,
        host: is.filled,
        file: is.filled,
        package: is.filled,
        reason: is.text,
        until: is.date,
      }),
    ),
    declares: is.listOf(
      is.shape(
        { file: is.filled, package: is.filled, api: is.filled, hosts: is.listOf(is.filled), reason: is.text },
        { required: ['hosts'] },
      ),
    ),
    clients: clientsOption,
    include: patterns,
    exclude: patterns,
    root: is.filled,
    alias: is.recordOf(is.filled),
    define: is.object,
    envDir: is.text,
    envPrefix: is.either(Array.isArray, is.listOf(is.filled), is.filled),
    report: is.shape({ json: is.filled, html: is.filled, sarif: is.filled, markdown: is.filled }),
    lang: is.oneOf('auto', 'zh', 'en'),
    limits: is.shape({ perCategory: is.count, editsPerMonth: is.count }),
    baseline: is.filled,
    guard: is.oneOf('upload', 'all', false),
    overlay: is.flag,
  }
}

/** A platform's table as `definePlatform` gives it; that function has checked its insides. */
const platformTable: is.Check = (value, key, report) => {
  const table = asObject(value)!
  for (const name of [
    'name',
    'aliases',
    'title',
    'namespaces',
    'apis',
    'attributes',
    'extensions',
    'categories',
    'words',
  ]) {
    if (table[name] === undefined) {
      report(
        `${key}.${name}`,
        { en: 'is missing', zh: '缺失' },
        { en: 'make the table with definePlatform, or give a name', zh: '请用 definePlatform 定义平台，或只写平台名' },
      )
      return
    }
  }
}

/**
 * Checks one source of options as a whole.
 * @param value what the user wrote
 * @param from where, for messages: a file's name or `plugin options`
 * @param codes every finding's code
 * @throws {ConfigError} naming every problem
 */
export function validateOptions(value: unknown, from: string, codes: readonly Code[], lang: Lang): Options {
  const problems: ConfigProblem[] = []
  const report: is.Report = (key, text, help) => problems.push({ key: key || null, from, text, help })
  is.shape(checks(codes), { meant: (key) => MEANT[key.toLowerCase()] })(value, '', report)
  if (problems.length === 0) {
    checkNames(value as Options, report)
    problems.push(...hostMapProblems((value as Options).hostMap, from))
  }
  if (problems.length) throw new ConfigError(problems, lang)
  return value as Options
}

/** An alias for a name that has a set of its own would silently switch that set off. */
function checkNames(options: Options, report: is.Report): void {
  const own = new Set([...environmentsOf(options.domains), ...environmentsOf(options.hostMap)])
  for (const [alias, name] of Object.entries(options.environments ?? {})) {
    if (alias !== name && own.has(alias)) {
      report(
        is.memberKey('environments', alias),
        {
          en: `makes '${alias}' another name for '${name}', but '${alias}' has a domain set or host map of its own`,
          zh: `把「${alias}」设为「${name}」的别名，但「${alias}」自己配有域名或 hostMap`,
        },
        { en: 'remove the alias, or the set under its name', zh: '请删去该别名，或删去该名称下的配置' },
      )
    }
  }
}
