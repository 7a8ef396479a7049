/**
 * Text with the values of secrets hidden: what stands behind `secret=` in a query, and 32 hex digits behind a name with
 * `secret`. No output may show them, and the length stays as it is.
 * @param known the text is known to hold a secret: everything in it that looks like a key is hidden
 */
export function maskSecrets(text: string, known = false): string {
  const hide = (_: string, name: string, value: string) => name + '*'.repeat(value.length)
  const masked = text
    .replace(/(secret[\w$]{0,20}["'`]?\s{0,4}[:=,]\s{0,4}["'`]?)([\da-f]{32})/gi, hide)
    .replace(/([?&](?:app_?)?secret=)([^&#\s"'`{}]+)/gi, hide)
  return known ? masked.replace(/[\w+/=-]{16,}/g, (value) => '*'.repeat(value.length)) : masked
}
