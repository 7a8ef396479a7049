import { findSecrets, type SecretMatch } from '../check'
import { LineCounter } from '../rewrite/lines'

/** A secret in a module's text, as the module's record keeps it: its place and what may be shown, never the secret. */
export interface SecretRecord {
  kind: SecretMatch['kind']
  line: number
  column: number
  masked: string
}

/** The secrets in a text, comments included: what is written there is in the package too. */
export function secretsIn(text: string): SecretRecord[] {
  const found = findSecrets(text)
  if (found.length === 0) return []
  const lines = new LineCounter(text)
  return found.map(({ kind, start, masked }) => ({ kind, ...lines.at(start), masked }))
}
