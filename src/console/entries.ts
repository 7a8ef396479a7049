/** An entry of a console's list in its parts, as written but for case. */
export interface EntryParts {
  /** Lower case, or null for an entry without one. */
  scheme: string | null
  /** Lower case. May begin with `*.` where people write patterns. */
  host: string
  port: string | null
}

/** Takes an entry apart that may come with or without scheme and port; null for text that is none. A slash at the end counts for nothing. */
export function splitEntry(text: string): EntryParts | null {
  const match = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\[[\da-f:.]+\]|[^\s/:?#\\@[\]]+)(?::(\d{1,5}))?\/?$/i.exec(
    text.trim().slice(0, 2048),
  )
  if (!match) return null
  return { scheme: match[1]?.toLowerCase() ?? null, host: match[2]!.toLowerCase(), port: match[3] ?? null }
}

/** An entry as lists are compared and stored: without blanks, and without the slash that some consoles put at its end. */
export function tidyEntry(text: string): string {
  const trimmed = text.trim()
  return /^[a-z][a-z\d+.-]*:\/\/[^/]+\/$/i.test(trimmed) ? trimmed.slice(0, -1) : trimmed
}
