import type { UrlRule } from '../subject'

const SECURE: Readonly<Record<string, string>> = { http: 'https', ws: 'wss' }

/** Plain http or ws. A platform that states that it takes them (DingTalk) is not concerned. */
export const insecureScheme: UrlRule = {
  code: 'insecure-scheme',
  passOnWhenOff: true,
  // One `'http://' + host` may stand behind all calls of a project.
  place: ({ url }) => url.head,
  judge({ template, rule, list }) {
    const needed = template.scheme === null ? undefined : SECURE[template.scheme]
    if (!needed) return null
    const schemes = rule?.schemes ?? 'unknown'
    // With another kind of scheme asked for (`http` for a socket) it is no matter of security: malformed-url says it.
    if (schemes !== 'unknown' && (schemes.includes(template.scheme!) || !schemes.includes(needed))) return null
    const answer =
      list && template.name !== null ? list.ask(template.name, template.portUnknown ? undefined : template.port) : null
    return {
      needed,
      // So that the message can say whether `https` alone would do.
      nearest: (answer?.entry ?? answer?.samehost)?.text ?? null,
      listed: answer ? (answer.entry ? 'yes' : answer.samehost ? 'other-port' : 'no') : null,
    }
  },
}
