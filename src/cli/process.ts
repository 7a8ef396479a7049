import { slashed } from './paths'
import type { Output } from './io'
import { run } from './main'

/** Runs the command over the real process. The process ends by itself, so that everything written is flushed first. */
export async function main(): Promise<void> {
  // A reader that goes away (`| head`) is no error; what is left needs no place to go.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
      throw error
    })
  }
  const cwd = slashed(process.cwd())
  process.exitCode = await run(process.argv.slice(2), {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd,
    stdin: () => textOf(process.stdin),
    ...(process.stdin.isTTY && process.stdout.isTTY ? { ask } : {}),
  })
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  }
}

/** One question on the terminal; whoever closes it (Ctrl-C, Ctrl-D) has answered nothing. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await new Promise((resolve) => {
      terminal.once('close', () => resolve(''))
      terminal.question(question).then(resolve, () => resolve(''))
    })
  } finally {
    terminal.close()
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
