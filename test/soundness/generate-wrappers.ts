/**
 * Makes projects at random in which calls reach the platform through several wrappers in several modules, each written
 * in one of the ways that projects write them. The same seed gives the same project.
 */
import { randomOf } from './generate'

/** How a function takes the path: what a caller has to write to hand one over. */
interface Level {
  /** Name that the function is exported under. */
  name: string
  /** A call of it; `callee` is how it is reached, `path` an expression. */
  call(callee: string, path: string): string
  /** Its declaration; `next` makes the call of the level below with a path. */
  declare(next: (path: string) => string): string
  /** Whether it takes an options object with `url`. */
  options: boolean
}

export interface WrapperProject {
  files: Record<string, string>
  /** Paths that the callers hand over. */
  paths: string[]
}

export function generateWrappers(seed: number): WrapperProject {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const files: Record<string, string> = {}

  const level = (name: string): Level => {
    const prefix = pick(['', '', '/v1', '/api'])
    const add = (path: string) => (prefix ? `'${prefix}' + ${path}` : path)
    const positional = (declare: Level['declare']): Level => ({
      name,
      options: false,
      call: (callee, path) => `${callee}(${path})`,
      declare,
    })
    const kinds: (() => Level)[] = [
      () => positional((next) => `function ${name}(path, data) {\n  return ${next(add('path'))}\n}`),
      () => positional((next) => `const ${name} = (path) => ${next(add('path'))}`),
      () =>
        positional(
          (next) => `const ${name} = async (path) => {\n  const res = await ${next(add('path'))}\n  return res\n}`,
        ),
      () =>
        positional(
          (next) =>
            `function ${name}(path) {\n  return new Promise((resolve) => {\n    resolve(${next(add('path'))})\n  })\n}`,
        ),
      () =>
        positional((next) => `const ${name} = (...args) => {\n  const [path] = args\n  return ${next(add('path'))}\n}`),
      () => positional((next) => `function ${name}() {\n  var path = arguments[0]\n  return ${next(add('path'))}\n}`),
      () =>
        positional(
          (next) =>
            `const ${name} = (path, options = {}) => {\n  const url = ${add('path')}\n  if (options.silent) console.log(url)\n  return ${next('url')}\n}`,
        ),
      () =>
        positional(
          (next) =>
            `const inner${name} = (method, path) => ${next(add('path'))}\nconst ${name} = inner${name}.bind(null, 'GET')`,
        ),
      () =>
        positional(
          (next) =>
            `const make${name} = (before) => (path) => ${next('before + path')}\nconst ${name} = make${name}('${prefix}')`,
        ),
      () =>
        positional(
          (next) =>
            `const self${name} = {\n  prefix: '${prefix}',\n  send(path) {\n    return ${next('this.prefix + path')}\n  }\n}\nconst ${name} = (path) => self${name}.send(path)`,
        ),
      () =>
        positional(
          (next) =>
            `class C${name} {\n  constructor(prefix) {\n    this.prefix = prefix\n  }\n  get(path) {\n    return ${next('this.prefix + path')}\n  }\n}\nconst one${name} = new C${name}('${prefix}')\nconst ${name} = (path) => one${name}.get(path)`,
        ),
      () =>
        positional(
          (next) =>
            `class P${name} {\n  prefix = '${prefix}'\n  go(path) {\n    return ${next('this.prefix + path')}\n  }\n}\nclass Q${name} extends P${name} {\n  get(path) {\n    return super.go(path)\n  }\n}\nconst ${name} = (path) => new Q${name}().get(path)`,
        ),
      () => ({
        name,
        options: false,
        call: (callee, path) => `${callee}('GET', ${path}, {})`,
        declare: (next) => `const ${name} = (method, path, data) => ${next(add('path'))}`,
      }),
      () => ({
        name,
        options: false,
        call: (callee, path) => `${callee}(${path}, {}, function () {})`,
        declare: (next) =>
          `var ${name} = function (path, data, ok) {\n  var result = ${next(add('path'))}\n  ok && ok(result)\n  return result\n}`,
      }),
      ...optionLevels(name, add),
    ]
    return pick(kinds)()
  }

  // The platform at the bottom, the base URL from a module of its own.
  const base = pick([
    { file: `export const BASE = 'https://api.example.com'`, read: 'BASE', take: `import { BASE } from './config'` },
    {
      file: `export default { base: 'https://api.example.com' }`,
      read: 'config.base',
      take: `import config from './config'`,
    },
    {
      file: `module.exports = { host: { main: 'https://api.example.com' } }`,
      read: 'host.main',
      take: `const { host } = require('./config')`,
    },
    {
      file: `exports.baseOf = () => 'https://' + 'api.example.com'`,
      read: 'baseOf()',
      take: `const { baseOf } = require('./config')`,
    },
    {
      file: `export * from './hosts'`,
      read: 'hosts.MAIN',
      take: `import * as hosts from './config'`,
      more: { 'hosts.js': `export const MAIN = 'https://api.example.com'` },
    },
  ])
  files['config.js'] = base.file
  Object.assign(files, base.more)
  let below: { level: Level; callee: string; take: string } | null = null
  const depth = 1 + Math.floor(random() * 5)
  for (let i = 0; i < depth; i++) {
    const current = level(`f${i}`)
    const next = (path: string): string => {
      if (below) return below.level.call(below.callee, path)
      return pick([
        `wx.request({ url: ${base.read} + ${path} })`,
        `wx.request(Object.assign({ method: 'GET' }, { url: \`\${${base.read}}\${${path}}\` }))`,
        `new Promise((success, fail) => wx.request({ url: ${base.read} + ${path}, success, fail }))`,
        `(() => { const o = {}; o.url = ${base.read} + (${path}); return wx.request(o) })()`,
      ])
    }
    const body = current.declare(next)
    const from = below ? below.take : base.take
    const esm = from.startsWith('import') || random() < 0.5
    const shape = pick(
      esm
        ? (['named', 'default', 'object', 'late'] as const)
        : (['exports', 'module', 'function', 'late-cjs'] as const),
    )
    const file = `m${i}`
    const text = {
      named: `export { ${current.name} }`,
      default: `export default ${current.name}`,
      object: `export default { ${current.name} }`,
      late: `const all = {}\nall.${current.name} = ${current.name}\nexport { all as http }`,
      exports: `exports.${current.name} = ${current.name}`,
      module: `module.exports = { ${current.name}, other: 1 }`,
      function: `module.exports = ${current.name}`,
      'late-cjs': `module.exports.${current.name} = ${current.name}`,
    }[shape]
    files[`${file}.js`] = `${from}\n${body}\n${text}\n`
    const alias = `g${i}`
    below = {
      named: { take: `import { ${current.name} as ${alias} } from './${file}'`, callee: alias },
      default: { take: `import ${alias} from './${file}'`, callee: alias },
      object: { take: `import ${alias} from './${file}'`, callee: `${alias}.${current.name}` },
      late: { take: `import { http as ${alias} } from './${file}'`, callee: `${alias}.${current.name}` },
      exports: { take: `const { ${current.name}: ${alias} } = require('./${file}')`, callee: alias },
      module: { take: `const ${alias} = require('./${file}')`, callee: `${alias}.${current.name}` },
      function: { take: `const ${alias} = require('./${file}')`, callee: alias },
      'late-cjs': { take: `import { ${current.name} as ${alias} } from './${file}'`, callee: alias },
    }[shape] as { take: string; callee: string; level: Level }
    below.level = current
  }
  const top = below!
  const paths = ['/users', '/orders/list', '/cart'].slice(0, 1 + Math.floor(random() * 3))
  const calls = paths.map((path) => top.level.call(top.callee, `'${path}'`))
  files['index.js'] = `${top.take}\n${calls.join('\n')}\n`
  return { files, paths }
}

/** Functions that take an options object, and what they do with it. */
function optionLevels(name: string, add: (path: string) => string): (() => Level)[] {
  const make = (declare: Level['declare'], extra = ''): Level => ({
    name,
    options: true,
    call: (callee, path) => `${callee}({ url: ${path}${extra} })`,
    declare,
  })
  return [
    () => make((next) => `const ${name} = ({ url, data }) => ${next(add('url'))}`),
    () =>
      make(
        (next) =>
          `const ${name} = (options) => {\n  const { url: path, ...rest } = options\n  return ${next(add('path'))}\n}`,
      ),
    () =>
      make(
        (next) =>
          `function ${name}(options) {\n  options = options || {}\n  options.url = ${add('options.url')}\n  return ${next('options.url')}\n}`,
        `, method: 'POST'`,
      ),
    () =>
      make(
        (next) =>
          `const ${name} = (options) => {\n  const merged = { timeout: 1, ...options, url: ${add('options.url')} }\n  return ${next('merged.url')}\n}`,
      ),
    () =>
      make(
        (next) =>
          `const ${name} = (options) => {\n  const merged = Object.assign({ method: 'GET' }, options)\n  return ${next(add('merged.url'))}\n}`,
        ', data: {}',
      ),
    () =>
      make(
        (next) =>
          `const defaults${name} = { method: 'GET', prefix: '' }\nconst ${name} = (given = {}) => {\n  const { url = '/none', prefix } = { ...defaults${name}, ...given }\n  return ${next(add('prefix + url'))}\n}`,
      ),
  ]
}
