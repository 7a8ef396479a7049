/** A secret found in text. */
export interface SecretMatch {
  /**
   * - `app-secret`: 32 hex digits as the value of something named `secret`
   * - `private-key`: the body of a private key in PEM form
   * - `server-api`: a URL of WeChat's server API that takes the secret (`…/sns/jscode2session?…&secret=`)
   */
  kind: 'app-secret' | 'private-key' | 'server-api'
  /** The secret itself (for `server-api` the URL), as offsets in UTF-16 code units. */
  start: number
  end: number
  /** What may be shown of it. */
  masked: string
}

/**
 * From a key's `secret` to 32 hex digits: the rest of the key, quotes, brackets, a type, then `:` or `=`. Every repeat is bounded,
 * so each occurrence of `secret` costs a constant.
 */
const VALUE =
  /^(?![-_]?id)[\w$-]{0,24}["'`]?\]?\s{0,8}(?:\?|!)?(?::\s{0,4}string\s{0,4})?(?:[:=]|=>)\s{0,8}["'`]?([0-9a-f]{32})(?![0-9a-z])/i
const KEY_HEADER = /^-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----/
/** A line of base64 behind the header; between them only blanks, escapes, quotes and what joins texts. */
const KEY_BODY = /^(?:\\[nr]|[\s"'`+,\\]){0,40}[A-Za-z0-9+/]{40}/
const SERVER_API = 'api.weixin.qq.com/'

/**
 * Finds AppSecrets, private keys and URLs of the server API that carry a secret in any text: source, output, `.env`, JSON.
 * Skips nothing, comments included (a secret in a comment is in the package too); linear in the text; sorted by place.
 */
export function findSecrets(text: string): SecretMatch[] {
  const out: SecretMatch[] = []
  const secret = /secret/gi
  for (let hit = secret.exec(text); hit; hit = secret.exec(text)) {
    const from = hit.index + hit[0].length
    const value = VALUE.exec(text.slice(from, from + 120))
    if (!value) continue
    const end = from + value[0].length
    const digits = value[1]
    // A run of one digit is a placeholder, no secret.
    if (new Set(digits.toLowerCase()).size < 6) continue
    out.push({ kind: 'app-secret', start: end - digits.length, end, masked: mask(digits) })
  }
  for (let at = text.indexOf('-----BEGIN '); at >= 0; at = text.indexOf('-----BEGIN ', at + 11)) {
    const header = KEY_HEADER.exec(text.slice(at, at + 48))
    if (!header) continue
    const body = at + header[0].length
    if (!KEY_BODY.test(text.slice(body, body + 120))) continue
    // The largest RSA keys in use need about 6,500 characters.
    const close = text.slice(body, body + 8192).indexOf('-----END ')
    const end = close < 0 ? Math.min(body + 120, text.length) : body + close
    out.push({ kind: 'private-key', start: at, end, masked: `${header[0]}…` })
    at = end - 11
  }
  for (let at = text.indexOf(SERVER_API); at >= 0; at = text.indexOf(SERVER_API, at + SERVER_API.length)) {
    const url = /^[^\s"'`<>\\]{0,600}/.exec(text.slice(at, at + 600))![0]
    const parameter = /[?&](?:app)?secret=(?!&)/i.exec(url)
    const end = at + url.length
    // The secret that stands in it says more.
    if (!parameter || out.some((found) => found.start >= at && found.end <= end)) continue
    out.push({
      kind: 'server-api',
      start: at,
      end,
      masked: `${url.slice(0, parameter.index + parameter[0].length)}…`,
    })
  }
  return out.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** The text with every secret in it masked, for code frames, logs and reports. */
export function maskSecrets(text: string): string {
  let out = ''
  let at = 0
  for (const { kind, start, end, masked } of findSecrets(text)) {
    if (kind === 'server-api' || start < at) continue
    out += text.slice(at, start) + masked
    at = end
  }
  return out + text.slice(at)
}

function mask(secret: string): string {
  return `${secret.slice(0, 3)}${'*'.repeat(secret.length - 3)}`
}
