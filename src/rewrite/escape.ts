import type { LiteralKind } from '../extract/literals'

/**
 * Writes text so that it means itself inside a literal of this kind and quote; null where that literal can't hold it
 * (a backtick in `String.raw`).
 * @param raw the source text that it replaces: slashes that were escaped there (`http:\/\/`) are escaped again
 */
export function escapeFor(text: string, kind: LiteralKind, quote: string, raw = ''): string | null {
  switch (kind) {
    case 'string':
      return slashes(
        text.replace(/[\\\n\r\u2028\u2029]/g, escapeCharacter).replaceAll(quote || '"', `\\${quote || '"'}`),
        raw,
      )
    case 'template':
      return slashes(text.replace(/\\|`|\$(?=\{)/g, '\\$&'), raw)
    case 'raw':
      return /[\\`]|\$\{/.test(text) ? null : text
    case 'style':
      return text.replace(quote ? new RegExp(`[\\\\${quote}]`, 'g') : /[\\"'()\s]/g, '\\$&')
    case 'jsx':
      return text.replace(/[&"'<>{}]/g, entity)
    case 'markup':
      return text.replace(/[&"'<>]/g, entity)
    case 'tagged':
    case 'key':
      return null
  }
}

function slashes(text: string, raw: string): string {
  return raw.includes('\\/') ? text.replaceAll('/', '\\/') : text
}

function escapeCharacter(character: string): string {
  return character === '\\' ? '\\\\' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`
}
