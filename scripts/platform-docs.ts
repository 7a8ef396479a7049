import { clientPages } from './client-docs'
import { apisOf, FRAMEWORKS, PLATFORMS } from '../src/platforms/index'
import {
  LISTED_CATEGORIES,
  type ApiRow,
  type CategoryRule,
  type ListedCategory,
  type Platform,
  type Stated,
} from '../src/platforms/types'

type Lang = 'en' | 'zh'

/** Makes every page of docs/platforms, and the one of clients, from the tables, English and Chinese: file name (from the project's root) to text. */
export function platformPages(): Map<string, string> {
  const pages = new Map<string, string>()
  for (const [lang, folder] of [
    ['en', 'docs/platforms'],
    ['zh', 'docs/zh/platforms'],
  ] as const) {
    pages.set(`${folder}/index.md`, indexPage(lang))
    for (const platform of PLATFORMS) pages.set(`${folder}/${platform.name}.md`, platformPage(platform, lang))
  }
  for (const [file, text] of clientPages()) pages.set(file, text)
  return pages
}

const NOTE = '<!-- Made from src/platforms by `npm run docs:platforms`. Edit the table, not this page. -->'

const WORDS = {
  en: {
    platforms: 'Platforms',
    intro:
      'What each platform says of the hosts that a program may use, as the checks use it. Where no source states a rule, the table says *unknown*, and an unknown rule never fails a build: whatever could be allowed passes.',
    platform: 'platform',
    names: 'also called',
    namespace: 'namespace',
    lists: 'lists',
    none: 'none',
    unknown: '*unknown*',
    yes: 'yes',
    no: 'no',
    facts: 'Facts',
    fact: '',
    document: 'Document',
    icp: 'ICP filing needed',
    edits: 'Edits of the lists a month',
    effect: 'A changed list takes effect',
    env: 'Run-time environments',
    guarded: 'A development build asks for its version by',
    files: 'Files',
    server: 'Server API for the lists',
    rules: 'The lists',
    noLists: 'This platform has no lists. Loopback and development addresses and plain `http` are still found.',
    missing:
      'Categories that are not in this table have no list on this platform: their hosts are reported, never refused.',
    list: 'list',
    schemes: 'schemes',
    port: 'port',
    sub: 'sub-domains',
    ip: 'IP address',
    most: 'most entries',
    entry: 'an entry is written',
    console: 'where in the console',
    source: 'source',
    forbidden: 'Hosts that are never allowed',
    host: 'host',
    why: 'why',
    words: 'What the platform says',
    ide: 'IDE',
    phone: 'phone',
    badUrl: 'phone, of a text that is no URL',
    apis: 'APIs that take a URL',
    api: 'API',
    where: 'where the URL stands',
    category: 'category',
    note: 'note',
    attributes: 'Template attributes',
    element: 'element',
    local: 'Local paths only, never a network call',
    frameworks: 'The same names are followed under the frameworks’ namespaces: ',
    result: 'assigned to this property of the result',
    argument: (n: number) => `argument ${n + 1}`,
    property: (name: string) => `\`${name}\` of the first argument`,
    port2: (name: string) => `, the port in \`${name}\``,
    css: ', perhaps inside `url("…")`',
    anyIp: 'allowed',
    lanIp: 'only of the local network',
    noIp: 'refused',
    exact: 'as listed, to the letter; an entry without a port allows none, `:443` included',
    any: 'any',
    noPort: 'none may be written',
    notBinding: ' (not binding: current versions let other hosts through)',
    forbiddenPorts: '; never: ',
    own: 'no, each host is listed itself',
    under: 'covered by the entry',
    registrable: 'every host of the registrable domain is covered',
    withScheme: 'with',
    bare: 'without',
    withPort: 'port possible',
    bareOnly: 'no port',
    scheme: 'scheme',
    open: (where: string) => `\`${where}\` opens without being listed where the account is linked; told as a note.`,
  },
  zh: {
    platforms: '平台',
    intro:
      '各平台对可访问域名的规定，检查即以此为准。没有出处说明的规则写作“未知”；未知的规则不会让构建失败：凡是可能被允许的，一律放行。',
    platform: '平台',
    names: '别名',
    namespace: '命名空间',
    lists: '名单',
    none: '无',
    unknown: '*未知*',
    yes: '是',
    no: '否',
    facts: '概况',
    fact: '',
    document: '官方文档',
    icp: '需要 ICP 备案',
    edits: '每月可修改次数',
    effect: '修改名单何时生效',
    env: '运行环境',
    guarded: '开发构建查询运行版本的方式',
    files: '文件',
    server: '读写名单的服务端接口',
    rules: '名单',
    noLists: '此平台没有域名名单。本机地址、开发地址和明文 `http` 仍会检出。',
    missing: '表中没有的类别在此平台上没有名单：域名会列在报告里，但不会报错。',
    list: '名单',
    schemes: '协议',
    port: '端口',
    sub: '子域名',
    ip: 'IP 地址',
    most: '上限',
    entry: '条目写法',
    console: '后台位置',
    source: '出处',
    forbidden: '永远不允许的域名',
    host: '域名',
    why: '原因',
    words: '平台的报错原文',
    ide: '开发者工具',
    phone: '真机',
    badUrl: '真机（不是合法 URL）',
    apis: '带 URL 的 API',
    api: 'API',
    where: 'URL 的位置',
    category: '类别',
    note: '说明',
    attributes: '模板属性',
    element: '元素',
    local: '只接受本地路径，不是网络调用',
    frameworks: '框架命名空间下的同名 API 一样检查：',
    result: '赋给返回值的这个属性',
    argument: (n: number) => `第 ${n + 1} 个参数`,
    property: (name: string) => `第一个参数的 \`${name}\``,
    port2: (name: string) => `，端口在 \`${name}\``,
    css: '，可能写在 `url("…")` 里',
    anyIp: '允许',
    lanIp: '只允许局域网地址',
    noIp: '不允许',
    exact: '与名单完全一致；条目没有端口时 URL 也不能带端口，`:443` 也不行',
    any: '任意',
    noPort: '不能写端口',
    notBinding: '（不强制：新版本允许其他域名）',
    forbiddenPorts: '；永远不允许：',
    own: '不覆盖，须逐个配置',
    under: '条目覆盖其子域名',
    registrable: '覆盖同一主域名下的所有域名',
    withScheme: '带',
    bare: '不带',
    withPort: '可带端口',
    bareOnly: '不带端口',
    scheme: '协议',
    open: (where: string) => `\`${where}\` 在关联公众号后无需配置即可打开，只作提示。`,
  },
} as const

function indexPage(lang: Lang): string {
  const w = WORDS[lang]
  const rows = PLATFORMS.map((platform) => [
    `[${platform.title[lang]}](./${platform.name}.md)`,
    code([platform.name]),
    code(platform.aliases),
    code(platform.namespaces) || w.none,
    Object.keys(platform.categories).join(', ') || w.none,
  ])
  const head = [w.platform, '`platform`', w.names, w.namespace, w.lists]
  return page([NOTE, `# ${w.platforms}`, w.intro, table(head, rows)])
}

function platformPage(platform: Platform, lang: Lang): string {
  const w = WORDS[lang]
  const stated = <T>(value: Stated<T> | undefined, show: (value: T) => string): string =>
    value === undefined || value === 'unknown' ? w.unknown : show(value as T)
  const yesNo = (value: boolean): string => (value ? w.yes : w.no)
  const facts: [string, string][] = [
    [w.names, code([platform.name, ...platform.aliases])],
    [w.namespace, code(platform.namespaces) || w.none],
    [w.files, code(Object.values(platform.extensions).flat()) || w.none],
    [w.env, code(platform.envVersions) || w.unknown],
    [
      w.guarded,
      platform.runtime
        ? `\`${platform.namespaces[0]}.${platform.runtime.version}\` (${link(platform.runtime.source)})`
        : w.unknown,
    ],
    [w.icp, stated(platform.icp, yesNo)],
    [w.edits, stated(platform.monthlyEdits, String)],
    [w.effect, stated(platform.takesEffect, (text) => text[lang])],
    [w.document, link(platform.document)],
  ]
  if (platform.serverApi) facts.push([w.server, `\`${platform.serverApi.url}\` (${link(platform.serverApi.source)})`])
  const parts = [NOTE, `# ${platform.title[lang]}`, `## ${w.facts}`, table([w.fact, w.fact], facts), `## ${w.rules}`]
  const rules = LISTED_CATEGORIES.filter((category) => platform.categories[category])
  if (rules.length === 0) parts.push(w.noLists)
  else {
    const head = [w.category, w.list, w.schemes, w.port, w.sub, w.ip, w.most, w.entry, w.console, w.source]
    parts.push(
      table(
        head,
        rules.map((category) => ruleRow(category, platform.categories[category]!, lang)),
      ),
      ...rules.flatMap((category) =>
        (platform.categories[category]!.open ?? []).map((row) => `${w.open(row.host + row.path)} ${link(row.source)}`),
      ),
      w.missing,
    )
  }
  if (platform.forbiddenHosts.length > 0)
    parts.push(
      `## ${w.forbidden}`,
      table(
        [w.host, w.why, w.source],
        platform.forbiddenHosts.map((row) => [`\`${row.host}\``, row.reason[lang], link(row.source)]),
      ),
    )
  parts.push(...wordsPart(platform, lang), ...apisPart(platform, lang))
  return page(parts)
}

function ruleRow(category: ListedCategory, rule: CategoryRule, lang: Lang): string[] {
  const w = WORDS[lang]
  const ports = { exact: w.exact, any: w.any, none: w.noPort }
  const hosts = { exact: w.own, subdomains: w.under, 'registrable-domain': w.registrable }
  const ips = { allowed: w.anyIp, lan: w.lanIp, refused: w.noIp }
  const never = rule.forbiddenPorts?.map((one) => (typeof one === 'number' ? String(one) : `${one[0]}–${one[1]}`))
  const port = rule.port === 'unknown' ? w.unknown : ports[rule.port]
  return [
    `\`${category}\``,
    rule.label + (rule.binding === false ? w.notBinding : ''),
    rule.schemes === 'unknown' ? w.unknown : code(rule.schemes),
    port + (never ? `${w.forbiddenPorts}${never.join(', ')}` : ''),
    rule.host === 'unknown' ? w.unknown : hosts[rule.host],
    rule.ip === 'unknown' ? w.unknown : ips[rule.ip],
    rule.limit === 'unknown'
      ? w.unknown
      : String(rule.limit) + (rule.limitSource ? ` (${link(rule.limitSource)})` : ''),
    rule.entry === 'unknown' ? w.unknown : entryForm(rule.entry, lang),
    rule.consolePath === 'unknown' ? w.unknown : rule.consolePath,
    link(rule.source),
  ]
}

function entryForm(entry: { scheme: boolean; port: boolean }, lang: Lang): string {
  const w = WORDS[lang]
  const space = lang === 'en' ? ' ' : ''
  const scheme = `${entry.scheme ? w.withScheme : w.bare}${space}${w.scheme}`
  return `${scheme}${lang === 'en' ? ', ' : '，'}${entry.port ? w.withPort : w.bareOnly}`
}

function wordsPart(platform: Platform, lang: Lang): string[] {
  const w = WORDS[lang]
  const { ide, device, invalidUrl, source } = platform.words
  const rows: string[][] = []
  if (ide) rows.push([w.ide, '', `\`${ide}\``])
  for (const category of LISTED_CATEGORIES)
    if (device[category]) rows.push([w.phone, `\`${category}\``, `\`${device[category]}\``])
  if (invalidUrl) rows.push([w.badUrl, '', `\`${invalidUrl}\``])
  if (rows.length === 0) return []
  return [`## ${w.words}`, table(['', w.category, ''], rows), `${w.source}: ${link(source)}`]
}

function apisPart(platform: Platform, lang: Lang): string[] {
  const w = WORDS[lang]
  const own = new Set<ApiRow>(platform.apis)
  const rows = apisOf(platform)
    .filter((row) => own.has(row))
    .map((row) => [
      `\`${apiName(row, platform)}\``,
      urlPlace(row, lang),
      `\`${row.category}\``,
      row.note ?? '',
      link(row.source),
    ])
  const parts = [`## ${w.apis}`, table([w.api, w.where, w.category, w.note, w.source], rows)]
  parts.push(
    `${w.frameworks}${FRAMEWORKS.map((framework) => `\`${framework.namespace}\` (${framework.name})`).join(', ')}.`,
  )
  if (platform.attributes.length > 0) {
    const attributes = platform.attributes.map((row) => [
      `\`<${row.element} ${row.attribute}>\``,
      `\`${row.category}\``,
      row.note ?? '',
      link(row.source),
    ])
    parts.push(`## ${w.attributes}`, table([w.element, w.category, w.note, w.source], attributes))
  }
  if (platform.localApis?.length) parts.push(`## ${w.local}`, code(platform.localApis))
  return parts
}

function apiName(row: ApiRow, platform: Platform): string {
  const namespace = platform.namespaces[0]
  if (row.form === 'new') return `new ${row.name}`
  return namespace && row.form === undefined ? `${namespace}.${row.name}` : row.name
}

function urlPlace(row: ApiRow, lang: Lang): string {
  const w = WORDS[lang]
  if (row.url.startsWith('=')) return w.result
  const place = /^\d$/.test(row.url) ? w.argument(Number(row.url)) : w.property(row.url)
  return place + (row.port ? w.port2(row.port) : '') + (row.css ? w.css : '')
}

function link(source: string): string {
  return source.startsWith('https://') ? `<${source}>` : `\`${source}\``
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}
