/**
 * What a run of text is. `template` is a piece of text of a template literal between its holes (`tagged`: of one with a tag,
 * whose text may mean anything), `jsx` a run of JSX text;
 * everything between regions is plain code (or, in templates and styles, plain text).
 */
export type RegionKind = 'comment' | 'string' | 'template' | 'tagged' | 'regex' | 'jsx'

/**
 * The comments and literals of a text, in order, without overlaps. Parallel arrays, since a bundle of 20 MB has a million of them.
 * A region encloses its delimiters (`'…'`, `/* … *\/`, `/re/g`), but for `template` and `tagged`, which are the text between
 * a backtick or `}` and the next backtick or `${`.
 */
export interface CodeRegions {
  kinds: RegionKind[]
  starts: number[]
  ends: number[]
  /**
   * False where the scan had to guess (a quote that is never closed, brackets that don't fit, a slash that may be
   * a division or a regular expression). What it calls a comment may then be none.
   */
  certain: boolean
}

/** An empty list of regions. */
export function createRegions(): CodeRegions {
  return { kinds: [], starts: [], ends: [], certain: true }
}

/** Appends a region; the caller keeps the order. */
export function addRegion(regions: CodeRegions, kind: RegionKind, start: number, end: number): void {
  regions.kinds.push(kind)
  regions.starts.push(start)
  regions.ends.push(end)
}

/** Index of the region that holds `offset`, or -1 where plain code stands there. */
export function regionAt(regions: CodeRegions, offset: number): number {
  let low = 0
  let high = regions.starts.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (offset < regions.starts[middle]) high = middle - 1
    else if (offset >= regions.ends[middle]) low = middle + 1
    else return middle
  }
  return -1
}
