import { beforeAll, describe } from 'vitest'
import { itKeepsABaseline } from './support/baseline'
import { itTellsEnvironmentsApart } from './support/environments'
import { TARO_VITE_REACT, TARO_VITE_VUE3, TARO_WEBPACK } from './support/examples'
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

const EXAMPLES = [TARO_WEBPACK, TARO_VITE_REACT, TARO_VITE_VUE3]
let home: string

beforeAll(async () => {
  home = await install(
    'taro',
    EXAMPLES.map(({ name }) => name),
  )
}, 600_000)

describe.each(EXAMPLES)('$name', (example) => {
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
  if (example === TARO_WEBPACK) {
    itLeavesThreadLoaderOut(() => project, example, [
      "      chain.plugin('mp-domains').use(mpDomains())\n",
      `      chain.plugin('mp-domains').use(mpDomains())
      chain.module.rule('threads').test(/src.config\\.ts$/).use('thread-loader').loader('thread-loader')\n`,
    ])
  }
})

for (const example of EXAMPLES) describeLayout(example, { entry: 'src/app.ts', copied: 'src/static', beside: EXAMPLES })
