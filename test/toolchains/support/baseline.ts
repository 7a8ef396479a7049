import { beforeAll, describe, expect, it } from 'vitest'
import type { Example } from './example'
import { install } from './install'
import { Project } from './project'
import type { Ran } from './project'
import { WITHOUT_MAP } from './shop'
import { build, errorsOf, places } from './suite'

const BASELINE = 'mp-domains.baseline.json'

/** Item 11: in a project that has findings already, only new ones fail the build. */
export function describeBaseline(example: Example): void {
  describe(`${example.name}, with a baseline`, () => {
    let project: Project
    const target = example.builds[0]!

    beforeAll(async () => {
      project = Project.create(example.name, await install(example.toolchain, [example.name]), 'baseline')
      project.configure({ ...WITHOUT_MAP, baseline: BASELINE })
    }, 600_000)

    it('fails for new findings only, wherever the known ones move to, and names what is gone', async () => {
      const run = (env: Record<string, string> = {}): Promise<Ran> => build(project, target, env)
      expect((await run()).code).not.toBe(0)
      const written = await run({ MP_DOMAINS_UPDATE_BASELINE: '1' })
      expect(written.code, written.output).toBe(0)
      const [known] = Object.values((JSON.parse(project.read(BASELINE)) as { runs: Record<string, unknown[]> }).runs)
      expect(known!.length).toBeGreaterThanOrEqual(target.findings.length)

      const source = project.read(example.hostFile)
      project.write(example.hostFile, `// Moved down.\n\n${source}`)
      const moved = await run()
      expect(moved.code, moved.output).toBe(0)
      expect(errorsOf(project.report())).toEqual([])

      project.write(example.hostFile, source.replace("'ws://127.0.0.1:3000'", "'ws://192.168.1.30:3000'"))
      const changed = await run()
      expect(changed.code, changed.output).not.toBe(0)
      expect(errorsOf(project.report())).toEqual(
        places(project, [['lan-host', example.hostFile, "'ws://192.168.1.30:3000'"]]),
      )
      expect(changed.output).toContain('ws://127.0.0.1:3000')
    })
  })
}
