import { expect, it } from 'vitest'
import type { Example } from './example'
import type { Project } from './project'
import { WITHOUT_MAP } from './shop'
import { build, errorsOf, places } from './suite'

const BASELINE = 'mp-domains.baseline.json'

/** Item 11: in a project that has findings already, only new ones fail the build. */
export function itKeepsABaseline(project: () => Project, example: Example): void {
  it('fails for findings only that the baseline does not know, wherever those move to, and names what is gone', async () => {
    const file = project()
    const target = example.builds[0]!
    file.reset()
    file.configure({ ...WITHOUT_MAP, baseline: BASELINE })
    try {
      const written = await build(file, target, { MP_DOMAINS_UPDATE_BASELINE: '1' })
      expect(written.code, written.output).toBe(0)
      const [known] = Object.values((JSON.parse(file.read(BASELINE)) as { runs: Record<string, unknown[]> }).runs)
      expect(known!.length).toBeGreaterThanOrEqual(target.findings.length)

      // Known findings move down by two lines, one goes and another comes.
      const host = "'ws://192.168.1.30:3000'"
      const source = file.read(example.hostFile)
      file.write(example.hostFile, `// Moved down.\n\n${source.replace("'ws://127.0.0.1:3000'", host)}`)
      const changed = await build(file, target)
      expect(changed.code, changed.output).not.toBe(0)
      expect(errorsOf(file.report())).toEqual(places(file, [['lan-host', example.hostFile, host]]))
      expect(changed.output).toContain('ws://127.0.0.1:3000')
    } finally {
      file.reset()
    }
  })
}
