import type { Span } from '../url/place'

/**
 * A literal whose text holds an absolute URL (`scheme://`), starts with `//`, or is part of a join (see {@link JoinRecord}).
 * Rewriting needs nothing more: `start`/`end` enclose the raw text between the quotes.
 */
export interface LiteralRecord extends Span {
  /** The text as the program sees it (escapes resolved). */
  text: string
  /** The syntax that the literal stands in, which decides how a replacement must be escaped. */
  kind: LiteralKind
  /** The quote character around it: `'`, `"`, a backtick, or empty. */
  quote: string
  /**
   * Raw offset (relative to `start`) of each code unit of `text`, and of its end: `text.length + 1` numbers.
   * Absent where raw and cooked text are the same.
   */
  map?: number[]
  /** Run-time environments (bits of {@link WHEN}) under which alone this literal is used, where the module itself shows that. */
  when?: number
}

export type LiteralKind =
  | 'string' // '…' or "…" in script
  | 'template' // a piece of `…` between holes; a tagged template other than String.raw is 'tagged'
  | 'raw' // a piece of String.raw`…`
  | 'tagged' // a piece of another tagged template: reported, never rewritten
  | 'jsx' // a JSX attribute in quotes, or JSX text
  | 'key' // an object key: reported, never rewritten
  | 'markup' // a template attribute or text
  | 'style' // a style's url(…) or string

/** Bits for the run-time environments, as `envVersion` names them. `ALL` also stands for "no condition". */
export const WHEN = { develop: 1, trial: 2, release: 4, gray: 8, ALL: 15 } as const

/**
 * An expression that puts text together from several pieces and whose known text shows a scheme with its authority
 * spread over more than one piece: `'http://' + host + ':' + port`, `` `http://${host}/x` ``.
 * Pieces that are constants of the same module are known.
 */
export interface JoinRecord extends Span {
  kind: 'concat' | 'template'
  parts: JoinPart[]
  /** True where the source between the parts is more than operators and blanks (parentheses, comments): the parts can't be replaced as text. */
  opaque: boolean
  when?: number
}

export interface JoinPart extends Span {
  /** The known text, or null. */
  text: string | null
  /** Index into `literals` of the one literal that the text comes from, here or through constants; null where there are several or none. */
  literal: number | null
  /** Whether the literal itself stands here (not a name for it). For templates: a piece of text, not `${…}`. */
  inline: boolean
}
