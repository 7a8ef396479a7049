/**
 * Reads JSON as tools write it: comments, trailing commas and a byte order mark are tolerated
 * (`tsconfig.json`, `project.config.json`, `manifest.json`, `app.json`).
 * @returns the value, or undefined where the text is no such JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(stripJson(text))
    } catch {
      return undefined
    }
  }
}

/** Blanks comments and trailing commas, and keeps every other character where it is. */
export function stripJson(text: string): string {
  const pieces: string[] = []
  let kept = 0
  /** The last comma outside strings, while only blanks and comments follow it. */
  let comma = -1
  const blank = (start: number, end: number) => {
    pieces.push(text.slice(kept, start), text.slice(start, end).replace(/[^\r\n]/g, ' '))
    kept = end
  }
  /** Comments behind the last comma, blanked once it is known whether the comma goes too. */
  let held: [number, number][] = []
  const release = () => {
    for (const [start, end] of held) blank(start, end)
    held = []
  }
  for (let at = 0; at < text.length;) {
    const char = text[at]
    if (char === '"') {
      release()
      at = skipString(text, at)
      comma = -1
    } else if (char === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const close = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2)
      const end = close < 0 ? text.length : text[at + 1] === '/' ? close : close + 2
      held.push([at, end])
      at = end
    } else {
      if (char === ',') {
        release()
        comma = at
      } else if (char > ' ' && char !== '\uFEFF') {
        if ((char === '}' || char === ']') && comma >= 0) blank(comma, comma + 1)
        release()
        comma = -1
      }
      at++
    }
  }
  release()
  pieces.push(text.slice(kept))
  return pieces.join('').replace(/^\uFEFF/, ' ')
}

function skipString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"' || text[i] === '\n') return i + 1
  }
  return text.length
}

/** A value as a plain object, or null: for reading members of files that people write. */
export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
