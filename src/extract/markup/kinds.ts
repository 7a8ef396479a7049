import type { ScriptLang, ScriptPart } from './types'

/** What a file is read as. `vue`, `mpx` and `wpy` are single-file components. */
export type SourceKind =
  | { type: 'script'; lang: ScriptLang; wxs: boolean }
  | { type: 'component'; flavour: 'vue' | 'mpx' | 'wpy' }
  | { type: 'template'; swan: boolean }
  | { type: 'html' }
  | { type: 'style'; syntax: StyleSyntax }
  | { type: 'json' }

/** Whether `//` is a comment in a style. */
export type StyleSyntax = 'css' | 'pre'

const script = (lang: ScriptLang, wxs = false): SourceKind => ({ type: 'script', lang, wxs })
const template: SourceKind = { type: 'template', swan: false }
const css: SourceKind = { type: 'style', syntax: 'css' }
const preprocessed: SourceKind = { type: 'style', syntax: 'pre' }

/** Files by extension. Templates, styles and template scripts: the platforms' own names for wxml, wxss and wxs. */
const KINDS: Readonly<Record<string, SourceKind>> = Object.freeze({
  js: script('js'),
  mjs: script('js'),
  cjs: script('js'),
  ts: script('ts'),
  mts: script('ts'),
  cts: script('ts'),
  uts: script('ts'),
  jsx: script('jsx'),
  tsx: script('tsx'),
  wxs: script('js', true),
  sjs: script('js', true),
  qs: script('js', true),
  jds: script('js', true),
  dds: script('js', true),
  vue: { type: 'component', flavour: 'vue' },
  nvue: { type: 'component', flavour: 'vue' },
  uvue: { type: 'component', flavour: 'vue' },
  mpx: { type: 'component', flavour: 'mpx' },
  wpy: { type: 'component', flavour: 'wpy' },
  wxml: template,
  axml: template,
  ttml: template,
  qml: template,
  ksml: template,
  jxml: template,
  xhsml: template,
  swan: { type: 'template', swan: true },
  html: { type: 'html' },
  htm: { type: 'html' },
  css,
  wxss: css,
  acss: css,
  ttss: css,
  qss: css,
  jxss: css,
  scss: preprocessed,
  less: preprocessed,
  sass: preprocessed,
  styl: preprocessed,
  stylus: preprocessed,
  json: { type: 'json' },
} satisfies Record<string, SourceKind>)

/** The id without its query and hash-like suffix (`App.vue?vue&type=script` is `App.vue`). */
export function withoutQuery(id: string): string {
  const at = id.indexOf('?')
  return at < 0 ? id : id.slice(0, at)
}

/** A file's extension in lower case, without the dot; empty where it has none. */
export function extensionOf(id: string): string {
  const file = withoutQuery(id)
  const dot = file.lastIndexOf('.')
  return dot > file.lastIndexOf('/') ? file.slice(dot + 1).toLowerCase() : ''
}

/** What the file's name says it is, or null for a file that holds nothing to read (an image, a `.md`). */
export function sourceKind(id: string): SourceKind | null {
  const extension = extensionOf(id)
  return Object.hasOwn(KINDS, extension) ? KINDS[extension] : null
}

const SCRIPT_EXTENSIONS = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs', 'tsx', 'jsx']

/**
 * The files that may hold the page or component that a native template belongs to: those of the same name beside it,
 * TypeScript first, since a `.js` beside it would be its output. Empty for anything but a native template.
 */
export function scriptOf(id: string): string[] {
  if (sourceKind(id)?.type !== 'template') return []
  const file = withoutQuery(id)
  const base = file.slice(0, file.lastIndexOf('.') + 1)
  return SCRIPT_EXTENSIONS.map((extension) => base + extension)
}

/**
 * The script part's syntax and kind by its block's attributes, or null for a language that isn't read (CoffeeScript).
 * `fallback`: the syntax where none is named.
 */
export function scriptBlock(
  lang: string,
  type: string,
  fallback: ScriptLang,
): Pick<ScriptPart, 'lang' | 'kind'> | null {
  const name = (lang || type.slice(type.lastIndexOf('/') + 1)).trim().toLowerCase()
  switch (name) {
    case '':
      return { lang: fallback, kind: 'module' }
    case 'js':
    case 'javascript':
    case 'babel':
    case 'es6':
    case 'module':
    case 'renderjs':
    case 'ecmascript':
      return { lang: 'js', kind: 'module' }
    case 'ts':
    case 'typescript':
    case 'uts':
      return { lang: 'ts', kind: 'module' }
    case 'jsx':
      return { lang: 'jsx', kind: 'module' }
    case 'tsx':
      return { lang: 'tsx', kind: 'module' }
    case 'wxs':
    case 'sjs':
    case 'filter':
    case 'qs':
      return { lang: 'js', kind: 'wxs' }
    case 'json':
    case 'json5':
    case 'jsonc':
    case 'ld+json':
    case 'importmap':
      return { lang: 'js', kind: 'json' }
    default:
      return null
  }
}

/** A style block's syntax by its `lang` (or, as some projects write, `type`). */
export function styleSyntax(lang: string): StyleSyntax {
  return /^(?:text\/|stylesheet\/)?(?:scss|sass|less|styl|stylus)$/i.test(lang.trim()) ? 'pre' : 'css'
}
