import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { expect, it } from 'vitest'
import { codeBlocks } from '../../support/markdown'
import type { BuildOf, Example, Expected } from './example'
import { ROOT } from './install'
import { Parsed } from './parsed'
import type { Project, Ran, Report } from './project'
import { DEV_HOSTS, DOMAINS, HOST_MAP, WITHOUT_MAP, WITH_MAP, mapped } from './shop'
import { withoutNumbers } from './webpack-numbers'

/** Where most examples state a variable, and what is found when its host changes. */
const VARIABLE: readonly [file: string, ...Expected[]] = ['.env', ['lan-host', '.env', 'http://192.168.1.2']]

/** What is said of the package that the examples depend on. */
const SDK_FINDING = {
  code: 'domain-not-listed',
  severity: 'warn',
  url: 'https://log.sdk.example.org/events',
  package: 'shop-sdk',
}

/** The place of every expected finding, `code file:line:column`, as the working copy's files have it now. */
export function places(project: Project, expected: readonly Expected[]): string[] {
  return expected.map(([code, file, text]) => {
    const source = project.read(file)
    const at = source.indexOf(text)
    if (at < 0) throw new Error(`${project.example}/${file} does not hold ${text}`)
    const before = source.slice(0, at).split('\n')
    return `${code} ${file}:${before.length}:${before.at(-1)!.length + 1}`
  })
}

/** The places of a report's findings that fail a build, each once. */
export function errorsOf({ findings }: Report): string[] {
  const places = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`)
  return [...new Set(places)].sort()
}

/** An output without what Taro's warm builds write besides, with or without the plugin: an attribute without a name. */
function sameOutput(files: Map<string, string>): Map<string, string> {
  return new Map([...files].map(([name, text]) => [name, text.replaceAll('="{{i.}}" ', '')]))
}

function linesOf(rows: readonly { file: string; line: number }[]): string[] {
  return [...new Set(rows.map(({ file, line }) => `${file}:${line}`))].sort()
}

/** Builds one target. */
export function build(
  project: Project,
  { command, env, cwd, output }: BuildOf,
  more: Record<string, string> = {},
): Promise<Ran> {
  project.remove(output)
  project.forgetReport()
  return project.run(command, { env: { ...env, ...more }, ...(cwd && { cwd }) })
}

/** The page of an example shows the file that the example is built with. */
export function itShowsItsConfiguration({ name, page, config }: Example): void {
  it('is configured as its page says', () => {
    const file = readFileSync(join(ROOT, 'playground', name, config), 'utf8')
    for (const folder of ['docs/toolchains', 'docs/zh/toolchains']) {
      const blocks = codeBlocks(readFileSync(join(ROOT, folder, `${page}.md`), 'utf8'))
      expect(blocks.map(({ code }) => code.trim())).toContain(file.trim())
    }
  })
}

/** Item 1: every dev host fails a production build, in the source's own place, once. */
export function itFailsOnDevHosts(project: () => Project, example: Example, target: BuildOf): void {
  it(`${target.platform}: fails, and shows every dev host where it stands`, async () => {
    project().configure(WITHOUT_MAP)
    const { code, output } = await build(project(), target)
    const expected = places(project(), target.findings).sort()
    expect(code, output).not.toBe(0)
    const report = project().report()
    expect(report).toMatchObject({
      platform: target.platform,
      environment: 'production',
      from: { environment: example.environmentFrom },
      modules: { failed: 0 },
    })
    expect(errorsOf(report)).toEqual(expected)
    // Each once on the screen: the frame of a finding begins with its place.
    for (const place of new Set(expected.map((text) => text.split(' ')[1] as string))) {
      expect(output.split(`╭ ${place}\n`).length - 1, `${place} in:\n${output}`).toBe(
        expected.filter((text) => text.endsWith(` ${place}`)).length,
      )
    }
    // A package's own host, under its name: a call of `wx`, which mpx makes one of every platform.
    const inPackage = target.platform === 'wechat' || example.name === 'mpx' ? [SDK_FINDING] : []
    expect(report.findings.filter((finding) => finding.package !== undefined)).toMatchObject(inPackage)
    if (inPackage.length > 0) expect(output).toContain('shop-sdk')
    // A plugin of the platform is no API of it.
    expect(JSON.stringify([report.calls, report.findings])).not.toContain('tiles/')
    // What is for another platform is no call of this one.
    expect(JSON.stringify([report.calls, report.findings])).not.toContain('192.168.1.99')
  })
}

/**
 * Items 2 and 3: with the host map the build passes, source maps lead to the rewritten place, and only the mapped text
 * differs from a build without the plugin.
 */
export function itRewritesOnlyDevHosts(project: () => Project, example: Example, target: BuildOf): void {
  it(`${target.platform}: passes with the host map, and changes nothing else`, async () => {
    project().configure(WITH_MAP)
    const { code, output } = await build(project(), target)
    expect(code, output).toBe(0)
    const emitted = project().files(target.output)
    const files = normalized(emitted, target)
    const left = [...emitted].filter(([name, text]) => !name.endsWith('.map') && DEV_HOSTS.test(text))
    expect(left.map(([name]) => name)).toEqual([])
    const report = project().report()
    expect(errorsOf(report)).toEqual([])
    expect(report.findings.filter((finding) => finding.package !== undefined)).toEqual([])
    // Every place but that of calls whose host a bundler's configuration states: it has no place that is known.
    const stated = target.findings.filter(([, file]) => !file.startsWith('../'))
    const lines = places(project(), stated).map((text) => text.replace(/^\S+ |:\d+$/g, ''))
    expect(linesOf(report.rewrites)).toEqual(expect.arrayContaining(lines))
    expect([...emitted.keys()].some((name) => name.endsWith('.map'))).toBe(example.maps === true)
    if (example.maps) {
      const [place] = places(project(), [['loopback-host', example.hostFile, "'http://127.0.0.1:3000'"]])
      const line = Number(/:(\d+):\d+$/.exec(place!)![1])
      expect(originsOf(project(), example, target)).toContainEqual({ source: example.hostFile, line })
    }
    // The same program, its dev hosts replaced by hand and the plugin taken out: every byte is the same, names that the
    // minifier gave and hashes included.
    try {
      project().withoutPlugin(example.config)
      project().replaceAll(mapped)
      const plain = await build(project(), target)
      expect(plain.code, plain.output).toBe(0)
      const expected = normalized(project().files(target.output), target)
      expect([...files.keys()]).toEqual([...expected.keys()])
      for (const [name, text] of expected) expect(files.get(name), name).toBe(text)
    } finally {
      project().reset()
    }
  })
}

/** Where a mapped host of the config module leads by the source maps that the toolchain made. */
function originsOf(project: Project, { hostFile }: Example, { output }: BuildOf): unknown[] {
  return [...project.files(output)].flatMap(([name, text]) => {
    const map = name.endsWith('.map') ? new TraceMap(text) : null
    const script = map && project.read(join(output, name.replace(/\.map$/, '')))
    const at = script?.indexOf('https://api.shop.example.com') ?? -1
    if (!map || !script || at < 0) return []
    const before = script.slice(0, at).split('\n')
    const origin = originalPositionFor(map, { line: before.length, column: before.at(-1)!.length })
    // webpack names a source that was loaded in several ways with a hash behind each.
    const source = origin.source?.replace(/^.*\/(?=src\/)/, '').replace(/\?\w*$/, '')
    return source === hostFile ? [{ source, line: origin.line }] : []
  })
}

/** Item 4: what is configured counts at once, whatever the toolchain keeps. */
export function itHoldsNothingStale(project: () => Project, example: Example, target: BuildOf): void {
  it(`${target.platform}: a warm build says what the cold one did, and changes count at once`, async () => {
    const text = async (settings: object, env: Record<string, string> = {}): Promise<Ran> => {
      project().configure(settings)
      return build(project(), target, env)
    }
    if (example.cached) {
      const cold = await text(WITH_MAP)
      expect(cold.code, cold.output).toBe(0)
      const first = project().report()
      const output = sameOutput(project().files(target.output))
      expect((await text(WITH_MAP)).code).toBe(0)
      expect(project().report()).toEqual(first)
      expect(sameOutput(project().files(target.output))).toEqual(output)
    }
    // A shorter list, and another host in .env.
    const [variableFile, ...variableFindings] = example.variable ?? VARIABLE
    const variables = project().read(variableFile)
    project().write(variableFile, variables.replace('192.168.1.20', '192.168.1.21'))
    const changed = await text({
      ...WITH_MAP,
      domains: { production: { ...DOMAINS, socket: ['wss://x.example.com'] } },
    })
    expect(changed.code, changed.output).not.toBe(0)
    const lanHosts = places(project(), variableFindings)
    const [socket] = places(project(), [['domain-not-listed', example.hostFile, "'ws://127.0.0.1:3000'"]])
    expect(errorsOf(project().report())).toEqual([...lanHosts, socket].sort())
    if (!example.cached) {
      project().write(variableFile, variables)
      return
    }
    // The same, accepted: another severity, an ignore.
    const accepted = await text({
      ...WITH_MAP,
      domains: { production: { ...DOMAINS, socket: ['wss://x.example.com'] } },
      rules: { 'lan-host': 'warn' },
      ignores: [{ code: 'domain-not-listed', host: 'api.shop.example.com', reason: 'tested' }],
    })
    expect(accepted.code, accepted.output).toBe(0)
    expect(
      project()
        .report()
        .findings.map(({ code, severity }) => `${code} ${severity}`),
    ).toContain('lan-host warn')
    project().write(variableFile, variables)
    // Another environment with another map.
    const trial = { ...HOST_MAP, 'http://127.0.0.1:3000': 'https://share.shop.example.com' }
    const other = await text(
      {
        domains: { production: DOMAINS, trial: { ...DOMAINS, socket: ['wss://share.shop.example.com'] } },
        hostMap: { production: HOST_MAP, trial },
      },
      { MP_DOMAINS_ENV: 'trial' },
    )
    expect(other.code, other.output).toBe(0)
    const all = [...project().files(target.output).values()].join('\n')
    expect(all).toContain('wss://share.shop.example.com')
    expect(all).not.toContain('wss://api.shop.example.com')
    // And back.
    expect((await text(WITHOUT_MAP)).code).not.toBe(0)
    expect(errorsOf(project().report())).toEqual(places(project(), target.findings).sort())
  })
}

/** Item 5: findings come and go with edits, of which nothing but the edited file is parsed, and never end the watcher. */
export function itWatches(project: () => Project, { hostFile, watch }: Example): void {
  it('watches: findings come and go, only what changed is parsed again, and the process goes on', async () => {
    const { command, settings } = watch!
    const file = project()
    file.configure(WITHOUT_MAP)
    const source = file.read(hostFile)
    const parsed = new Parsed(file)
    const env = { MP_DOMAINS_ENV: 'production', ...settings?.env, ...parsed.env }
    const running = file.start(command, { ...settings, env })
    const found = (): string[] => (file.hasReport ? codesIn(file, hostFile) : [])
    try {
      await running.until('the first report', () => found().includes('loopback-host'))
      await running.until('the first report on the screen', () => running.output().includes('http://127.0.0.1:3000'))
      // Everything, or nothing where the toolchain had it in its cache.
      parsed.next()
      file.write(
        hostFile,
        source
          .replaceAll('http://127.0.0.1:3000', 'https://api.shop.example.com')
          .replaceAll('ws://127.0.0.1:3000', 'wss://api.shop.example.com'),
      )
      await running.until('the report after the fix', () => found().length === 0 && file.hasReport)
      expectOnly(parsed.next(), "'wss://api.shop.example.com'")
      file.write(hostFile, source.replaceAll('http://127.0.0.1:3000', 'http://192.168.1.30:3000'))
      await running.until('the report after another host', () => found().includes('lan-host'))
      expectOnly(parsed.next(), "'http://192.168.1.30:3000'")
      file.write(hostFile, source)
      await running.until('the report of the beginning', () => !found().includes('lan-host') && found().length > 0)
      expect(running.running).toBe(true)
    } finally {
      await running.stop()
      file.write(hostFile, source)
    }
  })
}

/** The edited module's text, in whatever form the toolchain hands it on, and no other. */
function expectOnly(parsed: readonly string[], edited: string): void {
  expect(parsed.length).toBeGreaterThan(0)
  expect(parsed.filter((text) => !text.includes(edited))).toEqual([])
}

function codesIn(project: Project, file: string): string[] {
  try {
    return project
      .report()
      .findings.filter((finding) => finding.file === file)
      .map(({ code }) => code)
  } catch {
    // It is being written.
    return []
  }
}

/**
 * An output without source maps: they hold the sources, which are rewritten as well; where they lead is tested on its own.
 * webpack numbers modules and chunks by their requests, loaders included: those numbers are taken out.
 */
function normalized(files: Map<string, string>, { numbered }: BuildOf): Map<string, string> {
  const emitted = [...files].filter(([name]) => !name.endsWith('.map'))
  return new Map(numbered ? withoutNumbers(emitted) : emitted)
}
