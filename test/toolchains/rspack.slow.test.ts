import { beforeAll, describe } from 'vitest'
import { itKeepsABaseline } from './support/baseline'
import { itTellsEnvironmentsApart } from './support/environments'
import { RSBUILD, RSPACK } from './support/examples'
import { install } from './support/install'
import { describeLayout } from './support/layout'
import { Project } from './support/project'
import { itStaysSmall } from './support/rebuilds'
import {
  itFailsOnDevHosts,
  itHoldsNothingStale,
  itRewritesOnlyDevHosts,
  itShowsItsConfiguration,
  itWatches,
} from './support/suite'
import { itWorksBesideParallelLoaders } from './support/threads'

const EXAMPLES = [RSPACK, RSBUILD]
let home: string

beforeAll(async () => {
  home = await install('rspack', ['rspack'])
}, 600_000)

describe.each(EXAMPLES)('$config', (example) => {
  let project: Project
  beforeAll(() => {
    project = Project.create(example.name, home)
  })

  itShowsItsConfiguration(example)
  for (const target of example.builds) {
    itFailsOnDevHosts(() => project, example, target)
    itRewritesOnlyDevHosts(() => project, example, target)
  }
  itHoldsNothingStale(() => project, example, example.builds[0]!)
  itWatches(() => project, example)
  itKeepsABaseline(() => project, example)
  itTellsEnvironmentsApart(() => project, example, 'project.config.json')
  if (example === RSPACK) {
    itStaysSmall(() => project, example, 4_000_000)
    itWorksBesideParallelLoaders(() => project, example, [
      'rules: [',
      "rules: [{ test: /config\\.ts$/, use: [{ loader: at('./threaded.cjs'), parallel: true, options: {} }] }, ",
    ])
  }
})

describeLayout(RSPACK, { entry: 'src/app.ts', copied: 'static' })
