/**
 * `indexOf` that remembers, for each needle, the last stretch that it looked through. Questions asked in ascending order
 * cost one pass over the text together, also where the needle is missing, so that broken markup is no slower than good.
 */
export class Finder {
  readonly #seen = new Map<string, { from: number; found: number }>()
  #closings: Map<string, number[]> | undefined

  constructor(readonly code: string) {}

  /** The first place of `needle` at or after `from`; `Infinity` where there is none. */
  next(needle: string, from: number): number {
    const seen = this.#seen.get(needle)
    if (seen && from <= seen.found) {
      if (from >= seen.from) return seen.found
      // Going back: only what lies before the stretch is new.
      const at = this.code.slice(from, seen.from + needle.length - 1).indexOf(needle)
      seen.from = from
      if (at >= 0) seen.found = from + at
      return seen.found
    }
    const at = this.code.indexOf(needle, from)
    const found = at < 0 ? Infinity : at
    if (seen) {
      seen.from = from
      seen.found = found
    } else {
      this.#seen.set(needle, { from, found })
    }
    return found
  }

  /** The place of the next `</name` at or after `from`, whatever its case; `Infinity` where there is none. */
  closing(name: string, from: number): number {
    this.#closings ??= closings(this.code)
    const places = this.#closings.get(name.toLowerCase())
    if (!places) return Infinity
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (places[middle] < from) low = middle + 1
      else high = middle
    }
    return low < places.length ? places[low] : Infinity
  }
}

/** Where each `</name` stands. One pass, so that thousands of unclosed elements cost no more than one. */
function closings(code: string): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (let at = code.indexOf('</'); at >= 0; at = code.indexOf('</', at + 2)) {
    let end = at + 2
    while (end < code.length && isNameCode(code.charCodeAt(end))) end++
    if (end === at + 2) continue
    const name = code.slice(at + 2, end).toLowerCase()
    const places = found.get(name)
    if (places) places.push(at)
    else found.set(name, [at])
  }
  return found
}

/** Space, tab, line ends, form feed. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13 && code !== 11)
}

/** Any character that doesn't end a tag's name. */
export function isNameCode(code: number): boolean {
  return !isBlank(code) && code !== 47 /* / */ && code !== 62 /* > */ && code !== 60 /* < */ && code === code
}
