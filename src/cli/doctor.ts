import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { atLeast } from '../check'
import { judge, listedIn, targetsOf, type AskedPorts, type Target } from '../console/doctor'
import { doctorJson, doctorText, type Visit } from '../console/doctor-text'
import { LOCK_NAME, parseLock } from '../console/lock'
import type { DomainSet } from '../check/types'
import type { ResolvedOptions } from '../options'
import { relativePath } from '../options/files'
import { findUpwards } from '../options/project'
import type { ReportCall } from '../report/types'
import { loadRegistrable } from '../url/registrable'
import { HOLE, parseTemplate } from '../url/template'
import { checkFiles } from './check'
import type { DoctorFlags } from './console-flags'
import { formOf, writeOut } from './output'
import { NodeFiles } from './files'
import { EXIT, UsageError, type Io } from './io'
import { pooled, probe } from './net/probe'
import { makeContexts } from './net/secured'
import { numberOf } from './numbers'
import { directoryFor, projectOptions, say } from './project'

/** How many paths of a socket host are tried. */
const MOST_PATHS = 3

/**
 * `mp-domains doctor [dir]`: asks every listed host of an environment what a phone will ask it.
 * Exit code 1 where a host has a problem at or above `failOn`.
 */
export async function doctorCommand(given: string | undefined, flags: DoctorFlags, io: Io): Promise<number> {
  const form = formOf(flags.format, ['text', 'json'])
  const timeout = numberOf('--timeout', flags.timeout, 10, { least: 0.05, most: 600 }) * 1000
  const concurrency = numberOf('--concurrency', flags.concurrency, 8, { least: 1, most: 64, whole: true })
  const instead = new Map((flags.connectTo ?? []).map(routeOf))
  const ca = flags.ca === undefined ? [] : [certificates(flags.ca, io)]
  const files = new NodeFiles()
  const directory = directoryFor(given, io.cwd, files)
  const { options } = await projectOptions({
    directory,
    command: 'check',
    files,
    flags: { ...flags, rewrite: true },
    env: io.env,
    cwd: io.cwd,
  })
  const { platform } = options
  const { set, from } = listsOf(options, files)
  const { ports, paths } = askedBy((await checkFiles(files, options)).calls)
  const targets = targetsOf(set, platform, ports)
  const listed = listedIn(set, platform, await loadRegistrable(platform))
  const path = flags.socketPath === undefined ? null : knownPath(flags.socketPath)
  const socketPaths = (target: Target) =>
    path === null ? (paths.get(`${target.host}:${target.port}`) ?? ['/']) : [path]
  const contexts = makeContexts(ca)
  const visits = await pooled(targets, concurrency, async (target): Promise<Visit> => {
    const found = await probe(target, { timeout, contexts, instead, socketPaths })
    return { target, probe: found, problems: judge(target, found, { now: Date.now(), listed }) }
  })
  const { lang, environment, failOn } = options
  const view = { platform: platform.name, environment, from, lang, visits }
  writeOut(form === 'json' ? doctorJson(view) : doctorText(view), flags.output, io)
  const fails = visits.some(({ problems }) =>
    problems.some(({ severity }) => failOn !== 'never' && atLeast(severity, failOn)),
  )
  return fails ? EXIT.findings : EXIT.clean
}

/** The lists of the environment: as configured, else as `pull` read them for the project's appid. */
function listsOf(options: ResolvedOptions, files: NodeFiles): { set: DomainSet; from: string } {
  const set = options.domainsOf(options.environment)
  if (set) return { set, from: options.domainsFrom ?? 'domains' }
  const file = findUpwards(files, options.root, [LOCK_NAME])
  const lock = file === null ? null : parseLock(files.read(file) ?? '')
  const { appid } = options
  if (file !== null && lock && !('problem' in lock) && appid !== null && Object.hasOwn(lock.appids, appid))
    return { set: lock.appids[appid]!.domains, from: relativePath(options.root, file) }
  throw new UsageError(
    say({
      en: `no lists are known for the environment '${options.environment}': configure \`domains\`, or read the console with \`mp-domains pull\``,
      zh: `环境「${options.environment}」没有已知的名单：请配置 \`domains\`，或用 \`mp-domains pull\` 读取后台`,
    }),
  )
}

/** What the source asks hosts for: their ports, and the paths of sockets by `host:port`. An upgrade at `/` says little. */
function askedBy(calls: readonly ReportCall[]): { ports: AskedPorts; paths: Map<string, string[]> } {
  const ports = new Map<string, Set<number>>()
  const paths = new Map<string, string[]>()
  for (const { category, urls } of calls) {
    for (const url of urls) {
      const { name, port, portUnknown, scheme, path } = parseTemplate(url.rewritten ?? url.url)
      if (name === null || portUnknown) continue
      const number = port ? Number(port) : scheme === 'ws' || scheme === 'http' ? 80 : 443
      const own = ports.get(`${category} ${name}`) ?? new Set()
      ports.set(`${category} ${name}`, own.add(number))
      const known = category === 'socket' ? knownPath(path) : null
      const list = paths.get(`${name}:${number}`) ?? []
      if (known !== null && !list.includes(known) && list.length < MOST_PATHS)
        paths.set(`${name}:${number}`, [...list, known])
    }
  }
  return { ports: (category, host) => ports.get(`${category} ${host}`) ?? [], paths }
}

/** A path without fragment, up to what only run time knows. */
function knownPath(path: string): string {
  const cut = path.includes(HOLE) ? path.slice(0, path.indexOf(HOLE)).replace(/[?&][^/?&]*$/, '') : path
  const plain = cut.replace(/#.*$/s, '')
  return plain.startsWith('/') ? plain : `/${plain}`
}

function certificates(file: string, io: Io): string {
  try {
    const text = readFileSync(resolve(io.cwd, file), 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  } catch {
    // Said below.
  }
  throw new UsageError(
    say({ en: `--ca: '${file}' holds no certificate in PEM form`, zh: `--ca：「${file}」不含 PEM 证书` }),
  )
}

/** `host:port:address:port` as curl's `--connect-to` writes it. */
function routeOf(text: string): [string, { host: string; port: number }] {
  const match = /^([^:]+):(\d{1,5}):(\[[\da-f:]+\]|[^:]+):(\d{1,5})$/i.exec(text)
  if (match) return [`${match[1]!.toLowerCase()}:${Number(match[2])}`, { host: match[3]!, port: Number(match[4]) }]
  throw new UsageError(
    say({
      en: `--connect-to wants host:port:address:port, for example api.example.com:443:203.0.113.9:443`,
      zh: `--connect-to 需要 host:port:address:port，例如 api.example.com:443:203.0.113.9:443`,
    }),
  )
}
