import type { Interface } from 'node:readline'
import type { AnalysisFolder } from './analyses'
import { slashed } from './paths'
import type { Output } from './io'
import { run } from './main'

/**
 * Runs the command over the real process. The process ends by itself, so that everything written is flushed first.
 * @param analyses where what is found out about programs is kept for the next run; null keeps nothing
 */
export async function main(analyses: AnalysisFolder | null = null): Promise<void> {
  // A reader that goes away (`| head`) is no error; what is left needs no place to go.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
      throw error
    })
  }
  const cwd = slashed(process.cwd())
  const terminal = questions()
  process.exitCode = await run(process.argv.slice(2), {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd,
    stdin: () => textOf(process.stdin),
    ...(analyses ? { analyses } : {}),
    ...(process.stdin.isTTY && process.stdout.isTTY ? { ask: terminal.ask } : {}),
  })
  // An open reader would keep the process alive.
  terminal.close()
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  }
}

/**
 * Questions on the terminal, over one reader: what is typed ahead answers the next one. Whoever closes the terminal
 * (Ctrl-C, Ctrl-D) answers nothing to everything.
 */
function questions(): { ask(question: string): Promise<string>; close(): void } {
  const typed: string[] = []
  let waiting: ((answer: string) => void) | null = null
  let reader: Interface | null = null
  let isClosed = false
  const answer = (text: string | undefined) => {
    const resolve = waiting
    if (!resolve || (text === undefined && !isClosed)) return
    waiting = null
    resolve(text ?? '')
  }
  const start = async (): Promise<Interface> => {
    const { createInterface } = await import('node:readline')
    const created = createInterface({ input: process.stdin, output: process.stdout })
    created.on('line', (line) => {
      typed.push(line)
      if (waiting) answer(typed.shift())
    })
    created.on('close', () => {
      isClosed = true
      answer(undefined)
    })
    return created
  }
  return {
    async ask(question) {
      if (isClosed) return ''
      reader ??= await start()
      reader.setPrompt(question)
      reader.prompt()
      return new Promise((resolve) => {
        waiting = resolve
        answer(typed.shift())
      })
    },
    close: () => reader?.close(),
  }
}

/** What is piped in, up to 1 MB: a token is short, and an endless stream must not fill the memory. */
async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream) {
    text += chunk
    if (text.length > 1024 * 1024) break
  }
  return text
}
