import { basename } from 'node:path'
import { joinPath, relativePath } from '../options/files'
import { asObject, parseJson } from '../options/json'
import { pickLang } from '../options/lang'
import { findUpwards } from '../options/project'
import { NodeFiles } from './files'
import { configText, type ConfigInput } from './init-config'
import { hooksEdit } from './init-hooks'
import { offered, settle, type Offer } from './init-offer'
import { lookAt, viewText, type ProjectView } from './init-look'
import { devOrigins, domainSet, parsePairs, problemOf, withPairs, type DevOrigin } from './init-map'
import { addPlugin } from './init-plugin'
import { EXIT, UsageError, type Flags, type Io } from './io'
import { directoryFor, say } from './project'

/** What the command line says to `init`. */
export interface InitFlags extends Flags {
  /** Change everything that is offered, without asking; the IDE's hooks only with `hooks`. */
  yes?: boolean
  /** Overwrite a configuration that is there. */
  force?: boolean
  /** Add the IDE's hooks too. */
  hooks?: boolean
  /** `<dev origin>=<production origin>`, several times. */
  map?: string[]
}

/**
 * `mp-domains init [dir]`: looks at a project and offers a configuration with the hosts that it asks for, the plugin's line in
 * the bundler's configuration, and on a native project the IDE's hooks. Nothing is changed that was not agreed to.
 */
export async function initCommand(given: string | undefined, flags: InitFlags, io: Io): Promise<number> {
  const lang = pickLang('auto')
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const pairs = pairsOf(flags)
  const view = await lookAt(files, directory, flags, io)
  const zh = lang === 'zh'
  io.stdout.write(`${viewText(view, io.cwd, lang)}\n`)
  const keeps = view.config !== null && !flags.force
  const offers: Offer[] = []
  if (keeps) {
    const shown = relativePath(io.cwd, view.config!)
    io.stdout.write(
      zh
        ? `${shown} 已存在，保持不变（--force 可覆盖）\n\n`
        : `${shown} is there already and stays as it is (--force overwrites it)\n\n`,
    )
  } else {
    const file = configFile(view)
    const after = configText(await configInput(file, view, pairs, files, flags, io))
    offers.push(offered({ file, after, usual: true }, files, io, zh))
  }
  offers.push(...pluginOffers(view, files, io, zh))
  if (!view.native && view.hosts.length === 0) {
    io.stdout.write(
      zh
        ? '没有找到打包工具的配置；各工具如何加入插件见 README「安装」\n\n'
        : 'no bundler’s configuration was found; the README (Install) shows how each one takes the plugin\n\n',
    )
  }
  const hooks = view.native ? hooksEdit(files, directory) : null
  if (hooks) {
    io.stdout.write(zh ? HOOKS_NOTE.zh : HOOKS_NOTE.en)
    offers.push(offered({ ...hooks, usual: flags.hooks === true }, files, io, zh))
  }
  await settle(offers, flags, io, zh)
  if (!view.installed) {
    io.stdout.write(
      zh
        ? '还需安装：npm install --save-dev unplugin-mp-domains\n'
        : 'to install: npm install --save-dev unplugin-mp-domains\n',
    )
  }
  io.stdout.write(zh ? '接下来：npx mp-domains check\n' : 'next: npx mp-domains check\n')
  return EXIT.clean
}

const HOOKS_NOTE = {
  en: `The IDE can run this tool before it compiles, previews and uploads. It then takes the program from \`dist\`, where
there is no app.json while findings remain. The hooks run only where 「启用自定义处理命令」 is ticked in the IDE, and no
document says that a command that fails stops an upload. Run \`npx mp-domains fix . --out dist\` once before you open it.

`,
  zh: `开发者工具可以在编译、预览、上传前运行本工具，并改为从 \`dist\` 读取小程序；仍有问题时其中没有 app.json。
只有在开发者工具中勾选「启用自定义处理命令」才会运行，且没有文档说明命令失败会中止上传。
打开项目前请先运行一次 \`npx mp-domains fix . --out dist\`。

`,
} as const

/** The pairs of `--map`. @throws {UsageError} for one that is none */
export function pairsOf({ map = [] }: Pick<InitFlags, 'map'>): Record<string, string> {
  const parsed = parsePairs(map)
  if ('pairs' in parsed) return parsed.pairs
  throw new UsageError(
    say({
      en: `--map ${parsed.wrong} is no pair of origins${parsed.why === null ? '' : ` (${parsed.why})`}; write --map http://127.0.0.1:3000=https://api.example.com`,
      zh: `--map ${parsed.wrong} 不是一对地址${parsed.why === null ? '' : `（${parsed.why}）`}；写法：--map http://127.0.0.1:3000=https://api.example.com`,
    }),
  )
}

/** The configuration's file: the one that is overwritten, else by what the project can load. */
function configFile({ directory, config, typescript }: ProjectView): string {
  if (config !== null && config.startsWith(`${directory}/`)) return config
  return joinPath(directory, `mp-domains.config.${typescript ? 'ts' : 'mjs'}`)
}

async function configInput(
  file: string,
  view: ProjectView,
  pairs: Record<string, string>,
  files: NodeFiles,
  flags: InitFlags,
  io: Io,
): Promise<ConfigInput> {
  const lang = pickLang('auto')
  const manifest = findUpwards(files, view.directory, ['package.json'])
  const environments: ConfigInput['environments'][number][] = []
  for (const environment of view.environments) {
    const found = withPairs(devOrigins(environment), pairs)
    const known = environments[0]?.origins ?? []
    const origins = flags.yes ? found : await withAnswers(inherited(found, known), io, lang === 'zh')
    const domains = domainSet(environment, origins)
    // An environment that needs the same has production's without a word.
    const isSame = environments[0] && JSON.stringify([domains, origins]) === sameAs(environments[0])
    if (!isSame) environments.push({ name: environment.name, domains, origins })
  }
  return {
    form: basename(file).replace(/^.*\./, '') as ConfigInput['form'],
    installed: view.installed,
    isModule: asObject(parseJson(files.read(manifest ?? '') ?? ''))?.type === 'module',
    lang,
    platform: flags.platform === undefined ? null : view.environments[0].options.platform.name,
    environments,
  }
}

function sameAs({ domains, origins }: ConfigInput['environments'][number]): string {
  return JSON.stringify([domains, origins])
}

/** What was answered for one environment is not asked again for the next. */
function inherited(found: readonly DevOrigin[], known: readonly DevOrigin[]): DevOrigin[] {
  return found.map((row) => {
    const same = known.find(({ origin, from }) => origin === row.origin && from === 'answer')
    return row.target === null && same ? { ...row, target: same.target, from: same.from } : row
  })
}

/** Asks a person where development origins lead; whoever just presses Enter leaves it open. */
export async function withAnswers(
  origins: readonly DevOrigin[],
  { ask, stdout }: Io,
  zh: boolean,
): Promise<DevOrigin[]> {
  const rows: DevOrigin[] = []
  for (const row of origins) {
    let target = row.target
    while (ask && target === null) {
      const where = row.use === '' ? '' : ` (${row.use})`
      const question = zh
        ? `${row.origin}${where} 在线上对应哪个地址？（回车跳过）`
        : `Production origin for ${row.origin}${where}? (Enter: decide later) `
      const answer = (await ask(question)).trim()
      if (answer === '') break
      const problem = problemOf({ [row.origin]: answer })
      if (problem === null) target = answer
      else stdout.write(`${problem}\n`)
    }
    rows.push(target === row.target ? row : { ...row, target, from: 'answer' })
  }
  return rows
}

/** The plugin's line, where there is a bundler; what can't be changed safely is printed for people. */
function pluginOffers(view: ProjectView, files: NodeFiles, io: Io, zh: boolean): Offer[] {
  return view.hosts.flatMap((host) => {
    const file = joinPath(view.directory, host.file)
    const edit = addPlugin(files.read(file) ?? '', host)
    if (edit.kind === 'edited') return [offered({ file, after: edit.code, usual: true }, files, io, zh)]
    const shown = relativePath(io.cwd, file)
    io.stdout.write(
      edit.kind === 'present'
        ? zh
          ? `${shown} 中已有插件\n\n`
          : `${shown} has the plugin already\n\n`
        : `${zh ? `${shown} 的写法无法安全地自动修改，请手动加入：` : `${shown} can't be changed safely; add by hand:`}\n\n${host.snippet.replace(/^(?=.)/gm, '  ')}\n`,
    )
    return []
  })
}
