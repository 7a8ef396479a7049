import { emptyParts } from './collect'
import { readComponent } from './component'
import { Finder } from './finder'
import { extensionOf, sourceKind } from './kinds'
import type { SourceKind } from './kinds'
import { readStyle } from './style'
import { HTML, NATIVE, readTemplate, SWAN } from './template'
import type { SourceParts } from './types'

/**
 * Splits a file into the pieces that the extractor reads, with exact offsets. The file's name decides how it is read;
 * `kind` says it for an id that has no telling name. A file that holds nothing to read gives empty parts.
 * Never throws: what is broken is in `errors`, the rest is read. Linear in the length of the text.
 */
export function splitSource(id: string, code: string, kind: SourceKind | null = sourceKind(id)): SourceParts {
  const parts = emptyParts()
  const from = code.charCodeAt(0) === 0xfeff ? 1 : 0
  switch (kind?.type) {
    case 'script':
      parts.scripts.push({ start: from, end: code.length, lang: kind.lang, kind: kind.wxs ? 'wxs' : 'module' })
      break
    case 'json':
      parts.scripts.push({ start: from, end: code.length, lang: 'js', kind: 'json' })
      break
    case 'style':
      readStyle(code, parts, from, code.length, kind.syntax)
      break
    case 'component':
      readComponent(new Finder(code), parts, from, {
        flavour: kind.flavour,
        lang: extensionOf(id) === 'uvue' ? 'ts' : 'js',
      })
      break
    case 'template':
      readTemplate(new Finder(code), parts, kind.swan ? SWAN : NATIVE, from)
      break
    case 'html':
      readTemplate(new Finder(code), parts, HTML, from)
      break
  }
  return parts
}
