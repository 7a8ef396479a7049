/**
 * A place in a source file. Lines and columns count from 1; columns are UTF-16 code units.
 * Inside the core `file` is the module's id (an absolute path with `/`); in a report it is relative to the root.
 */
export interface Place {
  file: string
  line: number
  column: number
}

/** A half-open range of UTF-16 code units in a file's text, as it was handed in. */
export interface Span {
  start: number
  end: number
}

/** Orders places by file, line, column, so that reports come out the same whatever order modules arrived in. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

/** A stable text key of a place. */
export function placeKey(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}
