/**
 * Makes projects at random in which a URL's pieces come through several modules, exported and imported in the ways
 * that ES modules, CommonJS and their mixtures allow. The same seed gives the same project.
 */
import { randomOf } from './generate'

/** A name that a module exports, and what a reader has to write to get it. */
interface Export {
  /** `member`: a named export; `default`: the default; `path`: members below either. */
  style: 'named' | 'default' | 'namespace'
  name: string
  /** Members below it, `.a.b`. */
  path: string
}

interface Module {
  file: string
  esm: boolean
  exports: Export[]
}

export function generateModules(seed: number): Record<string, string> {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const chance = (p: number) => random() < p
  const files: Record<string, string> = {}
  const modules: Module[] = []
  let count = 0
  const fresh = (letter: string) => `${letter}${count++}`

  /** A way to read an export from another module: statements in front, and the expression. */
  const read = (from: Module, item: Export, esm: boolean): { take: string; is: string } => {
    const file = `./${from.file}`
    const alias = fresh('i')
    if (esm) {
      if (item.style === 'default') {
        const take = pick([
          `import ${alias} from '${file}'`,
          `import { default as ${alias} } from '${file}'`,
          ...(from.esm ? [`import * as n${alias} from '${file}'\nconst ${alias} = n${alias}.default`] : []),
        ])
        return { take, is: alias + item.path }
      }
      if (item.style === 'namespace')
        return { take: `import { ${item.name} as ${alias} } from '${file}'`, is: alias + item.path }
      const take = pick([
        `import { ${item.name} as ${alias} } from '${file}'`,
        `import * as n${alias} from '${file}'\nconst ${alias} = n${alias}.${item.name}`,
        `import * as n${alias} from '${file}'\nconst { ${item.name}: ${alias} } = n${alias}`,
      ])
      return { take, is: alias + item.path }
    }
    const whole = from.esm && item.style === 'default' ? `require('${file}').default` : `require('${file}')`
    if (item.style === 'default') return { take: `const ${alias} = ${whole}`, is: alias + item.path }
    const take = pick([
      `const { ${item.name}: ${alias} } = ${whole}`,
      `const ${alias} = ${whole}.${item.name}`,
      `const w${alias} = ${whole}\nconst ${alias} = w${alias}['${item.name}']`,
    ])
    return { take, is: alias + item.path }
  }

  /** Wraps a value into members: what stands in the source, and the path to the value. */
  const shape = (value: string): { text: string; path: string } => {
    const kind = Math.floor(random() * 6)
    if (kind < 3) return { text: value, path: '' }
    if (kind === 3) return { text: `{ host: ${value}, other: 1 }`, path: '.host' }
    if (kind === 4) return { text: `{ list: ['x', ${value}] }`, path: '.list[1]' }
    return { text: `Object.freeze({ deep: { value: ${value} } })`, path: '.deep.value' }
  }

  const total = 3 + Math.floor(random() * 5)
  for (let i = 0; i < total; i++) {
    const esm = chance(0.55)
    const module: Module = { file: `m${i}`, esm, exports: [] }
    const lines: string[] = []
    const tail: string[] = []
    const value = (): string => {
      const own = `'${pick(['a', 'b', 'v1', 'shop', 'x-y'])}${i}'`
      if (!modules.length || chance(0.3)) return own
      const from = pick(modules)
      const { take, is } = read(from, pick(from.exports), esm)
      lines.push(take)
      return pick([is, `${is} + '/' + ${own}`, `\`\${${is}}-${i}\``, `(${is} || ${own})`, `(() => ${is})()`])
    }
    const wanted = 1 + Math.floor(random() * 2)
    for (let e = 0; e < wanted; e++) {
      const name = fresh('e')
      const { text, path } = shape(value())
      const named: Export = { style: 'named', name, path }
      const before = modules.filter((one) => one.esm && one.exports.some(({ style }) => style === 'named'))
      const forms: (() => Export)[] = esm
        ? [
            () => (tail.push(`export const ${name} = ${text}`), named),
            () => (tail.push(`const ${name} = ${text}`, `export { ${name} }`), named),
            () => (tail.push(`const l${name} = ${text}`, `export { l${name} as ${name} }`), named),
            () => (tail.push(`export function ${name}() {\n  return ${text}\n}`), { ...named, path: `()${path}` }),
            () => (tail.push(`export let ${name}`, `${name} = ${text}`), named),
            ...(module.exports.every(({ style }) => style !== 'default')
              ? [
                  () => (
                    tail.push(`export default ${text.startsWith('{') ? `(${text})` : text}`),
                    { style: 'default' as const, name: 'default', path }
                  ),
                  () => (
                    tail.push(`const ${name} = ${text}`, `export { ${name} as default }`),
                    { style: 'default' as const, name: 'default', path }
                  ),
                ]
              : []),
            ...(before.length
              ? [
                  () => {
                    const from = pick(before)
                    const item = from.exports.find(({ style }) => style === 'named')!
                    tail.push(`export { ${item.name} as ${name} } from './${from.file}'`)
                    return { ...named, path: item.path }
                  },
                  () => {
                    const from = pick(before)
                    const item = from.exports.find(({ style }) => style === 'named')!
                    tail.push(`export * as ${name} from './${from.file}'`)
                    return { style: 'namespace' as const, name, path: `.${item.name}${item.path}` }
                  },
                ]
              : []),
          ]
        : [
            () => (tail.push(`exports.${name} = ${text}`), named),
            () => (tail.push(`module.exports.${name} = ${text}`), named),
            () => (tail.push(`Object.assign(exports, { ${name}: ${text} })`), named),
            () => (
              tail.push(`Object.defineProperty(exports, '${name}', { enumerable: true, get: () => (${text}) })`),
              named
            ),
            () => (tail.push(`exports.${name} = function () {\n  return ${text}\n}`), { ...named, path: `()${path}` }),
          ]
      module.exports.push(pick(forms)())
    }
    if (!esm && chance(0.3)) {
      // The whole object at once: what was set on `exports` before is put in by hand.
      const name = fresh('e')
      tail.push(`module.exports = { ...module.exports, ${name}: '${name}' }`)
      module.exports.push({ style: 'named', name, path: '' })
    }
    if (esm && chance(0.25)) {
      const star = modules.filter((one) => one.esm && one.exports.some(({ style }) => style === 'named'))
      if (star.length) {
        const from = pick(star)
        tail.push(`export * from './${from.file}'`)
        module.exports.push(from.exports.find(({ style }) => style === 'named')!)
      }
    }
    files[`${module.file}.js`] = `${[...lines, ...tail].join('\n')}\n`
    modules.push(module)
  }
  const esm = chance(0.5)
  const lines: string[] = []
  const pieces = Array.from({ length: 3 }, () => {
    const from = pick(modules)
    const { take, is } = read(from, pick(from.exports), esm)
    lines.push(take)
    return is
  })
  files['index.js'] =
    `${lines.join('\n')}\nwx.request({ url: 'https://api.example.com/' + ${pieces.join(" + '/' + ")} })\n`
  return files
}
