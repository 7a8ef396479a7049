import { MagicString } from 'magic-string'
import type { SourceMap } from 'magic-string'
import type { Span } from '../url/place'

/** One replacement in a text: `start`/`end` are offsets in the text as it was. */
export interface Edit extends Span {
  /** The source text that takes the place of what stands there. */
  text: string
  /** What the program saw, from scheme to the end of what was matched, and sees now. */
  from: string
  to: string
  /** Where the origin itself begins; `start` may lie before it where whole expressions are replaced. */
  at: number
  /** Indexes of the literal records whose text was replaced. A join's edit leaves the literals of constants as they are. */
  literals: number[]
  /** Index of the join record that was replaced, or null for a literal of its own. */
  join: number | null
}

/** A match of the host map that could not be applied: the text was left as it is. */
export interface Incomplete extends Span {
  code: 'rewrite-incomplete'
  from: string
  to: string
  reason: IncompleteReason
  literal: number | null
  join: number | null
}

export type IncompleteReason =
  | 'hole' // something unknown is put directly behind the origin, or into it
  | 'opaque' // parentheses, comments or code that can't be replaced stand between the pieces
  | 'tagged' // in a tagged template, whose tag may read the text in any way
  | 'shared' // a constant that another expression continues to another origin
  | 'source' // the text at the recorded place is not what was recorded
  | 'escape' // the literal can't hold the target

/** A match that was left alone on purpose: it is used only in run-time environments that may use the host. */
export interface Kept extends Span {
  from: string
  to: string
  when: number
  literal: number | null
  join: number | null
}

/**
 * Applies edits and makes a source map with boundaries of high resolution. Everything outside the edits stays byte for byte.
 * Null where there is no edit.
 */
export function applyEdits(
  code: string,
  edits: readonly Pick<Edit, 'start' | 'end' | 'text'>[],
  options: { id: string },
): { code: string; map: SourceMap } | null {
  if (edits.length === 0) return null
  const text = new MagicString(code)
  for (const edit of edits) text.update(edit.start, edit.end, edit.text)
  return {
    code: text.toString(),
    map: text.generateMap({ source: options.id, includeContent: true, hires: 'boundary' }),
  }
}
