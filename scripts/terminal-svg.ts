import { charWidth, textWidth } from '../src/report/terminal/width'

/** Size of a cell and of what is around them, in pixels. */
const CELL = 8.4
const LINE = 20
const PADDING = 18
const BAR = 34

const COLORS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee2a0',
  '33': '#f0c674',
  '34': '#79b8ff',
  '36': '#76d9e6',
}

/** Text in one style. */
interface Run {
  text: string
  color: string | null
  bold: boolean
  dim: boolean
}

/** A line's runs, by its SGR codes. A line begins in the style that the one before ended in. */
function* runsOf(lines: readonly string[]): Generator<Run[]> {
  let style = { color: null as string | null, bold: false, dim: false }
  for (const line of lines) {
    const runs: Run[] = []
    for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
      const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1]
      if (codes === undefined) {
        if (part !== '') runs.push({ text: part, ...style })
        continue
      }
      for (const code of codes.split(';')) {
        if (code === '0' || code === '') style = { color: null, bold: false, dim: false }
        else if (code === '1') style.bold = true
        else if (code === '2') style.dim = true
        else if (code === '22') Object.assign(style, { bold: false, dim: false })
        else if (code === '39') style.color = null
        else if (code in COLORS) style.color = COLORS[code] as string
        else throw new Error(`no picture of SGR code ${code} in ${JSON.stringify(line)}`)
      }
    }
    yield runs
  }
}

const escape = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll(' ', '\u00a0')

/** Pieces in which all characters are equally wide. */
function pieces(text: string): string[] {
  const list: string[] = []
  let last = 0
  for (const character of text) {
    const width = charWidth(character)
    if (list.length > 0 && width === last) list[list.length - 1] += character
    else list.push(character)
    last = width
  }
  return list
}

function spans(runs: readonly Run[], y: number): string {
  let cell = 0
  let out = ''
  for (const { text, color, bold, dim } of runs) {
    const kinds = [bold && 'b', dim && 'd']
    for (const piece of pieces(text)) {
      const x = PADDING + cell * CELL
      const cells = textWidth(piece)
      cell += cells
      if (piece.trim() === '') continue
      const wide = charWidth(piece) === 2
      // Fonts differ: narrow text is stretched to its cells, and each wide character stands in its own.
      const length = wide ? '' : ` textLength="${(cells * CELL).toFixed(1)}"`
      const places = wide ? Array.from(piece, (_, index) => (x + index * 2 * CELL).toFixed(1)).join(' ') : x.toFixed(1)
      const names = [...kinds, wide && 'w'].filter(Boolean).join(' ')
      const attributes = [names && ` class="${names}"`, color && ` fill="${color}"`].filter(Boolean).join('')
      out += `<text x="${places}" y="${y}"${length}${attributes}>${escape(piece)}</text>\n`
    }
  }
  return out
}

/**
 * A picture of a terminal with what a command printed there.
 * @param command the command line, shown behind a prompt
 * @param output what it printed, with ANSI styles
 */
export function terminalSvg(command: string, output: string): string {
  const lines = [`\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m`, '', ...output.trimEnd().split('\n')]
  const plain = lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, ''))
  const width = Math.ceil(Math.max(...plain.map(textWidth)) * CELL + 2 * PADDING)
  const height = BAR + lines.length * LINE + PADDING
  const rows = [...runsOf(lines)].map((runs, index) => spans(runs, BAR + (index + 1) * LINE - 5)).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC","PingFang SC","Microsoft YaHei",monospace}.b{font-weight:700}.d{opacity:.62}.w{font-size:15.5px}</style>
<rect width="${width}" height="${height}" rx="10" fill="#14181d"/>
<circle cx="22" cy="19" r="6" fill="#ff5f57"/><circle cx="42" cy="19" r="6" fill="#febc2e"/><circle cx="62" cy="19" r="6" fill="#28c840"/>
<g fill="#d7dde5">
${rows}</g>
</svg>
`
}
