import type { TextLang } from './scan'

const IMPORT = /\b(?:from|import|require(?:\.async)?)\s*\(?\s*['"`]([^'"`\n]+)['"`]/g

/** Files that a template takes in. */
const TAKEN_IN =
  /<(?:import|include|import-sjs|wxs|sjs|template|script)\s[^<>]{0,300}?\b(?:src|from)\s*=\s*["']([^"'\n]+)["']/g

/** Import specifiers by a text scan; comments and strings may give too many, which costs nothing but a look. */
export function importScan(code: string, lang: TextLang = 'js'): string[] {
  const found = Array.from(code.matchAll(IMPORT), (m) => m[1]!)
  if (lang === 'markup')
    for (const m of code.matchAll(TAKEN_IN)) found.push(/^[./@~]/.test(m[1]!) ? m[1]! : `./${m[1]!}`)
  return [...new Set(found)]
}
