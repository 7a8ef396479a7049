/** Text with every spelling of a secret hidden: as it is, as it stands in a URL, in JSON, and in base64. */
export type Mask = (text: string) => string

/** What stands where a secret was. */
export const MASKED = '***'

/**
 * Makes a function that hides secrets. Every output, error and log of a command that holds one goes through it.
 * @param secrets well-formed text; empty ones are left out: nothing could be shown otherwise
 */
export function maskOf(secrets: readonly string[]): Mask {
  const spellings = new Set<string>()
  for (const secret of secrets) {
    if (secret === '') continue
    for (const text of [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)])
      spellings.add(text)
    spellings.add(new URLSearchParams({ s: secret }).toString().slice(2))
  }
  // Longer spellings first: a shorter one may be part of them.
  const sorted = [...spellings].sort((a, b) => b.length - a.length)
  return (text) => sorted.reduce((masked, spelling) => masked.replaceAll(spelling, MASKED), text)
}
