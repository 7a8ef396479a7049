const BLOCK = /<(template|script|style)([^>]*)>[\s\S]*?<\/\1>/g

/**
 * An mpx component as it is built for a platform: of templates and of scripts one each, of styles those that are for it.
 * What mpx does, for the fixtures: no block in a block, no `env`.
 * @param mode the platform's name; undefined leaves the text as it is
 */
export function builtFor(mode: string | undefined, source: string): string {
  if (mode === undefined) return source
  const blocks = [...source.matchAll(BLOCK)].map(([text, tag, attributes], at) => {
    const own = /\bmode=["']([^"']*)["']/.exec(attributes!)?.[1]
    const part = /json/.test(attributes!) ? 'json' : tag!
    return { at, text, part, priority: own === undefined ? 1 : own === mode ? 3 : 0 }
  })
  const isTaken = ({ at, part, priority }: (typeof blocks)[number]): boolean =>
    part === 'style'
      ? priority > 0
      : blocks.every(
          (other) =>
            other.part !== part || other.priority < priority || (other.priority === priority && other.at <= at),
        ) && priority > 0
  let next = 0
  return source.replace(BLOCK, (text) => {
    const block = blocks[next++]!
    return isTaken(block) ? text : text.replace(/[^\n]/g, '')
  })
}
