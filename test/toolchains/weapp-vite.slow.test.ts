import { beforeAll, describe } from 'vitest'
import { itKeepsABaseline } from './support/baseline'
import { itTellsEnvironmentsApart } from './support/environments'
import { WEAPP_VITE } from './support/examples'
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

let project: Project

beforeAll(async () => {
  project = Project.create(WEAPP_VITE.name, await install(WEAPP_VITE.toolchain, [WEAPP_VITE.name]))
}, 600_000)

describe('weapp-vite', () => {
  itShowsItsConfiguration(WEAPP_VITE)
  for (const target of WEAPP_VITE.builds) {
    itFailsOnDevHosts(() => project, WEAPP_VITE, target)
    itRewritesOnlyDevHosts(() => project, WEAPP_VITE, target)
  }
  itHoldsNothingStale(() => project, WEAPP_VITE, WEAPP_VITE.builds[0]!)
  itWatches(() => project, WEAPP_VITE)
  itKeepsABaseline(() => project, WEAPP_VITE)
  itTellsEnvironmentsApart(() => project, WEAPP_VITE, 'project.config.json')
  // Without the plugin it grows by 3 to 5 MB: V8 still learns what runs often (0.4 MB from the 350th to the 500th).
  itStaysSmall(() => project, WEAPP_VITE, 10_000_000)
})

describeLayout(WEAPP_VITE, { entry: 'src/pages/index/index.ts', copied: 'public/static' })
