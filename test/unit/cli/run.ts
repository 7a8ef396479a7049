import { run } from '../../../src/cli/main'
import type { Io } from '../../../src/cli/io'

/** What a command line gave. */
export interface Said {
  code: number
  out: string
  err: string
}

/** A process that keeps what is written. */
export function recorder(cwd: string, env: Record<string, string> = {}, stdin = ''): Io & { said: Omit<Said, 'code'> } {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string) => {
      said[name] += text
    },
  })
  return { said, stdout: stream('out'), stderr: stream('err'), env, cwd, stdin: () => Promise.resolve(stdin) }
}

/** Runs a command line in a directory. */
export async function mpDomains(
  cwd: string,
  argv: readonly string[],
  env: Record<string, string> = {},
  stdin = '',
): Promise<Said> {
  const io = recorder(cwd, env, stdin)
  const code = await run(argv, io)
  return { code, ...io.said }
}
