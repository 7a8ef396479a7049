/** An emitted script, as far as a host knows it. */
export interface EmittedScript {
  /** Its path in the output. */
  file: string
  isEntry: boolean
}

/**
 * Which emitted scripts carry the guard: the one with which a mini program or game starts, else (a library, a program
 * under another name) those that are entries.
 */
export function guardedFiles(scripts: readonly EmittedScript[]): Set<string> {
  const start = scripts.filter(({ file }) => /^(?:app|game)\.js$/.test(file))
  const chosen = start.length > 0 ? start : scripts.filter(({ file, isEntry }) => isEntry && /\.[cm]?js$/.test(file))
  return new Set(chosen.map(({ file }) => file))
}

/**
 * The line to put in front of a script, its line end included: everything behind it moves down by one line.
 * A script in strict mode stays in it: the directive must come first.
 */
export function guardLine(guard: string, code: string): string {
  return `${isStrict(code) ? '"use strict";' : ''}${guard}\n`
}

/** Whether a script begins with the directive, comments aside. */
function isStrict(code: string): boolean {
  let at = 0
  for (;;) {
    while (at < code.length && /\s/.test(code[at])) at++
    const end = code.startsWith('/*', at)
      ? code.indexOf('*/', at + 2)
      : code.startsWith('//', at)
        ? code.indexOf('\n', at)
        : -1
    if (end < 0) return /^(['"])use strict\1/.test(code.slice(at, at + 12))
    at = end + (code[end] === '*' ? 2 : 1)
  }
}

/** The source map of a text that was moved down by one line. */
export function movedDown(map: object, lines = 1): object {
  const { mappings } = map as { mappings?: unknown }
  return typeof mappings === 'string' ? { ...map, mappings: `${';'.repeat(lines)}${mappings}` } : map
}
