import type { BuildValue } from '../options'
import type { Place } from '../url/place'
import { parseEnvFile } from './env-file'
import { joinPath, type ProjectFiles } from './files'

/** Larger `.env` files are no configuration; they are left unread. In UTF-16 code units. */
const LARGEST = 1 << 20

/** What the `.env` files and the shell say: the text value of each variable, and the place of the assignment. */
export type EnvValues = Map<string, { value: string; place: Place | null }>

/**
 * Reads `.env`, `.env.local`, `.env.<mode>` and `.env.<mode>.local`, a later file over an earlier one, replaces
 * `${NAME}`, and lets the shell's own value of a variable win: the way of Vite's `loadEnv`, before it filters by prefix.
 * Variables of the shell that no file names are not part of the result.
 * @param directory where the files stand (Vite's `envDir`), absolute
 * @param shell the process's environment
 */
export function readEnvFiles(
  files: ProjectFiles,
  directory: string,
  mode: string,
  shell: Readonly<Record<string, string | undefined>>,
): EnvValues {
  const written: EnvValues = new Map()
  for (const name of ['.env', '.env.local', `.env.${mode}`, `.env.${mode}.local`]) {
    const file = joinPath(directory, name)
    const text = files.read(file)
    if (text === null || text.length > LARGEST) continue
    for (const entry of parseEnvFile(text)) {
      written.set(entry.name, { value: entry.value, place: { file, line: entry.line, column: entry.column } })
    }
  }
  // In their order, each seeing the earlier ones replaced and the later ones as written, as dotenv-expand does.
  for (const [name, own] of written) written.set(name, expand(name, own, written, shell))
  return written
}

function expand(
  name: string,
  own: { value: string; place: Place | null },
  values: EnvValues,
  shell: Readonly<Record<string, string | undefined>>,
): { value: string; place: Place | null } {
  if (shell[name] && shell[name] !== own.value) return { value: shell[name].replace(/\\\$/g, '$'), place: null }
  let { value, place } = own
  const seen = new Set<string>()
  // A reference may bring further references; the bounds stop those that grow for ever.
  for (let round = 0; round < 200 && value.length < 1 << 16; round++) {
    const match = /(?<!\\)\$\{([^{}]+)\}|(?<!\\)\$([A-Za-z_]\w*)/.exec(value)
    if (!match) break
    seen.add(value)
    const [, key, operator = '', fallback = ''] = /^(.*?)(?:(:\+|\+|:-|-)(.*))?$/s.exec(match[1] ?? match[2])!
    const found = shell[key] ?? values.get(key)?.value ?? ''
    const conditional = operator.endsWith('+')
    const text = conditional ? (found ? fallback : '') : found && !seen.has(found) ? found : fallback
    // The start of a URL decides its origin, so the place follows the variable that the value starts with.
    if (match.index === 0 && text === found && !conditional)
      place = shell[key] !== undefined ? null : (values.get(key)?.place ?? place)
    value = value.slice(0, match.index) + text + value.slice(match.index + match[0].length)
    if (value === values.get(key)?.value) break
  }
  return { value: value.replace(/\\\$/g, '$'), place }
}

/**
 * The variables that programs see: those of the files and of the shell that begin with one of the prefixes.
 * An empty prefix would show every secret of the shell and is left out, as Vite refuses it.
 */
export function exposed(
  values: EnvValues,
  shell: Readonly<Record<string, string | undefined>>,
  prefixes: readonly string[],
): Map<string, BuildValue> {
  const shown = (name: string) => prefixes.some((prefix) => prefix !== '' && name.startsWith(prefix))
  const out = new Map<string, BuildValue>()
  for (const [name, value] of values) if (shown(name)) out.set(name, value)
  for (const [name, value] of Object.entries(shell)) {
    if (value !== undefined && shown(name) && out.get(name)?.value !== value) out.set(name, { value, place: null })
  }
  return out
}
