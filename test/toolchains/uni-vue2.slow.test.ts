import { beforeAll, describe, expect, it } from 'vitest'
import { UNI_VUE2 } from './support/examples'
import { install } from './support/install'
import { describeLayout } from './support/layout'
import { Project } from './support/project'
import { WITH_MAP } from './support/shop'
import {
  build,
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

  it('says what to do where thread-loader carries modules away, in one message', async () => {
    project.configure(WITH_MAP)
    project.edit(
      UNI_VUE2.config,
      '  configureWebpack: {\n',
      "  configureWebpack: {\n    module: { rules: [{ test: /config\\.js$/, use: ['thread-loader'] }] },\n",
    )
    const { code, output } = await build(project, UNI_VUE2.builds[0]!)
    expect(code, output).not.toBe(0)
    expect(output.split('thread-loader runs the loaders of').length, output).toBe(2)
    expect(output).toContain('src/config.js')
    expect(output).toContain('Take thread-loader out of the rules that match your sources')
    expect(output).not.toContain('circular')
  })
})

describeLayout(UNI_VUE2, { entry: 'src/main.js', copied: 'src/static', flags: ['--legacy-peer-deps'] })
