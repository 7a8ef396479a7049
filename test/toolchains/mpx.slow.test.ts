import { beforeAll, describe } from 'vitest'
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
})

describeLayout(MPX, { entry: 'src/platform.ts', copied: 'static/wx' })
