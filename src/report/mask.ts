import { findSecrets } from '../check/secrets'

/**
 * Text with every secret in it hidden behind as many asterisks, so that places stay as they are: AppSecrets, private keys,
 * and the value of `secret=` in a query. No output may show them.
 */
export function maskSecrets(text: string): string {
  let out = ''
  let at = 0
  for (const { kind, start, end } of findSecrets(text)) {
    if (kind === 'server-api' || start < at) continue
    // Line ends stay, since a key in PEM form spans lines.
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, '*')
    at = end
  }
  const masked = out + text.slice(at)
  return masked.replace(
    /([?&](?:app_?)?secret=)([^&#\s"'`{}]+)/gi,
    (_, name: string, value: string) => name + '*'.repeat(value.length),
  )
}
