import { wantedLists, type WantedList } from '../console/lists'
import { toolchainsOf } from '../options/toolchain'
import type { ResolvedOptions } from '../options'
import { directoryOf, joinPath, relativePath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { findUpwards, miniprogramRoot } from '../options/project'
import { padEnd } from '../report/terminal/width'
import type { ReportData } from '../report/types'
import { loadRegistrable } from '../url/registrable'
import { checkFiles } from './check'
import { CONFIG_NAMES } from './config-file'
import { isAppRoot } from './discover'
import type { NodeFiles } from './files'
import { pluginHosts, type PluginHost } from './init-hosts'
import type { Flags, Io } from './io'
import { projectOptions } from './project'

/** Environments besides production that are looked at: more `.env.<name>` files than that are no environments. */
const MOST_ENVIRONMENTS = 4

/** What one environment asks for. */
export interface EnvironmentView {
  name: string
  options: ResolvedOptions
  data: ReportData
  lists: WantedList[]
}

/** What `init` sees of a project. */
export interface ProjectView {
  /** Absolute, with `/`. */
  directory: string
  /** Names for people: `uni-app`, `Vite`. */
  toolchains: string[]
  /** Whether the platform's IDE compiles the source itself. */
  native: boolean
  platformFrom: string
  /** Production first. */
  environments: [EnvironmentView, ...EnvironmentView[]]
  /** Names of `.env` files. */
  envFiles: string[]
  /** A configuration that is in force already, absolute. */
  config: string | null
  /** Whether the project is written in TypeScript. */
  typescript: boolean
  /** Whether `unplugin-mp-domains` can be imported from the project. */
  installed: boolean
  /** Configurations of bundlers that take the plugin. */
  hosts: PluginHost[]
}

/** Looks at a project: its tools, platform and `.env` files, and by the analysis itself every host that it asks for. */
export async function lookAt(files: NodeFiles, directory: string, flags: Flags, io: Io): Promise<ProjectView> {
  const manifest = asObject(parseJson(files.read(joinPath(directory, 'package.json')) ?? ''))
  const packages = ['dependencies', 'devDependencies'].flatMap((field) =>
    Object.keys(asObject(manifest?.[field]) ?? {}),
  )
  const has = (name: string) => files.kind(joinPath(directory, name)) === 'file'
  const envFiles = files.list(directory).filter((name) => /^\.env(?:\.|$)/.test(name))
  const hosts = pluginHosts(files, directory, packages)
  const toolchains = toolchainsOf(files, directory).map(({ name }) => name)
  const look = (env: string | undefined) =>
    projectOptions({
      directory,
      command: 'check',
      files,
      flags: { env, platform: flags.platform },
      // What is configured already must not decide what is found.
      findConfig: false,
      env: io.env,
      cwd: io.cwd,
    })
  const first = await look(undefined)
  const names = envFiles
    .map((name) => /^\.env\.([\w-]+)$/.exec(name)?.[1] ?? '')
    .filter((name) => name !== '' && !/^(?:local|example|sample|template|development|production|test)$/.test(name))
  const environments: EnvironmentView[] = []
  for (const name of ['production', ...names.slice(0, MOST_ENVIRONMENTS)]) {
    const { options } = name === 'production' ? first : await look(name)
    const data = await checkFiles(
      files,
      { ...options, rules: { ...options.rules, 'unresolved-url': 'info' } },
      flags.deps,
    )
    const registrable = await loadRegistrable(options.platform)
    const lists = wantedLists({ reports: [data], platform: options.platform, limits: {}, registrable })
    environments.push({ name, options, data, lists })
  }
  return {
    directory,
    toolchains,
    native: hosts.length === 0 && isAppRoot(files, miniprogramRoot(files, directory)),
    platformFrom: first.platformFrom,
    environments: environments as ProjectView['environments'],
    envFiles,
    config: findUpwards(files, directory, CONFIG_NAMES),
    typescript:
      has('tsconfig.json') || packages.includes('typescript') || hosts.some(({ file }) => file.endsWith('ts')),
    installed: packages.includes('unplugin-mp-domains') || isInstalled(files, directory),
    hosts,
  }
}

function isInstalled(files: NodeFiles, from: string): boolean {
  for (let directory = from; ;) {
    if (files.kind(joinPath(directory, 'node_modules/unplugin-mp-domains')) === 'directory') return true
    const above = directoryOf(directory)
    if (above === directory) return false
    directory = above
  }
}

/** The project as `init` shows it: one line for each fact. */
export function viewText(view: ProjectView, cwd: string, lang: 'en' | 'zh'): string {
  const [{ options, data }] = view.environments
  const zh = lang === 'zh'
  const none = zh ? '无' : 'none'
  const tools = [...view.toolchains, ...view.hosts.map(({ file }) => file)].join(', ')
  const native = zh ? '原生，由开发者工具编译' : 'none: the IDE compiles it'
  const counts = data.calls.length
  const unknown = data.calls.filter(({ resolution }) => resolution === 'none').length
  const rows: [string, string][] = [
    [zh ? '目录' : 'directory', relativePath(cwd, view.directory) || '.'],
    [zh ? '工具链' : 'toolchain', view.native ? native : tools || none],
    [zh ? '平台' : 'platform', `${options.platform.name} (${view.platformFrom})`],
    ['appid', options.appid ?? none],
    ['.env', view.envFiles.join(', ') || none],
    [
      zh ? '网络请求' : 'calls',
      zh ? `${counts} 处，其中 ${unknown} 处域名未知` : `${counts}, ${unknown} of them with a host that is not known`,
    ],
  ]
  return rows.map(([name, value]) => `  ${padEnd(name, zh ? 10 : 11)}${value}\n`).join('')
}
