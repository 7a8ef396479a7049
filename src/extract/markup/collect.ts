import type { SourceParts } from './types'

const MOST_ERRORS = 50

/** Parts with nothing in them. */
export function emptyParts(): SourceParts {
  return { scripts: [], attributes: [], texts: [], styleUrls: [], comments: [], references: [], errors: [] }
}

/** Records an error; after the first 50 of a file no more, since they have one cause. */
export function addError(parts: SourceParts, message: string, start: number): void {
  if (parts.errors.length < MOST_ERRORS) parts.errors.push({ message, start })
}

/** Records a comment. */
export function addComment(
  parts: SourceParts,
  code: string,
  start: number,
  end: number,
  innerStart: number,
  innerEnd: number,
): void {
  parts.comments.push({ start, end, text: code.slice(innerStart, innerEnd) })
}
