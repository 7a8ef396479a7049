/**
 * Whether a path matches a glob: `*` and `?` within a segment, `**` over segments, `{a,b}` for alternatives.
 * A glob without `/` matches the file's name anywhere; `\` in paths counts as `/`.
 * Runs in time proportional to glob × path whatever the glob is.
 */
export function matchGlob(glob: string, path: string): boolean {
  const target = path.replaceAll('\\', '/').replace(/^\.\//, '')
  return expandBraces(glob.replaceAll('\\', '/').replace(/^\.\//, '')).some((one) =>
    matchSegments((one.includes('/') ? one : `**/${one}`).split('/'), target.split('/')),
  )
}

/** Alternatives in braces written out; braces inside braces are taken as text. At most 256 results. */
function expandBraces(glob: string): string[] {
  let done: string[] = ['']
  let rest = glob
  while (rest !== '') {
    const group = /\{([^{}]*)\}/.exec(rest)
    const head = group ? rest.slice(0, group.index) : rest
    const choices = group ? group[1].split(',') : ['']
    done = done.flatMap((start) => choices.map((choice) => start + head + choice)).slice(0, 256)
    rest = group ? rest.slice(group.index + group[0].length) : ''
  }
  return done
}

/** Whole segments, `**` standing for any number of them: the classic two-row table, no backtracking. */
function matchSegments(globs: string[], parts: string[]): boolean {
  let row = Array.from({ length: parts.length + 1 }, (_, i) => i === 0)
  for (const glob of globs) {
    const next = new Array<boolean>(parts.length + 1).fill(false)
    if (glob === '**') {
      let open = false
      for (let i = 0; i <= parts.length; i++) next[i] = open ||= row[i]
    } else {
      for (let i = 1; i <= parts.length; i++) next[i] = row[i - 1] && matchText(glob, parts[i - 1])
    }
    row = next
  }
  return row[parts.length]
}

/** One segment, by the greedy match that goes back to the last `*` only. */
function matchText(glob: string, text: string): boolean {
  let g = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (g < glob.length && (glob[g] === '?' || (glob[g] === text[t] && glob[g] !== '*'))) {
      g++
      t++
    } else if (glob[g] === '*') {
      star = g++
      mark = t
    } else if (star >= 0) {
      g = star + 1
      t = ++mark
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}
