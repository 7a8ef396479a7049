import { readFileSync } from 'node:fs'
import path from 'node:path'
import { LintThread } from '../src/eslint/thread'
import type { Setting } from './main'
import { cpuSeconds, fixed, median, table } from './measure'
import { withProjects } from './projects'
import { scriptFiles } from './scripts.mjs'

/** Files of each project that are typed in, spread over it, and keys pressed in each. */
const FILES = 5
const KEYS = 8

/**
 * What the ESLint rules cost while somebody types: the first text of a project, and each key press after it, when the file
 * is not saved in between: in a URL, and in a comment. What is typed parses, since linters run no rule on what doesn't.
 * CPU of all threads, the rules' worker among them, without ESLint's own parsing.
 */
export async function benchEslint({ root }: Setting): Promise<string> {
  const rows = await withProjects(root, async (projects) => {
    const out: string[][] = []
    for (const { name, folder } of projects) out.push([name, ...(await measure(folder))])
    return out
  })
  return `### The ESLint rules while typing (CPU; ${FILES} files of each project, ${KEYS} keys in each)

${table(['project', 'scripts', 'first text, ms', 'first key in a file, ms', 'each further key, median ms', 'slowest ms', 'key in a comment, median ms'], rows)}`
}

/** Not a tool's configuration, nor types: nobody types hosts there, and they cost nothing. */
function isProgram(file: string): boolean {
  const name = path.basename(file)
  return !name.startsWith('.') && !/\.d\.ts$|^[\w-]+\.config\.\w+$/.test(name)
}

async function measure(folder: string): Promise<string[]> {
  const scripts = scriptFiles(folder).filter((file) => /\.(?:[jt]sx?|vue)$/.test(file) && isProgram(file))
  const lint = new LintThread(new URL('./eslint-worker.mjs', import.meta.url))
  const settings = { root: folder }
  const ask = (file: string, text: string) =>
    cpuSeconds(async () => {
      const { problem } = lint.ask({ file, text, cwd: folder, settings })
      if (problem !== null) throw new Error(problem)
    })
  const step = Math.max(1, Math.floor(scripts.length / FILES))
  const files = scripts.filter((_, index) => index % step === 0).slice(0, FILES)
  const first = await ask(files[0] as string, readFileSync(files[0] as string, 'utf8'))
  const firstKeys: number[] = []
  const keys: number[] = []
  const comments: number[] = []
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    // Before the end of the last script, so that components are typed in as well.
    const at = file.endsWith('.vue') ? Math.max(0, text.lastIndexOf('</script>')) : text.length
    const typed = 'http://127.0.0.1:3000/x'
    const withPiece = (piece: string) => text.slice(0, at) + piece + text.slice(at)
    for (let key = 1; key <= KEYS; key++) {
      const piece = typed.slice(0, Math.ceil((typed.length * key) / KEYS))
      const seconds = await ask(file, withPiece(`\nwx.request({ url: '${piece}' })\n`))
      if (key === 1) firstKeys.push(seconds)
      else keys.push(seconds)
    }
    for (let key = 1; key <= KEYS; key++)
      comments.push(await ask(file, withPiece(`\nwx.request({ url: '${typed}' })\n// ${typed.slice(0, key)}\n`)))
  }
  const ms = (seconds: number): string => fixed(seconds * 1000, 0)
  return [
    String(scripts.length),
    ms(first),
    ms(median(firstKeys)),
    ms(median(keys)),
    ms(Math.max(...keys)),
    ms(median(comments)),
  ]
}
