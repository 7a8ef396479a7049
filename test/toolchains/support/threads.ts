import { expect, it } from 'vitest'
import type { Example } from './example'
import type { Project } from './project'
import { DEV_HOSTS, WITH_MAP } from './shop'
import { build, errorsOf } from './suite'

/** Builds with the host map, a rule of the configuration changed: the plugin does all that it does without. */
async function buildsWith(
  project: Project,
  example: Example,
  [from, to]: readonly [string, string],
): Promise<{ output: string; emitted: string }> {
  const target = example.builds[0]!
  try {
    project.configure(WITH_MAP)
    project.edit(example.config, from, to)
    const { code, output } = await build(project, target)
    expect(code, output).toBe(0)
    expect(errorsOf(project.report())).toEqual([])
    expect(project.report().rewrites.map(({ file }) => file)).toContain(example.hostFile)
    const left = [...project.files(target.output)].filter(
      ([name, text]) => !name.endsWith('.map') && DEV_HOSTS.test(text),
    )
    expect(left.map(([name]) => name)).toEqual([])
    return { output, emitted: [...project.files(target.output).values()].join('\n') }
  } finally {
    project.reset()
  }
}

/**
 * Item 9: thread-loader in front of a source.
 * @param rule a text of the example's configuration, and what puts thread-loader in front of the config module there
 */
export function itLeavesThreadLoaderOut(
  project: () => Project,
  example: Example,
  rule: readonly [string, string],
): void {
  it('leaves thread-loader out where it would carry a module away, and says so once', async () => {
    const { output } = await buildsWith(project(), example, rule)
    expect(output.split('thread-loader was left out for').length - 1, output).toBe(1)
    expect(output).toContain(example.hostFile)
    expect(output.replace(/\s+/g, ' ')).toContain('Take thread-loader out of the rules that match your sources')
    expect(output).not.toContain('circular')
  })
}

/** A loader that says in the program where it ran. */
const LOADER = `const { isMainThread } = require('node:worker_threads')
module.exports = (code) => \`\${code}\\nglobalThis.loadedIn = '\${isMainThread ? 'main' : 'worker'} thread'\\n\`
`

/**
 * Item 9: Rspack's own way to run loaders in threads.
 * @param rule a text of the example's configuration, and what has the loader `./threaded.cjs` there
 */
export function itWorksBesideParallelLoaders(
  project: () => Project,
  example: Example,
  rule: readonly [string, string],
): void {
  it('works beside loaders that Rspack runs in threads', async () => {
    project().write('threaded.cjs', LOADER)
    const { emitted } = await buildsWith(project(), example, rule)
    expect(emitted).toContain('worker thread')
    expect(emitted).not.toContain('main thread')
  })
}
