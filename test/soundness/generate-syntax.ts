import { randomOf } from './generate'
import type { LanguageProgram } from './generate-language'

/**
 * Makes small programs at random out of newer syntax and of what libraries do with it: private members and static blocks,
 * accessors, async generators, optional calls, defaults inside patterns, tags, `Object.entries` and `fromEntries`,
 * `Array.from`, `reduce`, and layers put over the platform's request. The same seed gives the same program.
 */
export function generateSyntax(seed: number, size: number): LanguageProgram {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const chance = (p: number): boolean => random() < p
  let count = 0
  const fresh = (letter: string): string => `${letter}${count++}`
  const path = (): string => `'/${pick(['a', 'b', 'users', 'v1', 'list', 'x-y', '7'])}'`
  const ask = (value: string): string => `wx.request({ url: 'https://api.example.com' + ${value} })`
  const key = (): string => pick(['k', 'l', 'm'])

  const members = (): string =>
    pick([
      () => {
        const K = fresh('K')
        return `class ${K} {\n  #base = ${path()}\n  static #made\n  static root = ${path()}\n  static { ${K}.root += ${path()} }\n  static get one() { return (${K}.#made ??= new ${K}()) }\n  #join(p) { return this.#base + p }\n  get(p) { return ${ask(`${K}.root + this.#join(p)`)} }\n}\n${K}.one.get(${path()})\n${chance(0.5) ? `${K}.one.get(${path()})` : ''}`
      },
      () => {
        const K = fresh('K')
        return `class ${K} {\n  #p = ${path()}\n  get base() { return this.#p }\n  set base(v) { this.#p = v + ${path()} }\n}\n{ const it = new ${K}()\n${chance(0.7) ? `it.base = ${path()}` : ''}\n${ask('it.base')} }`
      },
      () => {
        const o = fresh('o')
        return `const ${o} = { kept: ${path()}, get base() { return this.kept }, set base(v) { this.kept = ${pick(['v', `v + ${path()}`, `String(v).trim()`])} } }\n${chance(0.7) ? `${o}.base = ${path()}\n` : ''}${ask(`${o}.base`)}\n${ask(`${o}.kept`)}`
      },
      () => {
        const [o, f] = [fresh('o'), fresh('f')]
        return `const ${o} = {}\nfunction ${f}() {\n  if (${o}.done) return\n  ${o}.done = true\n  ${ask(path())}\n}\n${f}()\n${f}()`
      },
      () => {
        const [v, f] = [fresh('v'), fresh('f')]
        return `let ${v}\nconst ${f} = () => (${v} ${pick(['??=', '||='])} { base: ${path()}, get(p) { return ${ask('this.base + p')} } })\n${f}().get(${path()})\n${f}().get(${path()})`
      },
      () => {
        const [M, K] = [fresh('M'), fresh('K')]
        return `const ${M} = (Parent) => class extends Parent {\n  base = ${path()}\n  full(p) { return this.base + p }\n}\nclass ${K} extends ${M}(Object) {\n  get(p = ${path()}) { return ${ask('this.full(p)')} }\n}\nnew ${K}().get(${chance(0.5) ? path() : ''})`
      },
    ])()

  const lists = (): string =>
    pick([
      () => {
        const o = fresh('o')
        return `const ${o} = Object.fromEntries(Object.entries({ a: ${path()}, b: ${path()} }).map(([n, p]) => [n, (q = '') => ${ask('p + q')}]))\n${o}.${pick(['a', 'b'])}(${chance(0.5) ? path() : ''})`
      },
      () => {
        const o = fresh('o')
        return `const ${o} = ['get', 'post'].reduce((all, m) => ({ ...all, [m]: (p) => ${ask(`p + '/' + m`)} }), {})\n${o}.${pick(['get', 'post'])}(${path()})`
      },
      () =>
        ask(`[${path()}, ${path()}, ${path()}].reduce((a, p, i) => ${pick(['a + p', `i ? a + p : a`, `p + a`])}, '')`),
      () => `Array.from({ length: 2 }, (_, i) => '/' + i + ${path()}).forEach((p) => ${ask('p')})`,
      () => `for (const p of Array.from(new Set([${path()}, ${path()}]))) ${ask('p')}`,
      () =>
        ask(`[[${path()}], [${path()}, [${path()}]]].flat(${pick(['', '1', 'Infinity'])}).length + ${path()}`).replace(
          "' + [[",
          "/' + [[",
        ),
      () =>
        `Object.entries({ a: ${path()}, b: ${path()} }).filter(([n]) => n !== '${pick(['a', 'b', 'c'])}').forEach(([, p]) => ${ask('p')})`,
      () => {
        const f = fresh('f')
        return `function ${f}({ path, opts: { head = ${path()}, tail = head } = {} } = {}, [first = ${path()}] = []) { ${ask('head + (path ?? first) + tail')} }\n${f}(${pick(['', `{ path: ${path()} }`, `{ opts: { tail: ${path()} } }`, `undefined, [${path()}]`])})`
      },
      () => {
        const o = fresh('o')
        return `const ${o} = { ${key()}: { get: (p) => ${ask('p')} }, n: null }\n${o}.${key()}?.get?.(${path()})\n${o}.n?.get(${path()})\n${ask(`(${o}.n?.base ?? ${path()})`)}`
      },
      () => {
        const t = fresh('t')
        return `const ${t} = (strings, ...values) => strings.reduce((all, s, i) => all + s + (values[i] ?? ''), '')\n${ask(`${t}\`/x\${${path()}}/y\${1}\``)}\n${ask(`String.raw\`/r\${${path()}}\``)}`
      },
      () =>
        `out: for (const g of [['', ${path()}], [${path()}, '']]) { for (const p of g) { if (!p) continue; if (p === '/b') continue out; ${ask('p')}; break out } }`,
      () => `{ const { ${key()}: x = ${path()}, ...rest } = { k: ${path()}, z: ${path()} }\n${ask('x + rest.z')} }`,
      () => {
        const s = fresh('s')
        return `const ${s} = Symbol('s')\n{ const o = { [${s}]: ${path()} }\n${ask(`o[${s}]`)} }`
      },
    ])()

  const later = (): string =>
    pick([
      () => {
        const g = fresh('g')
        return `async function* ${g}() { for (const p of [${path()}, ${path()}]) yield await Promise.resolve(p) }\n;(async () => { for await (const p of ${g}()) ${ask('p')} })()`
      },
      () => {
        const q = fresh('q')
        return `const ${q} = { on: {}, add(n, f) { (this.on[n] ||= []).push(f) }, emit(n, ...a) { (this.on[n] || []).forEach((f) => f(...a)) } }\n${q}.add('x', (p) => ${ask('p')})\n${q}.emit('x', ${path()})`
      },
      () => {
        const c = fresh('c')
        return `const ${c} = (...fns) => (v) => fns.reduce((x, f) => f(x), v)\n${c}((p) => p + ${path()}, (p) => ${ask('p')})(${path()})`
      },
      () => {
        const f = fresh('f')
        return `const ${f} = (fn, ...head) => (...tail) => fn(...head, ...tail)\n${f}((a, b) => ${ask('a + b')}, ${path()})(${path()})`
      },
      () => {
        const f = fresh('f')
        return `const ${f} = function (p) { const o = { url: p }; if (${pick(['this', 'p', "''", 'p.length > 2'])}) o.url = ${path()} + o.url; if (o.url) o.url = 'https://api.example.com' + o.url; return wx.request(o) }\n${f}(${path()})`
      },
      () =>
        `Promise.allSettled([Promise.resolve(${path()}), ${path()}]).then((all) => all.forEach(({ value }) => ${ask('value')}))`,
      () => {
        const f = fresh('f')
        return `function ${f}(list, i = 0) { if (i < list.length) { ${ask('list[i]')}; ${f}(list, i + 1) } }\n${f}([${path()}, ${path()}])`
      },
      () => {
        const P = fresh('P')
        return `const ${P} = new Proxy({ a: ${path()} }, { get: (t, n) => t[n] ?? '/' + n })\n${ask(`${P}.a`)}\n${ask(`${P}.other`)}`
      },
    ])()

  /** What is put over the platform's own request stays there for all that comes behind it. */
  const layer = (): string => {
    const f = fresh('raw')
    const change = pick([
      `{ ...o, url: o.url + ${path()} }`,
      `Object.assign({}, o, { url: o.url + ${path()} })`,
      `Object.assign(o, { url: o.url + ${path()} })`,
    ])
    return pick([
      `const ${f} = wx.request\nwx.request = function (o) { return ${f}.call(this, ${change}) }\n${ask(path())}`,
      `const ${f} = wx.request\nObject.defineProperty(wx, 'request', { configurable: true, writable: true, value: (o) => ${f}(${change}) })\n${ask(path())}`,
      `const ${f} = { request: (o) => wx.request(${change}) }\n${f}.request({ url: 'https://api.example.com' + ${path()} })`,
      `const ${f} = { ...wx, request: (o) => wx.request(${change}) }\n${f}.request({ url: 'https://api.example.com' + ${path()} })`,
      `const { request: ${f} } = wx\n${f}({ url: 'https://api.example.com' + ${path()} })`,
      `const ${f} = (api) => (o) => new Promise((success, fail) => wx[api]({ ...o, success, fail }))\n${f}('request')({ url: 'https://api.example.com' + ${path()} })`,
    ])
  }

  const pieces = Array.from({ length: size }, () => pick([members, lists, later, lists])())
  // At the end: a layer that stays is part of what every call goes through.
  if (chance(0.3)) pieces.push(layer())
  return { pieces, code: (list = pieces) => list.join('\n;') }
}
