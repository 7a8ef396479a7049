import { realpathSync } from 'node:fs'
import { posix } from 'node:path'

/** Files that hold no text that a mini program runs: never handed to the session, never audited. */
const BINARY =
  /\.(?:png|jpe?g|gif|webp|avif|bmp|ico|icns|heic|woff2?|ttf|otf|eot|mp[34]|m4a|aac|wav|ogg|flac|webm|mov|avi|wasm|pdf|zip|gz|br|tgz|7z|rar|bin|node|exe|dll|so|psd)$/i

/** Queries that leave a module's text as it is in the file: cache busting of dev servers, uni-app's page marks. */
const NEUTRAL_QUERY = /^\??(?:(?:t|v|ts|import|page|\{.*\})(?:=[^&]*)?(?:&|$))+$/

/** A module id of a host, taken apart. */
export interface ModuleId {
  /** Absolute path with `/` and without query; of a virtual module the name without its NUL mark. */
  id: string
  /** Whether the host marks it as virtual, or it is no path at all. */
  virtual: boolean
  /** Whether the id asks for a part or another form of the file (`?vue&type=style`, `?raw`, `?commonjs-entry`). */
  part: boolean
}

/**
 * Takes a host's module id apart: backslashes, NUL marks and queries go.
 * A `#` stays: it is a legal character of file names, and no bundler's id carries a fragment.
 * What a workspace links into `node_modules` is named by its own place: uni-app's compiler keeps the link's
 * (`preserveSymlinks`), and the project's own code would be taken for a package's.
 */
export function parseId(raw: string): ModuleId {
  const marked = raw.includes('\0')
  const text = raw.replace(/\0/g, '').replace(/\\/g, '/')
  const query = text.indexOf('?')
  const path = query < 0 ? text : text.slice(0, query)
  const suffix = query < 0 ? '' : text.slice(query + 1)
  const absolute = path.startsWith('/') || /^[a-zA-Z]:\//.test(path)
  // Vite's dev server names files outside its root /@fs/….
  const id = path.startsWith('/@fs/') ? path.slice(/^\/@fs\/[a-zA-Z]:\//.test(path) ? 5 : 4) : path
  return {
    id: absolute ? ownPath(id) : id,
    virtual: marked || !absolute,
    part: suffix !== '' && !NEUTRAL_QUERY.test(suffix),
  }
}

function ownPath(id: string): string {
  if (!id.includes('/node_modules/')) return id
  try {
    // Packages are linked as directories; the file itself may be gone already.
    const real = slashed(realpathSync.native(posix.dirname(id)))
    return `${real}/`.includes('/node_modules/') ? id : `${real}/${posix.basename(id)}`
  } catch {
    return id
  }
}

/**
 * Whether a virtual module is a helper of the tools themselves (`\0rolldown/runtime.js`, `\0plugin-vue:export-helper`)
 * and no part of the project.
 */
export function isToolModule(id: string): boolean {
  return /^(?:rolldown|rollup|vite|commonjs|plugin-|babel|tslib|@oxc-)/.test(id)
}

/** Whether a file's name says that it can't be text. */
export function isBinary(file: string): boolean {
  return BINARY.test(file)
}

/** Source maps are made from sources and run by nobody: neither rewritten nor audited. */
export function isSourceMap(file: string): boolean {
  return file.endsWith('.map')
}

/**
 * The text of an emitted file, or null where it is none: a source map, a binary name, larger than 32 MB,
 * bytes that are no UTF-8 (they could not be written back unchanged).
 */
export function textOf(file: string, content: string | Uint8Array): string | null {
  if (isSourceMap(file) || isBinary(file)) return null
  if (typeof content === 'string') return content
  if (content.byteLength > LARGEST_TEXT || content.subarray(0, 1024).includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return null
  }
}

const LARGEST_TEXT = 32 << 20

/** A path with `/`, for ids and reports on Windows too. */
export function slashed(path: string): string {
  return path.replace(/\\/g, '/')
}
