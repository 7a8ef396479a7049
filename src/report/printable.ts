/**
 * Characters that must never reach a terminal or a page from source text: C0 and C1 controls (ANSI escapes begin with
 * one), line separators, marks that turn the direction of text (they make code look like other code), the byte order
 * mark, tag characters and halves of surrogate pairs.
 */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Text with each unprintable character replaced by one visible one, so that columns stay as they are:
 * the control pictures (`␛`) for C0 and DEL, `�` for the rest, a blank for a tab.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0)
    if (code === 9) return ' '
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** Printable text of at most `length` code units; the middle gives way, since both ends of a URL tell most. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return printable(text)
  const tail = Math.floor((length - 1) / 3)
  return printable(`${text.slice(0, length - 1 - tail)}…${text.slice(text.length - tail)}`)
}

/** JSON of which every character may be shown: what {@link printable} replaces is escaped instead, so nothing is lost. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
