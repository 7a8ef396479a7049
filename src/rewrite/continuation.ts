import type { LiteralRecord } from '../extract/literals'

/**
 * Whether the source behind a literal whose text ends with an origin may go on with the authority: `${`, `{{`, `+`, `.concat(`,
 * unless what is put behind shows that it ends. For literals of which no join tells: emitted files, templates, JSX.
 */
export function continuationOf(code: string, literal: Pick<LiteralRecord, 'kind' | 'quote' | 'end'>): 'edit' | 'hole' {
  const { kind, quote, end } = literal
  if (code.startsWith(kind === 'template' || kind === 'raw' ? '${' : '{', end)) return 'hole'
  const isScript = kind === 'string' || kind === 'template' || kind === 'raw'
  return isScript && quote !== '' && code.startsWith(quote, end) ? behindQuote(code, end + quote.length) : 'edit'
}

/** The same for code behind a closing quote. */
export function behindQuote(code: string, at: number): 'edit' | 'hole' {
  const operator = skipTrivia(code, at)
  const sign = /^(?:\+(?![+=])|\??\.\s{0,20}concat\s{0,20}\()/.exec(code.slice(operator, operator + 60))
  if (!sign) return 'edit'
  const next = skipTrivia(code, operator + sign[0].length)
  // A literal that begins with `/`, `?` or `#` (perhaps escaped) ends the authority.
  return /^["'`](?:\\?[/?#]|\\\\)/.test(code.slice(next, next + 3)) ? 'edit' : 'hole'
}

/** Offset of the next token: behind blanks and comments. */
export function skipTrivia(code: string, from: number): number {
  let at = from
  for (;;) {
    while (at < code.length && /\s/.test(code.charAt(at))) at++
    const end = code.startsWith('/*', at)
      ? code.indexOf('*/', at + 2) + 2
      : code.startsWith('//', at)
        ? code.indexOf('\n', at) + 1
        : 0
    if (end < at + 2) return at
    at = end
  }
}
