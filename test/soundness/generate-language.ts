import { randomOf } from './generate'

/**
 * Makes small programs at random out of what {@link generate} leaves aside: classes with statics, accessors and `super`,
 * generators and iterators, promises and `async`, closures made in loops, labelled jumps, patterns, `finally`, tagged
 * templates, getters of objects. Each asks for a few URLs; the same seed gives the same program.
 */
export interface LanguageProgram {
  /** Pieces that stand on their own, so that a failing program can be made smaller by leaving some out. */
  pieces: string[]
  code(pieces?: string[]): string
}

const HOST = 'https://api.example.com'
const WORDS = ['a', 'b', 'users', 'v1', 'list', 'x-y', '7']

export function generateLanguage(seed: number, size: number): LanguageProgram {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const chance = (p: number): boolean => random() < p
  let count = 0
  const fresh = (letter: string): string => `${letter}${count++}`
  const word = (): string => `'${pick(WORDS)}'`
  const path = (): string => `'/${pick(WORDS)}'`
  const ask = (path: string): string => `wx.request({ url: '${HOST}' + ${path} })`
  /** A text of words, in one of the ways to write it. */
  const text = (): string =>
    pick([
      path,
      () => `'/' + ${word()}`,
      () => `\`/\${${word()}}\``,
      () => `['', ${word()}].join('/')`,
      () => `(${path()} ?? ${path()})`,
      () => `(null ?? ${path()})`,
      () => `({ k: ${path()} })?.k`,
      () => `({ k: { l: ${path()} } }).k?.l`,
      () => `(({ k = ${path()} } = {}) => k)()`,
      () => `((...all) => all[1])(${path()}, ${path()})`,
      () => `[...[${path()}], ${path()}][${pick([0, 1])}]`,
      () => `Object.values({ k: ${path()}, l: ${path()} })[${pick([0, 1])}]`,
      () => `(() => { switch (${word()}) { case 'a': return ${path()}; default: return ${path()} } })()`,
      () => `(() => { try { return ${path()} } finally { void 0 } })()`,
      () => `(() => { try { null.x } catch { return ${path()} } return ${path()} })()`,
      () => `(() => { for (const x of [${word()}, ${word()}]) if (x === 'b') return '/' + x; return ${path()} })()`,
      () =>
        `(() => { out: for (const i of [1, 2]) { for (const j of [1, 2]) { if (j === 2) continue out; if (i === 2) break out } } return ${path()} })()`,
      () => `((strings, ...values) => strings[0] + values.join(''))\`/t\${${word()}}\``,
      () => `String(${path()}).replace(/\\/(\\w)/, '/$1')`,
    ])()

  const klass = (): string => {
    const [name, child] = [fresh('K'), fresh('K')]
    const own = pick(['base', 'root', 'host'])
    const init = chance(0.5) ? `${own} = ${text()}` : `constructor(p = ${path()}) { this.${own} = p }`
    const member = pick([
      `get full() { return this.${own} + ${path()} }`,
      `full = this.${own} + ${path()}`,
      `get full() { return \`\${this.${own}}\${this.tail()}\` }`,
    ])
    // A field initialiser runs before the constructor's body.
    const safe = member.startsWith('full =') && !init.startsWith(own) ? `get full() { return this.${own} }` : member
    const fixed = `static made = ${text()}`
    const parent = `class ${name} { ${init}; ${fixed}; ${safe}; tail() { return ${path()} } #hidden = ${path()}; secret() { return this.#hidden } set both(v) { this.${own} = v + ${path()} } }`
    const inherited = `class ${child} extends ${name} { tail() { return super.tail() + ${path()} } static get made() { return super.made + ${path()} } }`
    const uses = [
      ask(`new ${name}(${chance(0.5) ? path() : ''}).full`),
      ask(`new ${child}(${chance(0.5) ? path() : ''}).full`),
      ask(`new ${child}().tail()`),
      ask(`${child}.made`),
      ask(`${name}.made`),
      ask(`new ${name}().secret()`),
      `{ const it = new ${child}(); it.both = ${path()}; ${ask(`it.${own}`)} }`,
      `{ const { ${own}: taken } = new ${name}(${path()}); ${ask('taken')} }`,
    ]
    return `${parent}\n${inherited}\n${Array.from({ length: 2 }, () => pick(uses)).join('\n')}`
  }

  const loop = (): string =>
    pick([
      () => {
        const list = fresh('f')
        return `const ${list} = []\nfor (${pick(['let', 'var'])} i = 0; i < 2; i++) ${list}.push(() => ${ask("'/r' + i")})\nfor (const f of ${list}) f()`
      },
      () => {
        const list = fresh('f')
        return `var ${list} = []\nfor (var t of [${path()}, ${path()}]) { const own = t; ${list}.push(function () { ${ask('own')} }) }\n${list}.forEach(function (f) { f() })`
      },
      () => `for (const [k, v] of Object.entries({ p: ${path()}, q: ${path()} })) ${ask("'/' + k + v")}`,
      () =>
        `[${path()}, ${path()}].map((p, i) => ({ p, i })).filter(({ i }) => i === ${pick([0, 1])}).forEach(({ p }) => ${ask('p')})`,
      () => `{ let n = 0; do { ${ask("'/n' + n")}; n++ } while (n < 2) }`,
      () =>
        `{ let all = ''; for (const p of [${path()}, ${path()}]) { if (p === '/b') continue; all += p } ${ask('all')} }`,
    ])()

  const given = (): string =>
    pick([
      () => {
        const g = fresh('g')
        return `function* ${g}() { yield ${text()}; yield* [${path()}] }\nfor (const u of ${g}()) ${ask('u')}`
      },
      () => {
        const o = fresh('o')
        return `const ${o} = { *[Symbol.iterator]() { yield ${path()}; yield ${path()} } }\nfor (const u of ${o}) ${ask('u')}\n${ask(`[...${o}][1]`)}`
      },
      () => {
        const o = fresh('o')
        return `const ${o} = { get k() { return this.l + ${path()} }, l: ${path()}, m() { return this.k } }\n${ask(`${o}.${pick(['k', 'm()', 'l'])}`)}`
      },
      () => {
        const f = fresh('f')
        return `const ${f} = async (p) => { const r = await p; return r + ${path()} }\n${f}(${path()}).then((u) => ${ask('u')})`
      },
      () => {
        const f = fresh('f')
        return `async function ${f}() { try { const u = await Promise.resolve(${text()}); ${ask('u')} } finally { ${ask(path())} } }\n${f}()`
      },
      () => `new Promise((ok) => ok(${text()})).then((p) => p + ${path()}).then((p) => { ${ask('p')} })`,
      () => `Promise.all([${path()}, Promise.resolve(${path()})]).then(([p, q]) => ${ask('p + q')})`,
      () => {
        const f = fresh('f')
        return `const ${f} = (p) => (q) => (r = ${path()}) => ${ask('p + q + r')}\n${f}(${path()})(${path()})(${chance(0.5) ? path() : ''})`
      },
      () => {
        const f = fresh('f')
        return `function ${f}({ url, ...rest }, [first = ${path()}] = []) { ${ask('url + first + (rest.tail || "")')} }\n${f}({ url: ${text()}, tail: ${path()} }${chance(0.5) ? `, [${path()}]` : ''})`
      },
      () => {
        const o = fresh('o')
        return `const ${o} = Object.setPrototypeOf({ own: ${path()} }, { up: ${path()}, get() { return this.own + this.up } })\n${ask(`${o}.get()`)}`
      },
      () => {
        const f = fresh('F')
        return `function ${f}(p) { this.p = p }\n${f}.prototype.get = function () { return this.p + ${path()} }\n${ask(`new ${f}(${path()}).get()`)}`
      },
      () => {
        const m = fresh('m')
        return `const ${m} = new Map([['a', ${path()}], ['b', ${path()}]])\n${m}.set('c', ${path()})\n${ask(`${m}.get('${pick(['a', 'b', 'c'])}')`)}`
      },
      () => {
        const f = fresh('f')
        return `const ${f} = function () { return arguments.length + arguments[${pick([0, 1])}] }\n${ask(`'/' + ${f}(${path()}, ${path()})`)}`
      },
      () => {
        const f = fresh('f')
        return `const ${f} = ((base) => { let n = ''; return { add(p) { n += p; return this }, url: () => base + n } })(${path()})\n${f}.add(${path()})\n${ask(`${f}.url()`)}`
      },
      () => ask(text()),
      () => `{ const { a: { b = ${path()} } = {}, ...rest } = { c: ${path()} }; ${ask('b + rest.c')} }`,
      () => `{ let u; if (!u) u = ${path()}; u &&= u + ${path()}; u ||= ${path()}; ${ask('u')} }`,
      () => `{ const t = ${word()}; ${ask(`t === ${word()} ? ${path()} : t === 'a' ? ${path()} : ${path()}`)} }`,
    ])()

  const pieces = Array.from({ length: size }, () => pick([klass, loop, given, given])())
  return { pieces, code: (list = pieces) => list.join('\n;') }
}
