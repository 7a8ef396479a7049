/**
 * Makes small programs at random, the same ones for the same seed. They use what values go through in JavaScript:
 * assignments, objects and their aliases, arrays changed in place, closures, branches, loops, functions, classes.
 */

export interface Program {
  /** Statements that stand on their own, so that a failing program can be made smaller by leaving some out. */
  statements: string[]
  /** The program's text: the statements and one call of the platform with the URL. */
  code(statements?: string[]): string
}

/** A small generator of pseudo-random numbers (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const TEXTS = ['a', 'b', 'ab', '/x', 'y/z', '', 'A', 'a-b', '7', 'v1/']
const VERSIONS = ['develop', 'trial', 'release']
const KEYS = ['k', 'l', 'm']

export interface Features {
  /** Tests that depend on the parameter `flag` of the function around the program. */
  flags: number
  /** Tests that depend on the run-time environment. */
  versions?: boolean
}

/** One program. `size` is the number of statements, about. */
export function generate(seed: number, size: number, features: Features = { flags: 0 }): Program {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const chance = (p: number) => random() < p
  let count = 0
  const fresh = (letter: string) => `${letter}${count++}`
  const scope = {
    strings: [] as string[],
    constants: [] as string[],
    objects: [] as string[],
    arrays: [] as string[],
    functions: [] as string[],
    classes: [] as string[],
  }
  const text = () => `'${pick(TEXTS)}'`
  const readable = () => [...scope.strings, ...scope.constants]

  const expression = (depth: number): string => {
    const e = () => expression(depth - 1)
    const leaves: (() => string)[] = [text]
    if (readable().length)
      leaves.push(
        () => pick(readable()),
        () => pick(readable()),
      )
    if (scope.objects.length) leaves.push(() => `${pick(scope.objects)}.${pick(KEYS)}`)
    if (scope.arrays.length) leaves.push(() => `${pick(scope.arrays)}[${pick([0, 1])}]`)
    if (depth <= 0) return pick(leaves)()
    const nodes: (() => string)[] = [
      ...leaves,
      () => `(${e()} + ${e()})`,
      () => `\`${text().slice(1, -1)}\${${e()}}\``,
      () => `(${test(depth - 1)} ? ${e()} : ${e()})`,
      () => `(${e()} || ${e()})`,
      () => `(${e()} ?? ${e()})`,
      () => `(${e()} && ${e()})`,
      () =>
        `String(${e()})${pick(['.toUpperCase()', '.trim()', '.slice(1)', `.replace('a', 'c')`, `.split('/')[0]`, `.concat('q')`, '.substring(0, 1)', `.replaceAll('a', '')`, '.charAt(0)', `.padStart(3, '0')`, '.repeat(2)', '.at(-1)', '.toLowerCase()', `.replace(/[a-z]/g, '-')`, `.replace(/\\/$/, '')`])}`,
      () =>
        `[${e()}, ${e()}].${pick([`join('/')`, 'join()', `concat('w').join('')`, `reverse().join('.')`, `slice(1).join('.')`, `map((t) => t + '!').join('')`, 'at(-1)', 'length', `filter(Boolean).join('')`, `indexOf('a')`])}`,
      () => `encodeURIComponent(${e()})`,
      () => `({ k: ${e()}, ['l']: ${e()} }).${pick(KEYS)}`,
    ]
    if (scope.functions.length) nodes.push(() => `${pick(scope.functions)}(${e()}${chance(0.5) ? `, ${e()}` : ''})`)
    if (scope.objects.length)
      nodes.push(() =>
        `{ ...${pick(scope.objects)}, k: ${e()} }.${pick(KEYS)}`.replace(/^/, '(').replace(/(\})(\.\w)$/, '$1)$2'),
      )
    if (features.versions) {
      nodes.push(
        () => `({ develop: ${e()}, trial: ${e()}, release: ${e()} })[version]`,
        () => `({ develop: ${e()}, release: ${e()} }[version] || ${e()})`,
      )
    }
    if (scope.arrays.length)
      nodes.push(
        () => `${pick(scope.arrays)}.join('/')`,
        () => `${pick(scope.arrays)}.length`,
      )
    if (scope.classes.length)
      nodes.push(() => `new ${pick(scope.classes)}(${e()}).${pick(['get()', 'field', 'both', 'base'])}`)
    return pick(nodes)()
  }

  const test = (depth: number): string => {
    const e = () => expression(Math.max(0, depth - 1))
    const nodes = [
      () => `${e()} === ${text()}`,
      () => `${e()} !== ${e()}`,
      () => `!${e()}`,
      e,
      () => `String(${e()}).includes('a')`,
      () => `String(${e()}).length > 1`,
      () => `${e()} == null`,
      () => `/^[ab]/.test(${e()})`,
      () => `typeof ${e()} === 'string'`,
    ]
    if (scope.objects.length) nodes.push(() => `'${pick(KEYS)}' in ${pick(scope.objects)}`)
    if (features.versions && chance(0.6)) {
      return pick([
        `version === '${pick(VERSIONS)}'`,
        `version !== '${pick(VERSIONS)}'`,
        `!(version === '${pick(VERSIONS)}')`,
        `['develop', 'trial'].includes(version)`,
        `version == '${pick(VERSIONS)}' || version == '${pick(VERSIONS)}'`,
      ])
    }
    if (features.flags && chance(0.6)) return pick(['flag === 1', 'flag', 'flag > 1', '!flag', 'flag !== 2'])
    return pick(nodes)()
  }

  /** Statements inside braces: what they declare ends with them. */
  const block = (length: number, depth: number): string => {
    const kept = Object.fromEntries(Object.entries(scope).map(([key, list]) => [key, [...list]]))
    const body = Array.from({ length }, () => statement(depth - 1)).join('\n')
    Object.assign(scope, kept)
    return `{\n${body}\n}`
  }

  const statement = (depth: number): string => {
    const e = () => expression(2)
    const nodes: (() => string)[] = [
      () => {
        const value = e()
        const name = fresh('s')
        scope.strings.push(name)
        return `let ${name} = ${value}`
      },
      () => {
        const value = e()
        const name = fresh('c')
        scope.constants.push(name)
        return `const ${name} = ${value}`
      },
      () => {
        const members = KEYS.filter(() => chance(0.7)).map((key) => `${key}: ${e()}`)
        const name = fresh('o')
        scope.objects.push(name)
        return `const ${name} = { ${members.join(', ')} }`
      },
      () => {
        const items = Array.from({ length: 2 }, e)
        const name = fresh('x')
        scope.arrays.push(name)
        return `const ${name} = [${items.join(', ')}]`
      },
      () => {
        const before = { ...scope, strings: [...scope.strings] }
        scope.strings.push('p', 'q')
        const result = expression(2)
        const early = chance(0.4) ? `if (${test(1)}) return ${expression(1)}; ` : ''
        Object.assign(scope, before)
        const name = fresh('f')
        scope.functions.push(name)
        const parameters = chance(0.5) ? `p, q = ${text()}` : 'p, q'
        if (chance(0.3)) return `function ${name}(${parameters}) { ${early}return ${result} }`
        return early || chance(0.3)
          ? `const ${name} = (${parameters}) => { ${early}return ${result} }`
          : `const ${name} = (${parameters}) => ${result}`
      },
      () => {
        const value = expression(1)
        const name = fresh('K')
        scope.classes.push(name)
        const parent = scope.classes.length > 1 && chance(0.4) ? scope.classes[scope.classes.length - 2] : null
        const made = parent ? `super(p); this.field = p + ${text()}` : `this.base = p; this.field = ${text()}`
        return `class ${name}${parent ? ` extends ${parent}` : ''} { ${parent ? '' : `base = ${value}; `}constructor(p) { ${made} } get() { return this.base + ${text()} } get both() { return this.base + this.field } }`
      },
    ]
    const { strings, objects, arrays } = scope
    if (strings.length) {
      nodes.push(
        () => `${pick(strings)} = ${e()}`,
        () => `${pick(strings)} += ${e()}`,
        () => `${pick(strings)} ||= ${e()}`,
      )
      nodes.push(() => {
        const target = pick(strings)
        const name = fresh('set')
        return `const ${name} = (v) => { ${target} = v }\n${name}(${e()})`
      })
      nodes.push(() => `[${pick(strings)}, ${pick(strings)}] = [${e()}, ${e()}]`.replace(/^/, ';'))
      if (depth > 0) {
        nodes.push(() => `for (let i = 0; i < ${pick([0, 1, 2])}; i++) ${pick(strings)} += ${pick(['i', text()])}`)
        if (arrays.length) nodes.push(() => `for (const t of ${pick(arrays)}) ${pick(strings)} ${pick(['+=', '='])} t`)
        if (arrays.length)
          nodes.push(() => `${pick(arrays)}.forEach((t) => { ${pick(strings)} ${pick(['+=', '='])} t })`)
        nodes.push(
          () =>
            `switch (${pick(strings)}) {\ncase ${text()}:\n${pick(strings)} = ${e()}\n${pick(['break', ''])}\ndefault:\n${pick(strings)} += ${text()}\n}`,
        )
        nodes.push(
          () =>
            `try {\n${pick(strings)} = ${e()}\n${chance(0.5) ? 'null.x' : ''}\n${pick(strings)} = ${e()}\n} catch {\n${pick(strings)} += ${text()}\n}`,
        )
      }
    }
    if (objects.length) {
      const o = () => pick(objects)
      const key = () => pick(KEYS)
      nodes.push(
        () => `${o()}.${key()} = ${e()}`,
        () => `${o()}['${key()}'] = ${e()}`,
        () => `${o()}.${key()} += ${text()}`,
        () => `Object.assign(${o()}, { ${key()}: ${e()} })`,
        () => `delete ${o()}.${key()}`,
        () => {
          const from = o()
          const name = fresh('o')
          const line = `const ${name} = ${pick([from, `{ ...${from} }`, `Object.assign({}, ${from})`, `{ ...${from}, ${key()}: ${e()} }`, `Object.freeze({ ...${from} })`])}`
          scope.objects.push(name)
          return line
        },
        () => {
          const name = fresh('mut')
          return `const ${name} = (o) => { o.${key()} = ${text()} }\n${name}(${o()})`
        },
        () => {
          const name = fresh('c')
          const line = `const { ${key()}: ${name} = ${text()} } = ${o()}`
          scope.constants.push(name)
          return line
        },
        () => `for (const key in ${o()}) ${strings.length ? pick(strings) : 'var z'} = key`,
        () => `for (const key of Object.keys(${o()})) ${o()}[key] = ${text()}`,
      )
    }
    if (arrays.length) {
      const x = () => pick(arrays)
      nodes.push(
        () => `${x()}.push(${e()})`,
        () => `${x()}[${pick([0, 1])}] = ${e()}`,
        () =>
          `${x()}.${pick(['reverse()', 'pop()', 'shift()', `unshift('n')`, 'sort()', 'splice(0, 1)', `fill('f')`, `splice(1, 0, 'i')`])}`,
        () => {
          const from = x()
          const name = fresh('x')
          scope.arrays.push(name)
          return `const ${name} = ${pick([from, `[...${from}]`, `${from}.slice()`, `${from}.concat('t')`, `${from}.map((t) => t + '.')`])}`
        },
      )
    }
    if (depth > 0) {
      nodes.push(
        () => `if (${test(2)}) ${block(2, depth)} else ${block(1, depth)}`,
        () => `if (${test(2)}) ${block(2, depth)}`,
        () => block(2, depth),
        () => `;(() => ${block(2, depth)})()`,
      )
    }
    return pick(nodes)()
  }

  const statements = Array.from({ length: size }, () => statement(2))
  const url = `'https://api.example.com/' + ${expression(3)}`
  const head = features.versions ? `const version = wx.getAccountInfoSync().miniProgram.envVersion\n` : ''
  const body = (list: string[]) => `${head}${list.join('\n')}\nwx.request({ url: ${url} })`
  return {
    statements,
    code: (list = statements) => (features.flags ? `exports.go = (flag) => {\n${body(list)}\n}` : body(list)),
  }
}
