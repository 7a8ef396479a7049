import { existsSync } from 'node:fs'
import path from 'node:path'
import { fixed, least, median, processUsage, table } from './measure'
import type { Usage } from './measure'
import type { Setting } from './main'
import { withProjects } from './projects'

/** Odd, so that the median is a run that happened. */
const RUNS = 5

/** CPU of `mp-domains check <folder>` as a process, against a process that only parses every script of the same folder. */
export async function benchCommand({ bench, root }: Setting): Promise<string> {
  const command = path.join(root, 'dist/cli.mjs')
  if (!existsSync(command)) throw new Error('dist/cli.mjs is missing: run `npm run build` first')
  const rows = await withProjects(root, (projects) =>
    projects.map(({ name, folder }) => {
      const parse: Usage[] = []
      const check: Usage[] = []
      const again: Usage[] = []
      const words = [command, 'check', folder, '--format', 'json']
      // What the runs of the last column find.
      processUsage(words, bench)
      // In turn, so that a busy moment of the machine falls on both.
      for (let run = 0; run < RUNS; run++) {
        parse.push(processUsage([path.join(bench, 'parse-only.mjs'), folder], bench))
        check.push(processUsage([...words, '--no-cache'], bench))
        again.push(processUsage(words, bench))
      }
      return row(name, parse, check, again)
    }),
  )
  return `### The command against parsing everything (CPU of the process, ${RUNS} runs in turn)\n\n${table(
    [
      'project',
      'parse only, median s',
      'check, median s',
      'check ÷ parse (median)',
      '(least)',
      'again, nothing changed, median s',
      'again ÷ parse (median)',
      'memory MB: parse',
      'check',
    ],
    rows,
  )}`
}

function row(name: string, parse: Usage[], check: Usage[], again: Usage[]): string[] {
  const parseSeconds = parse.map(({ seconds }) => seconds)
  const againSeconds = again.map(({ seconds }) => seconds)
  const checkSeconds = check.map(({ seconds }) => seconds)
  return [
    name,
    fixed(median(parseSeconds)),
    fixed(median(checkSeconds)),
    fixed(median(checkSeconds) / median(parseSeconds)),
    fixed(least(checkSeconds) / least(parseSeconds)),
    fixed(median(againSeconds)),
    fixed(median(againSeconds) / median(parseSeconds)),
    fixed(median(parse.map(({ megabytes }) => megabytes)), 0),
    fixed(median(check.map(({ megabytes }) => megabytes)), 0),
  ]
}
