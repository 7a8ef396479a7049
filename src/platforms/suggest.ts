/**
 * The candidate nearest to a mistyped name, for "did you mean"; undefined where none is near.
 * Near is: at most a third of the letters changed, or one name beginning with the other;
 * with `most` given, at most so many letters changed.
 */
export function nearest(name: string, candidates: Iterable<string>, most?: number): string | undefined {
  const wanted = name.toLowerCase()
  // Names are short; a pasted file must not cost a quadratic comparison.
  if (wanted.length === 0 || wanted.length > 60) return undefined
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of candidates) {
    const text = candidate.toLowerCase()
    const prefix =
      most === undefined && wanted.length > 2 && text.length > 2 && (text.startsWith(wanted) || wanted.startsWith(text))
    // One slip of the hand is likelier than a name cut short.
    const distance = Math.min(editDistance(wanted, text), prefix ? 1.5 : Infinity)
    const limit = most ?? Math.max(1.5, Math.floor(Math.max(wanted.length, text.length) / 3))
    if (distance <= limit && distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Letters to insert, delete, change or swap with their neighbour (optimal string alignment). */
function editDistance(left: string, right: string): number {
  // What both begin and end with costs nothing, and hosts of one project share most of their letters.
  let start = 0
  let end = 0
  const shorter = Math.min(left.length, right.length)
  while (start < shorter && left[start] === right[start]) start++
  while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++
  const a = left.slice(start, left.length - end)
  const b = right.slice(start, right.length - end)
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    before = last
    last = row
  }
  return last[b.length]
}
