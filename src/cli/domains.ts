import { compareLists, type ConsoleLists } from '../console/compare'
import { domainsJson } from '../console/domains-json'
import { domainsMarkdown } from '../console/domains-markdown'
import { domainsText } from '../console/domains-text'
import type { DomainsView } from '../console/domains-words'
import { wantedLists } from '../console/lists'
import { LOCK_NAME, parseLock } from '../console/lock'
import { consoleListsOf, consoleListsOfText } from '../console/saved'
import type { Options, ResolvedOptions } from '../options'
import { appidOfEnvironment, categoryMeant } from '../options/domains'
import { joinPath, relativePath } from '../options/files'
import { parseJson } from '../options/json'
import { findUpwards } from '../options/project'
import { LISTED_CATEGORIES, type Platform } from '../platforms/types'
import type { ReportData } from '../report/types'
import { loadRegistrable } from '../url/registrable'
import { checkFiles } from './check'
import type { DomainsFlags } from './console-flags'
import { formOf, writeOut } from './output'
import { historyOf } from './domains-history'
import { NodeFiles } from './files'
import { EXIT, UsageError, type Io } from './io'
import { slashed } from './paths'
import { directoryFor, projectOptions, say } from './project'

const FORMS = { text: domainsText, markdown: domainsMarkdown, json: domainsJson }

/**
 * `mp-domains domains [dir]`: the lists to paste into the console, from the calls as the host map rewrites them.
 * Exit code 1 where a comparison shows that the console lacks an entry.
 */
export async function domainsCommand(given: string | undefined, flags: DomainsFlags, io: Io): Promise<number> {
  const form = formOf(flags.format, Object.keys(FORMS) as (keyof typeof FORMS)[])
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const resolve = (env: string | undefined) =>
    projectOptions({
      directory,
      command: 'check',
      files,
      // What is released is rewritten, so that is what the console must list.
      flags: { ...flags, env, rewrite: true },
      env: io.env,
      cwd: io.cwd,
    })
  const { options, settings } = await resolve(flags.env)
  const { platform } = options
  const appid = flags.appid ?? appidOfEnvironment(settings.domains, options.environment, options.appid)
  const saved = flags.against === undefined ? null : consoleOf(flags.against, appid, files, options, io)
  const shared = saved === null ? [options] : await sharing(appid, options, settings, resolve)
  const reports: ReportData[] = []
  for (const one of shared) reports.push(await checkFiles(files, withUnresolved(one), flags.deps))
  const registrable = await loadRegistrable(platform)
  const lists = wantedLists({ reports, platform, limits: options.limits, registrable })
  const view: DomainsView = {
    platform,
    lang: options.lang,
    appid,
    environments: shared.map(({ environment }) => environment),
    lists,
    monthlyEdits:
      settings.limits?.editsPerMonth ?? (platform.monthlyEdits === 'unknown' ? null : platform.monthlyEdits),
    packages: flags.deps === true,
    comparison: saved && {
      from: saved.from,
      date: saved.date,
      ...(await compareLists({
        wanted: lists,
        console: saved.lists,
        platform,
        reports,
        registrable,
        lastUse: historyOf(options),
      })),
    },
  }
  writeOut(FORMS[form](view), flags.output, io)
  const lacks = (view.comparison?.newDomains ?? 0) > 0
  return lacks && options.failOn !== 'never' ? EXIT.findings : EXIT.clean
}

/** The options with calls of unknown hosts told whatever the rules say: the lists must not pass for complete. */
function withUnresolved(options: ResolvedOptions): ResolvedOptions {
  return { ...options, rules: { ...options.rules, 'unresolved-url': 'info' } }
}

/** The options of every environment whose programs use this appid, and so its console. */
async function sharing(
  appid: string | null,
  first: ResolvedOptions,
  settings: Options,
  resolve: (env: string) => ReturnType<typeof projectOptions>,
): Promise<ResolvedOptions[]> {
  const found = new Map<string, ResolvedOptions>()
  // An environment that the configuration fixes is the only one.
  const names = settings.environment === undefined ? first.knownEnvironments : []
  for (const name of [first.environment, ...names]) {
    const { options, settings: own } = name === first.environment ? { options: first, settings } : await resolve(name)
    const { environment } = options
    if (found.has(environment)) continue
    // `false` is for development: its hosts are in no list.
    if (options.domainsOf(environment) === false && environment !== first.environment) continue
    if (appidOfEnvironment(own.domains, environment, options.appid) === appid) found.set(environment, options)
  }
  if (found.size === 0) found.set(first.environment, first)
  return [...found.values()].sort((a, b) => (a.environment < b.environment ? -1 : 1))
}

interface Saved {
  lists: ConsoleLists
  /** As the output names it. */
  from: string
  /** ISO date, or null. */
  date: string | null
}

/** The console's lists: as `pull` read them, or from a file. */
function consoleOf(against: string, appid: string | null, files: NodeFiles, options: ResolvedOptions, io: Io): Saved {
  const isConsole = against === 'console'
  const file = isConsole ? findUpwards(files, options.root, [LOCK_NAME]) : slashed(joinPath(io.cwd, against))
  const text = file === null ? null : files.read(file)
  if (file === null || text === null)
    throw new UsageError(
      isConsole
        ? say({
            en: `there is no ${LOCK_NAME}: read the console with \`mp-domains pull\` first, or name a file with its lists`,
            zh: `没有 ${LOCK_NAME}：请先用 \`mp-domains pull\` 读取后台名单，或指定含名单的文件`,
          })
        : say({ en: `there is no file '${against}'`, zh: `找不到文件「${against}」` }),
    )
  const shown = relativePath(io.cwd, file)
  const value = parseJson(text)
  const lock = parseLock(text)
  if (isConsole || !('problem' in lock)) {
    const app = !('problem' in lock) && appid !== null && Object.hasOwn(lock.appids, appid) ? lock.appids[appid]! : null
    if (!app)
      throw new UsageError(
        say({
          en: `${shown} has no lists of ${appid ?? 'any appid that is known here'}: read them with \`mp-domains pull${appid ? ` --appid ${appid}` : ''}\`, or name another with --appid`,
          zh: `${shown} 中没有 ${appid ?? '当前已知 appid'} 的名单：请运行 \`mp-domains pull${appid ? ` --appid ${appid}` : ''}\` 读取，或用 --appid 指定其他`,
        }),
      )
    return { lists: app.domains, from: shown, date: app.pulled.slice(0, 10) }
  }
  const lists = value === undefined ? consoleListsOfText(text, meaningOf(options.platform)) : consoleListsOf(value)
  if (lists) return { lists, from: shown, date: null }
  throw new UsageError(
    say({
      en: `no list was found in '${against}': name each list on a line of its own (request, socket, …) with its entries below, or give JSON such as { "request": ["https://api.example.com"] }`,
      zh: `「${against}」中没有找到名单：请把名单名（request、socket 等）单独写一行，条目写在下面；或使用 JSON，例如 { "request": ["https://api.example.com"] }`,
    }),
  )
}

/** Which category a word in a text file means: our names and the console's own. */
function meaningOf(platform: Platform): (word: string) => string | undefined {
  return (word) =>
    LISTED_CATEGORIES.find((category) => platform.categories[category]?.label === word) ??
    categoryMeant(word.replace(/合法域名$|域名$/, ''))
}
