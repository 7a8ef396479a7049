/** A fenced block of a Markdown page. */
export interface CodeBlock {
  lang: string
  code: string
  /** Line of the opening fence, from 1. */
  line: number
}

/** The fenced blocks of a page, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { fence: string; block: CodeBlock; lines: string[] } | null = null
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*(`{3,})(\S*)/.exec(line)
    if (!open && fence)
      open = { fence: fence[1] as string, block: { lang: fence[2] as string, code: '', line: index + 1 }, lines: [] }
    else if (open && fence && fence[2] === '' && (fence[1] as string).length >= open.fence.length) {
      blocks.push({ ...open.block, code: open.lines.join('\n') })
      open = null
    } else open?.lines.push(line)
  }
  return blocks
}

/** A page without its fenced blocks and comments. */
export function prose(markdown: string): string {
  let inside = false
  return markdown
    .split('\n')
    .filter((line) => {
      const fence = /^\s*`{3,}/.test(line)
      if (fence) inside = !inside
      return !inside && !fence
    })
    .join('\n')
    .replace(/<!--[^]*?-->/g, '')
}

export interface Heading {
  level: number
  text: string
  /** The anchor under which GitHub and VitePress show it. */
  anchor: string
}

export function headings(markdown: string): Heading[] {
  const seen = new Map<string, number>()
  return [...prose(markdown).matchAll(/^(#{1,6}) (.+)$/gm)].map(([, hashes, text]) => {
    const plain = (text as string).replace(/[`*]/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return { level: (hashes as string).length, text: plain, anchor: count === 0 ? slug : `${slug}-${count}` }
  })
}

/** Targets of all links and pictures outside code. */
export function links(markdown: string): string[] {
  const text = prose(markdown).replace(/`[^`\n]*`/g, '')
  const inline = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map((match) => match[1] as string)
  const html = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => match[1] as string)
  return [...inline, ...html]
}

/** The cells of every table row of a page, without the rules under the heads. */
export function tableRows(markdown: string): string[][] {
  return prose(markdown)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
}
