/** Turns rising offsets of a text into lines and columns, both from 1. Reads the text once, whatever its lines are like. */
export class LineCounter {
  private line = 0
  private lineStart = 0
  /** Where the line after this one starts. */
  private next = 0
  private readonly breaks = /\r\n?|\n/g

  constructor(private readonly text: string) {}

  /** @param offset not before the one asked for last */
  at(offset: number): { line: number; column: number } {
    while (this.next <= offset) {
      this.line++
      this.lineStart = this.next
      this.next = this.breaks.exec(this.text) ? this.breaks.lastIndex : Infinity
    }
    return { line: this.line, column: offset - this.lineStart + 1 }
  }
}
