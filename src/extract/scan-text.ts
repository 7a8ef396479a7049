import { addRegion, createRegions } from './scan-regions'
import type { CodeRegions } from './scan-regions'
import { scanScript } from './scan-script'

/** Finds comments and strings of a style. `//` starts a comment in scss, less, sass and stylus, but not within `url(…)`. */
export function scanStyle(text: string, lineComments: boolean): CodeRegions {
  const regions = createRegions()
  const token = /\/\*|\/\/|"|'|\burl\(\s*/gi
  const urlEnd = /[)\n\r]/g
  let urlsEnd = true
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index
    let end = token.lastIndex
    if (match[0] === '/*') {
      const stop = text.indexOf('*/', end)
      if (stop < 0) regions.certain = false
      end = stop < 0 ? text.length : stop + 2
      addRegion(regions, 'comment', start, end)
    } else if (match[0] === '//') {
      // `http://x` outside quotes and `url(…)` is an address that someone forgot to quote, not a comment.
      if (!lineComments || text.charCodeAt(start - 1) === 58) continue
      end = lineEnd(text, end)
      addRegion(regions, 'comment', start, end)
    } else if (match[0] === '"' || match[0] === "'") {
      end = stringEnd(text, start, regions)
      addRegion(regions, 'string', start, end)
    } else if (urlsEnd && !/["']/.test(text.charAt(end))) {
      urlEnd.lastIndex = end
      const stop = urlEnd.exec(text)
      // Where nothing closes this one, nothing closes the later ones either; asking again each time would be quadratic.
      if (stop) end = stop.index
      else urlsEnd = false
    }
    token.lastIndex = end
  }
  return regions
}

/** Finds comments and strings of JSON, with the comments and single quotes that toolchains allow. */
export function scanJson(text: string): CodeRegions {
  const regions = createRegions()
  const token = /\/\*|\/\/|"|'/g
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index
    let end = token.lastIndex
    if (match[0] === '/*') {
      const stop = text.indexOf('*/', end)
      if (stop < 0) regions.certain = false
      end = stop < 0 ? text.length : stop + 2
      addRegion(regions, 'comment', start, end)
    } else if (match[0] === '//') {
      end = lineEnd(text, end)
      addRegion(regions, 'comment', start, end)
    } else {
      end = stringEnd(text, start, regions)
      addRegion(regions, 'string', start, end)
    }
    token.lastIndex = end
  }
  return regions
}

/**
 * Finds comments of a `.env` file: a `#` at the start of a line, behind a blank, or behind a closed quote.
 * (Vite's reader also cuts an unquoted value at any other `#`; such a value is kept here, since a URL may stand in it.)
 */
export function scanEnv(text: string): CodeRegions {
  const regions = createRegions()
  const line = /(?:^|[\n\r])[^\S\n\r]*(?:export[^\S\n\r]+)?[\w.-]+[^\S\n\r]*[=:][^\S\n\r]*(["'`])|(?:^|[\n\r\s])#/g
  for (let match = line.exec(text); match; match = line.exec(text)) {
    if (match[1]) {
      const open = line.lastIndex - 1
      const close = text.indexOf(match[1], open + 1)
      // A quote that stays open holds no value over lines: the rest of the line is read like any other.
      if (close < 0) continue
      addRegion(regions, 'string', open, close + 1)
      line.lastIndex = close + 1
      if (/^[^\S\n\r]*#/.test(text.slice(close + 1, close + 200))) {
        const start = text.indexOf('#', close)
        const end = lineEnd(text, start)
        addRegion(regions, 'comment', start, end)
        line.lastIndex = end
      }
      continue
    }
    const end = lineEnd(text, line.lastIndex)
    addRegion(regions, 'comment', line.lastIndex - 1, end)
    line.lastIndex = end
  }
  return regions
}

/**
 * Finds comments in a template (`.wxml`, `.html`) or a single-file component (`.vue`, `.mpx`): `<!-- -->`, and inside
 * script and style elements (`<wxs>` and its like included) those of their languages.
 */
export function scanMarkup(text: string, commentsOnly = false): CodeRegions {
  const regions = createRegions()
  const token = /<!--|<(script|style|wxs|sjs|renderjs)\b(?=[\s/>])|<[A-Za-z/]/gi
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index
    if (match[0] === '<!--') {
      const stop = text.indexOf('-->', start + 4)
      if (stop < 0) regions.certain = false
      const end = stop < 0 ? text.length : stop + 3
      addRegion(regions, 'comment', start, end)
      token.lastIndex = end
      continue
    }
    const tag = tagEnd(text, token.lastIndex)
    token.lastIndex = tag
    if (!match[1] || text.charCodeAt(tag - 2) === 47) continue
    const name = match[1].toLowerCase()
    const close = new RegExp(`</${name}\\b`, 'gi')
    close.lastIndex = tag
    const closing = close.exec(text)
    const end = closing ? closing.index : text.length
    if (!closing) regions.certain = false
    const inner = text.slice(tag, end)
    const attributes = text.slice(start, tag)
    append(
      regions,
      name === 'style'
        ? scanStyle(inner, isLineCommentStyle(attributes))
        : scanInlineScript(inner, attributes, commentsOnly),
      tag,
    )
    token.lastIndex = end
  }
  return regions
}

function scanInlineScript(text: string, attributes: string, commentsOnly: boolean): CodeRegions {
  if (/\btype\s*=\s*["']?application\/json/i.test(attributes)) return scanJson(text)
  return scanScript(text, { jsx: !/\blang\s*=\s*["']?(?:ts|typescript)\b/i.test(attributes), commentsOnly })
}

function isLineCommentStyle(attributes: string): boolean {
  return /\blang\s*=\s*["']?(?:scss|sass|less|styl)/i.test(attributes)
}

function append(to: CodeRegions, from: CodeRegions, offset: number): void {
  for (let i = 0; i < from.starts.length; i++) {
    addRegion(to, from.kinds[i], from.starts[i] + offset, from.ends[i] + offset)
  }
  if (!from.certain) to.certain = false
}

/** Offset behind the `>` of a tag; quoted values may hold one. */
function tagEnd(text: string, from: number): number {
  const part = /["'>]/g
  part.lastIndex = from
  for (let match = part.exec(text); match; match = part.exec(text)) {
    if (match[0] === '>') return part.lastIndex
    const close = text.indexOf(match[0], part.lastIndex)
    // A quote that stays open is taken for text: its tag ends at the next `>`.
    if (close >= 0) part.lastIndex = close + 1
    else {
      const end = text.indexOf('>', part.lastIndex)
      return end < 0 ? text.length : end + 1
    }
  }
  return text.length
}

function lineEnd(text: string, from: number): number {
  const end = /[\n\r]/g
  end.lastIndex = from
  return end.exec(text)?.index ?? text.length
}

/** Offset behind the closing quote, or the end of the line where there is none. */
function stringEnd(text: string, start: number, regions: CodeRegions): number {
  const quote = text.charCodeAt(start)
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === quote) return i + 1
    if (c === 92) i++
    else if (c === 10 || c === 13) {
      regions.certain = false
      return i
    }
  }
  regions.certain = false
  return text.length
}
