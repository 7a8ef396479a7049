import { beforeAll, describe } from 'vitest'
import { itKeepsABaseline } from './support/baseline'
import { itTellsEnvironmentsApart } from './support/environments'
import { MPX } from './support/examples'
import { install } from './support/install'
import { describeLayout } from './support/layout'
import { Project } from './support/project'
import {
  itFailsOnDevHosts,
  itHoldsNothingStale,
  itRewritesOnlyDevHosts,
  itShowsItsConfiguration,
  itWatches,
} from './support/suite'
import { itLeavesThreadLoaderOut } from './support/threads'

let project: Project

beforeAll(async () => {
  project = Project.create(MPX.name, await install(MPX.toolchain, [MPX.name]))
}, 600_000)

describe('mpx', () => {
  itShowsItsConfiguration(MPX)
  for (const target of MPX.builds) {
    itFailsOnDevHosts(() => project, MPX, target)
    itRewritesOnlyDevHosts(() => project, MPX, target)
  }
  itHoldsNothingStale(() => project, MPX, MPX.builds[0]!)
  itWatches(() => project, MPX)
  itKeepsABaseline(() => project, MPX)
  itTellsEnvironmentsApart(() => project, MPX, 'static/wx/project.config.json')
  itLeavesThreadLoaderOut(() => project, MPX, [
    '    config.plugins.push(mpDomains())\n',
    "    config.plugins.push(mpDomains())\n    config.module.rules.push({ test: /src.config\\.ts$/, use: ['thread-loader'] })\n",
  ])
})

describeLayout(MPX, { entry: 'src/platform.ts', copied: 'static/wx' })
