import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

const SKIPPED = new Set(['node_modules', '.git', 'dist', 'unpackage', 'miniprogram_npm'])
const SCRIPT = /\.([cm]?[jt]sx?|wxs|sjs)$/
const COMPONENT = /\.(vue|mpx|wpy)$/

/** Paths of all files under a folder whose scripts the command reads; the same folders are left out. */
export function scriptFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : scriptFiles(file)
      return entry.isFile() && (SCRIPT.test(file) || COMPONENT.test(file)) ? [file] : []
    })
    .sort()
}

/** The scripts of one file: the whole file, or the `<script>` blocks of a component. */
export function scriptsOf(file, code = readFileSync(file, 'utf8')) {
  if (!COMPONENT.test(file)) return [{ file, code }]
  return [...code.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)].map(([, attributes, text]) => ({
    file: /lang=["']tsx?["']/.test(attributes) ? `${file}.ts` : `${file}.js`,
    code: text,
  }))
}

/** Options with which the baseline parses: what any tool needs to read such projects at all. */
export function parserOptions(file) {
  const typed = /\.[cm]?tsx?$/.test(file)
  return {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    plugins: [...(typed ? ['typescript'] : []), ...(/\.[cm]?ts$/.test(file) ? [] : ['jsx']), 'decorators'],
  }
}
