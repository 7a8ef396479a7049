/** Turns rising offsets of a text into lines and columns, both from 1. Reads the text once. */
export class LineCounter {
  private line = 1
  private lineStart = 0
  private readonly breaks = /\r\n?|\n/g

  constructor(private readonly text: string) {}

  /** @param offset not before the one asked for last */
  at(offset: number): { line: number; column: number } {
    const { breaks } = this
    breaks.lastIndex = this.lineStart
    for (let match = breaks.exec(this.text); match && breaks.lastIndex <= offset; match = breaks.exec(this.text)) {
      this.line++
      this.lineStart = breaks.lastIndex
    }
    return { line: this.line, column: offset - this.lineStart + 1 }
  }
}
