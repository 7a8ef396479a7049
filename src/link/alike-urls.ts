import type { ResolvedUrl } from './types'

/**
 * Without the URLs that say no more than another one of the same call: a query that is only added where there are
 * parameters, and one that is written beside the same URL with a hole there. The query decides nothing. URLs that differ
 * in front of it are all told, also `/users` beside `/{*}`: a path that is known is worth knowing.
 */
export function withoutQueries(urls: ResolvedUrl[], filled: boolean): ResolvedUrl[] {
  if (urls.length < 2) return urls
  const by = new Map(urls.map((u) => [u.url, u]))
  const open = urls.filter((u) => u.url.includes('?') && u.url.includes('{*}'))
  return urls.filter((u) => {
    const end = /[?&]\{\*\}$/.exec(u.url)
    const other = end && by.get(u.url.slice(0, end.index))
    if (other) other.when |= u.when
    if (other || (filled && u.url === '')) return false
    let wider = u.url.includes('?') ? open.find((x) => isWider(x, u)) : undefined
    // The widest of several stays.
    for (let next = wider; next; next = open.find((x) => isWider(x, wider!))) wider = next
    if (wider) wider.when |= u.when
    return wider === undefined
  })
}

/** Whether a URL is another one with holes for pieces of the query, from the same literal. */
function isWider(wide: ResolvedUrl, url: ResolvedUrl): boolean {
  const [mark, at] = [wide.url.indexOf('?'), url.url.indexOf('?')]
  if (mark !== at || wide.url.slice(0, mark) !== url.url.slice(0, at)) return false
  const [a, b] = [wide.source, url.source]
  if (a?.file !== b?.file || a?.line !== b?.line || a?.column !== b?.column) return false
  return (
    matches(wide.url.slice(mark).split('{*}'), url.url.slice(at)) &&
    !matches(url.url.slice(at).split('{*}'), wide.url.slice(mark))
  )
}

/** Whether a text is made of these pieces, with anything between them. */
function matches(pieces: readonly string[], text: string): boolean {
  const last = pieces.length - 1
  if (last === 0) return pieces[0] === text
  let from = pieces[0]!.length
  const end = text.length - pieces[last]!.length
  if (!text.startsWith(pieces[0]!) || end < from || !text.endsWith(pieces[last]!)) return false
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from)
    if (at < 0 || at + piece.length > end) return false
    from = at + piece.length
  }
  return true
}
