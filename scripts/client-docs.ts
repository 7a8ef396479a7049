import { CLIENTS, type ClientMethod, type ClientRow, type CompleteClientRow } from '../src/platforms/clients'

type Lang = 'en' | 'zh'

const NOTE =
  '<!-- Made from src/platforms/clients-rows.ts by `npm run docs:platforms`. Edit the table or scripts/client-docs.ts, not this page. -->'

/** What a row may say: an example, the default, and the meaning in English and Chinese. The compiler sees to it that no key is left out. */
const FIELDS: Record<keyof ClientRow, [example: string, byDefault: string, en: string, zh: string]> = {
  packages: [
    "`['x']`",
    'needed',
    'module specifiers; `x/*` stands for every path below',
    '模块名；`x/*` 表示其下所有路径',
  ],
  name: [
    "`'x'`",
    'the first package',
    'name in documents; the name of a known row replaces that row',
    '文档中的名字；与内置行同名则取代它',
  ],
  instances: [
    "`['default', 'http']`",
    "`['default']`",
    'exports that are an instance, shared by all who import them',
    '本身就是实例的导出，所有引用者共用',
  ],
  creates: [
    "`['create', 'new default', '.create']`",
    "`['.create']`",
    'what makes an instance of its own: an export that is called, a class, a method of an instance; its first argument holds the options',
    '创建新实例的方式：可调用的导出、类、实例的方法；第一个参数是选项',
  ],
  returns: [
    "`['useFetch']`",
    '`[]`',
    'exports that give the shared instance when called without arguments',
    '不带参数调用时返回共用实例的导出',
  ],
  properties: [
    "`['$http']`",
    '`[]`',
    'names under which the shared instance hangs on `uni` and the like, and on every component',
    '共用实例挂在 `uni` 等命名空间和每个组件上的名字',
  ],
  self: [
    "`['http']`",
    '`[]`',
    'members of the shared instance that are the instance again',
    '共用实例上仍指向实例自身的成员',
  ],
  base: [
    "`'baseURL'` or `null`",
    "`'baseURL'`",
    "the option that holds the base, the instance's and a call's; `null` for none",
    '存放基地址的选项名（实例与单次调用相同）；没有则为 `null`',
  ],
  config: [
    "`'defaults'`",
    "`'defaults'`",
    "the instance's member that holds its options; `''` for the instance itself",
    "实例上存放选项的成员；`''` 表示实例自身",
  ],
  setConfig: [
    "`'setConfig'`",
    'none',
    'the method that takes options to merge, or a function from old options to new',
    '设置选项的方法：接受对象，或由旧选项得到新选项的函数',
  ],
  methods: [
    '`[{ names, url, options, either, category }]`',
    "axios's",
    "methods that send: `url` is the index of an argument or `options`, `options` the index of the options, `either` allows options in the place of the URL; the name `''` is the instance called as a function",
    "发请求的方法：`url` 是参数序号或 `options`，`options` 是选项参数的序号，`either` 表示 URL 的位置也可以直接放选项；名字 `''` 表示把实例当函数调用",
  ],
  categories: [
    '`[{ options, value, category }]`',
    '`[]`',
    'options of a call that pick the list it is checked against',
    '决定按哪份名单检查的调用选项',
  ],
  join: [
    "`'combine'`, `'slash'`, `'keep-base'`, `'plain'`",
    "`'combine'`",
    'what becomes of the slashes between base and path, see below',
    '基地址与路径之间的斜杠如何处理，见下文',
  ],
  absolute: [
    "`'url'`, `'http'`, `'never'`",
    "`'url'`",
    'which URLs beat the base: with a scheme or `//`, beginning with `http`, none',
    '哪些 URL 不再加基地址：带协议或 `//` 的、以 `http` 开头的、没有',
  ],
  interceptors: [
    "`['interceptors.request.use']`",
    "`['interceptors.request.use']`",
    "methods that take a function which changes a request's options",
    '注册请求拦截函数的方法',
  ],
  hooks: [
    "`['beforeRequest']`",
    '`[]`',
    'properties (of the instance, or of the options that create it) that hold such a function',
    '存放这类函数的属性（实例上，或创建时的选项里）',
  ],
  api: [
    "`'native'`, `'uni'`, `'Taro'`, `'web'`",
    "`'native'`",
    "who is asked in the end: the platform's own namespace or a framework's; `web` is the browser, and the platform's own where an adapter is set up elsewhere",
    '最终由谁发出：平台自己的命名空间或框架的；`web` 指浏览器，在小程序里视为平台自己的',
  ],
  adapters: [
    '`[{ packages, api, join, absolute, categories }]`',
    '`[]`',
    'packages whose import changes this',
    '引入后会改变上述行为的包',
  ],
  olderBase: [
    "`{ base: 'baseUrl', join: 'keep-base' }`",
    'none',
    'the same of an older version, which counts where `base` is set nowhere',
    '旧版本的基地址选项及其拼接方式，`base` 没有设置时生效',
  ],
  promised: [
    "`['wx.pro']`",
    '`[]`',
    "globals that are the platform's API with promises",
    '与平台 API 相同、只是返回 Promise 的全局对象',
  ],
  promisify: [
    "`{ one: 'promisify', all: 'promisifyAll' }`",
    'none',
    'exports that give one API with promises, or put all on an object',
    '把单个 API 包成 Promise，或把全部 API 放到一个对象上的导出',
  ],
  interceptorTakesUrl: [
    '`true`',
    '`false`',
    'the interceptor gets the joined URL and the options, and gives an object with both',
    '拦截函数的参数是拼好的 URL 和选项，返回包含两者的对象',
  ],
  plugin: [
    "`{ entry: 'plugin', config: 'options', hook: 'intercept' }`",
    'none',
    "an export that is handed to `app.use`, and where that call's options hold those of the client and a hook",
    '交给 `app.use` 的导出，以及该调用的选项中客户端选项和拦截函数的位置',
  ],
  source: ["`'https://…'`", 'none', 'where the facts are from', '依据的出处'],
}

const WORDS = {
  en: {
    title: 'HTTP clients',
    other: 'English | [简体中文](./zh/clients.md)',
    intro:
      "Calls of an HTTP client from a package are network calls like the platform's own: the base and the path are joined as the client does it, interceptors are followed, and the project's own wrappers around it count as wrappers do. The package's source is not read for that; what it does stands in a table. A copy of a client in the project's own folders needs no row: it is followed like any other code.",
    known: 'Known clients',
    head: ['client', 'packages', 'made by', 'base', 'sends', 'joins', 'asks'],
    apis: "the platform's APIs",
    adapters: 'With an adapter',
    adaptersIntro:
      'axios and alova speak to a mini program through an adapter. The one that the module imports which makes the client counts, else any that the project imports.',
    adapterHead: ['adapter', 'for', 'asks', 'joins'],
    plugin:
      '`@tarojs/plugin-http` needs no row: it gives web clients an `XMLHttpRequest`, so axios works as without an adapter.',
    promised: 'APIs with promises',
    promisedText: (list: string) =>
      `${list} hand the platform's own APIs on with promises: \`wx.pro.request\`, \`wxp.request\` after \`promisifyAll(wx, wxp)\`, and \`promisify(wx.request)\` are \`wx.request\`. So are the APIs of \`wepy\`. \`wx.cloud\` needs no domain and is never reported.`,
    joins: 'How base and path are joined',
    joinHead: ['rule', 'what becomes of the slashes', 'base `https://h/v1/` and `/x`', 'base `https://h/v1` and `x`'],
    joinText: {
      combine: 'all between them become one; an empty URL is the base alone',
      slash: 'one of each side is dropped, one is put between',
      'keep-base': 'the base stays as it is; the path gets one in front where it has none',
      plain: 'nothing: the texts are put together',
    },
    own: 'Rows of your own',
    ownText:
      'A client that is not known takes one row in `clients`. Only `packages` is needed; what a row leaves out is as in axios.',
    fieldHead: ['key', 'example', 'default', 'meaning'],
    interceptors: 'Interceptors',
    interceptorsText:
      "A function that an interceptor is given is run on the options of each call, as far as it can be followed: it may set the base, change the URL, or give new options. The same holds for `uni.addInterceptor`, `Taro.addInterceptor`, and for `wx.request` where the project replaces it. An interceptor that can't be followed changes nothing, and a replacement that can't be followed, or that keeps no original to call, leaves the platform's API in place.",
    limits:
      'Hosts that mpx rewrites at run time (`setProxy`) and clients that are handed over by dependency injection are not followed.',
    none: 'none',
    shared: 'shared',
    native: 'the platform',
    web: 'the browser, or the platform',
  },
  zh: {
    title: 'HTTP 客户端',
    other: '[English](../clients.md) | 简体中文',
    intro:
      '通过第三方 HTTP 客户端发出的请求，与平台自己的 API 一样算网络调用：基地址与路径按该客户端的方式拼接，拦截器会被跟踪，项目自己在外面的封装也照常处理。为此并不读取包的源码，它的行为写在一张表里。复制到项目目录里的客户端不需要表：它与其他代码一样被跟踪。',
    known: '已支持的客户端',
    head: ['客户端', '包', '创建方式', '基地址', '发请求的方法', '拼接', '最终调用'],
    apis: '平台自己的 API',
    adapters: '适配器',
    adaptersIntro:
      'axios 和 alova 通过适配器在小程序里发请求。以创建客户端的模块所引入的适配器为准，否则以项目中引入的为准。',
    adapterHead: ['适配器', '用于', '最终调用', '拼接'],
    plugin: '`@tarojs/plugin-http` 不需要表：它为 web 客户端提供 `XMLHttpRequest`，axios 与不带适配器时一样。',
    promised: 'Promise 化的 API',
    promisedText: (list: string) =>
      `${list} 只是把平台自己的 API 包成 Promise：\`wx.pro.request\`、\`promisifyAll(wx, wxp)\` 之后的 \`wxp.request\`、\`promisify(wx.request)\` 都是 \`wx.request\`。\`wepy\` 的 API 也是如此。\`wx.cloud\` 不需要配置域名，不会出现在报告里。`,
    joins: '基地址与路径如何拼接',
    joinHead: ['规则', '斜杠如何处理', '`https://h/v1/` 与 `/x`', '`https://h/v1` 与 `x`'],
    joinText: {
      combine: '两者之间的斜杠合为一个；URL 为空时就是基地址',
      slash: '两边各去掉一个，中间补一个',
      'keep-base': '基地址不变；路径前没有斜杠时补一个',
      plain: '不处理，直接相连',
    },
    own: '自己添加',
    ownText: '不在表里的客户端，在 `clients` 里加一行即可。只有 `packages` 必填，其余缺省与 axios 相同。',
    fieldHead: ['键', '例子', '默认', '含义'],
    interceptors: '拦截器',
    interceptorsText:
      '交给拦截器的函数会按每次调用的选项推算一遍（只要能跟踪）：它可以设置基地址、修改 URL 或返回新的选项。`uni.addInterceptor`、`Taro.addInterceptor` 以及项目替换的 `wx.request` 同样如此。无法跟踪的拦截器视为不改变任何东西；无法跟踪、或没有保存原函数的替换，视为平台 API 原样不变。',
    limits: 'mpx 在运行时改写域名（`setProxy`）以及通过依赖注入传递的客户端不会被跟踪。',
    none: '无',
    shared: '共用',
    native: '平台自己的 API',
    web: '浏览器，或平台自己的 API',
  },
} as const

const code = (text: string): string => `\`${text}\``

/** Makes docs/clients.md and docs/zh/clients.md from the table: file name (from the project's root) to text. */
export function clientPages(): Map<string, string> {
  return new Map([
    ['docs/clients.md', page('en')],
    ['docs/zh/clients.md', page('zh')],
  ])
}

function page(lang: Lang): string {
  const w = WORDS[lang]
  const promised = CLIENTS.filter((row) => row.methods.length === 0)
  const adapters = CLIENTS.flatMap((row) => row.adapters.map((adapter) => ({ row, adapter })))
  const parts = [
    NOTE,
    `# ${w.title}`,
    w.other,
    w.intro,
    `## ${w.known}`,
    table(
      w.head,
      CLIENTS.map((row) => clientCells(row, lang)),
    ),
    `## ${w.adapters}`,
    w.adaptersIntro,
    table(
      w.adapterHead,
      adapters.map(({ row, adapter }) => [
        adapter.packages.map(code).join(', '),
        code(row.name),
        asked(adapter.api, lang),
        code(adapter.join ?? row.join),
      ]),
    ),
    w.plugin,
    `## ${w.promised}`,
    w.promisedText(promised.map((row) => code(row.name)).join(lang === 'en' ? ' and ' : ' 和 ')),
    `## ${w.joins}`,
    table(w.joinHead, [
      [code('combine'), w.joinText.combine, code('https://h/v1/x'), code('https://h/v1/x')],
      [code('slash'), w.joinText.slash, code('https://h/v1/x'), code('https://h/v1/x')],
      [code('keep-base'), w.joinText['keep-base'], code('https://h/v1//x'), code('https://h/v1/x')],
      [code('plain'), w.joinText.plain, code('https://h/v1//x'), code('https://h/v1x')],
    ]),
    `## ${w.interceptors}`,
    w.interceptorsText,
    w.limits,
    `## ${w.own}`,
    w.ownText,
    `\`\`\`ts
import { defineConfig } from 'unplugin-mp-domains'

export default defineConfig({
  clients: [
    {
      packages: ['@corp/http'],
      instances: ['http'],
      base: 'root',
      methods: [
        { names: ['get'], url: 0, options: 1 },
        { names: ['post'], url: 0, options: 2 },
        { names: ['upload'], url: 0, options: 1, category: 'uploadFile' },
      ],
      api: 'uni',
    },
  ],
})
\`\`\``,
    table(
      w.fieldHead,
      Object.entries(FIELDS).map(([name, [example, byDefault, en, zh]]) => [
        code(name),
        example,
        translated(byDefault, lang),
        lang === 'en' ? en : zh,
      ]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Default values that are words. */
function translated(text: string, lang: Lang): string {
  if (lang === 'en') return text
  return { needed: '必填', 'the first package': '第一个包', none: '无', "axios's": '与 axios 相同' }[text] ?? text
}

function clientCells(row: CompleteClientRow, lang: Lang): string[] {
  const w = WORDS[lang]
  const made = [
    ...row.instances.map((name) => `${code(name === 'default' ? `import x from` : `{ ${name} }`)} (${w.shared})`),
    ...row.creates.map((name) => code(name.replace(/^\./, 'x.').replace('default', 'X'))),
    ...row.returns.map((name) => code(`${name}()`)),
    ...row.properties.map((name) => code(name)),
  ]
  const bases = [row.base, row.olderBase?.base].filter((name) => typeof name === 'string')
  const joins = [row.join, row.olderBase?.join].filter((rule) => rule !== undefined)
  return [
    code(row.name),
    row.packages
      .filter((name) => !name.endsWith('/*'))
      .map(code)
      .join(', '),
    [...made, ...row.promised.map(code), ...Object.values(row.promisify ?? {}).map((name) => code(`${name}()`))].join(
      ', ',
    ),
    bases.map(code).join(', ') || w.none,
    row.methods.map((method) => methodCell(method)).join(', ') || w.apis,
    bases.length ? [...new Set(joins)].map(code).join(', ') : w.none,
    asked(row.api, lang),
  ]
}

function methodCell({ names, category }: ClientMethod): string {
  const list = names.map((name) => code(name === '' ? 'x()' : name)).join(' ')
  return category && category !== 'request' ? `${list} (${category})` : list
}

function asked(api: string, lang: Lang): string {
  const w = WORDS[lang]
  return api === 'native' ? w.native : api === 'web' ? w.web : code(api)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
