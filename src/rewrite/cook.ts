/** Text as the program sees it, with the raw offset of each of its code units and of its end. */
export interface Cooked {
  text: string
  /** Absent where raw and cooked text are the same. */
  map?: number[]
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' }

/**
 * Resolves the escapes of a string or template of JavaScript or JSON, and the line ends of a template (CR LF is LF to the program).
 * Never throws: what is no escape stands for itself.
 */
export function cook(raw: string): Cooked {
  if (!raw.includes('\\') && !raw.includes('\r')) return { text: raw }
  const map: number[] = []
  let text = ''
  const escape =
    /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-7]{1,3})|\r\n|([\s\S]))|\r\n?|[^\\\r]+|\\/gy
  for (let match = escape.exec(raw); match; match = escape.exec(raw)) {
    const at = match.index
    if (match[0].charCodeAt(0) === 13) {
      text += '\n'
      map.push(at)
      continue
    }
    if (match[0].charCodeAt(0) !== 92) {
      text += match[0]
      for (let i = 0; i < match[0].length; i++) map.push(at + i)
      continue
    }
    const code = match[1] ?? match[2] ?? match[3]
    let produced = ''
    if (code) produced = String.fromCodePoint(Math.min(0x10ffff, parseInt(code, 16)))
    else if (match[4]) produced = String.fromCharCode(parseInt(match[4], 8))
    else if (match[5] && !/[\n\r\u2028\u2029]/.test(match[5])) produced = SIMPLE[match[5]] ?? match[5]
    text += produced
    for (let i = 0; i < produced.length; i++) map.push(at)
  }
  map.push(raw.length)
  return { text, map }
}
