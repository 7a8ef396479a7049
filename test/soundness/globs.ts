/** What bundlers make of patterns of files' names, for programs that are run without one. */
import { readdirSync } from 'node:fs'
import path from 'node:path'

type Load = (file: string) => any

/** All files below a directory, sorted, with `/`. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll(path.sep, '/'))
    .sort()
}

/** `*` and `**` of a pattern, the only signs that fixtures use. */
function expression(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*\/|\*)/)
    .map((piece) =>
      piece === '**/' ? '(?:.*/)?' : piece === '*' ? '[^/]*' : piece.replace(/[.+^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  return new RegExp(`^${source}$`)
}

/** Vite's `import.meta.glob` as a module sees it. https://vite.dev/guide/features.html#glob-import */
export function viteGlob(root: string, importer: string, load: Load) {
  return (given: string | string[], options: { eager?: boolean; import?: string } = {}): Record<string, unknown> => {
    const patterns = [given].flat()
    const here = path.dirname(importer)
    const relative = patterns.every((one) => /^!?\./.test(one))
    const absolute = (one: string): string => {
      const plain = one.replace(/^!/, '')
      return plain.startsWith('.') ? path.join(here, plain) : path.join(root, plain.replace(/^@/, ''))
    }
    const [wanted, left] = [false, true].map((isNot) =>
      patterns.filter((one) => one.startsWith('!') === isNot).map((one) => expression(absolute(one))),
    )
    const found = filesIn(root).filter(
      (file) => file !== importer && wanted.some((one) => one.test(file)) && !left.some((one) => one.test(file)),
    )
    const value = (file: string): any => {
      const exports = load(file)
      return options.import && options.import !== '*' ? exports[options.import] : exports
    }
    return Object.fromEntries(
      found.map((file) => {
        const key = relative ? path.relative(here, file).replace(/^(?!\.)/, './') : `/${path.relative(root, file)}`
        return [key, options.eager ? value(file) : async () => value(file)]
      }),
    )
  }
}

/** webpack's `require.context`. https://webpack.js.org/guides/dependency-management/#requirecontext */
export function webpackContext(root: string, importer: string, load: Load) {
  return (directory: string, deep = true, pattern = /^\.\/.*$/) => {
    const base = directory.startsWith('.')
      ? path.resolve(path.dirname(importer), directory)
      : path.join(root, directory.replace(/^@/, ''))
    const keys = filesIn(base)
      .map((file) => `./${path.relative(base, file)}`)
      .filter((key) => (deep || !key.includes('/', 2)) && pattern.test(key))
    const context = (key: string): any => {
      if (!keys.includes(key)) throw new Error(`Cannot find module '${key}'`)
      return load(path.join(base, key))
    }
    return Object.assign(context, { keys: () => keys, resolve: (key: string) => key, id: base })
  }
}
