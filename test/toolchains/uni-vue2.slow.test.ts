import { beforeAll, describe } from 'vitest'
import { itKeepsABaseline } from './support/baseline'
import { itTellsEnvironmentsApart } from './support/environments'
import { UNI_VUE2 } from './support/examples'
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
  itKeepsABaseline(() => project, UNI_VUE2)
  itTellsEnvironmentsApart(() => project, UNI_VUE2, 'src/manifest.json')
  itLeavesThreadLoaderOut(() => project, UNI_VUE2, [
    '  configureWebpack: {\n',
    "  configureWebpack: {\n    module: { rules: [{ test: /config\\.js$/, use: ['thread-loader'] }] },\n",
  ])
})

describeLayout(UNI_VUE2, { entry: 'src/main.js', copied: 'src/static', flags: ['--legacy-peer-deps'] })
