import { beforeAll, describe } from 'vitest'
import { itKeepsABaseline } from './support/baseline'
import { describeEnvironments } from './support/environments'
import './support/hbuilderx'
import { UNI_VUE3 } from './support/examples'
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
  project = Project.create(UNI_VUE3.name, await install(UNI_VUE3.toolchain, [UNI_VUE3.name]))
}, 400_000)

describe('uni-app, Vue 3', () => {
  itShowsItsConfiguration(UNI_VUE3)
  for (const target of UNI_VUE3.builds) {
    itFailsOnDevHosts(() => project, UNI_VUE3, target)
    itRewritesOnlyDevHosts(() => project, UNI_VUE3, target)
  }
  itHoldsNothingStale(() => project, UNI_VUE3, UNI_VUE3.builds[0]!)
  itWatches(() => project, UNI_VUE3)
  itKeepsABaseline(() => project, UNI_VUE3)
})

// uni-app copies no static file in a folder with brackets in its name, with or without the plugin.
describeLayout(UNI_VUE3, { entry: 'src/main.ts', copied: 'src/static', folder: '商城 uni app' })

describeEnvironments()
