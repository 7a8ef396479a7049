import { beforeAll, describe } from 'vitest'
import { UNI_VUE2 } from './support/examples'
import { install } from './support/install'
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
  project = Project.create(UNI_VUE2.name, await install(UNI_VUE2.toolchain, [UNI_VUE2.name], ['--legacy-peer-deps']))
}, 600_000)

describe('uni-app, Vue 2', () => {
  itShowsItsConfiguration(UNI_VUE2)
  for (const target of UNI_VUE2.builds) {
    itFailsOnDevHosts(() => project, UNI_VUE2, target)
    itRewritesOnlyDevHosts(() => project, UNI_VUE2, target)
  }
  itHoldsNothingStale(() => project, UNI_VUE2, UNI_VUE2.builds[0]!)
  itWatches(() => project, UNI_VUE2)
})
