import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { CODES } from '../../../src/check/codes'
import { formatSarif } from '../../../src/report/sarif'
import type { ReportContext, ReportData } from '../../../src/report/types'
import { FILES, SAMPLE, at, context, finding } from './sample'

const run = (data: ReportData, init: Partial<ReportContext> = {}) =>
  JSON.parse(formatSarif(data, context(init))).runs[0]
const one = (row: ReportData['findings'][number], init: Partial<ReportContext> = {}) =>
  run({ ...SAMPLE, findings: [row] }, init).results[0]

/** The OASIS schema, from the package that carries it. */
const schemaPackage = createRequire(import.meta.url)
  .resolve('@microsoft/jest-sarif')
  .replace(/lib.index\.js$/, '')
const schemaPath = `${schemaPackage}lib/schemas/sarif-2.1.0-rtm.5.json`

describe('SARIF', () => {
  const log = run(SAMPLE)

  it.each(['en', 'zh'] as const)('is the same as before in %s', async (lang) => {
    await expect(formatSarif(SAMPLE, context({ lang }))).toMatchFileSnapshot(`__snapshots__/report.${lang}.sarif`)
  })

  it('is valid by the schema of the standard', async () => {
    const { default: Ajv } = await import('ajv')
    const { default: addFormats } = await import('ajv-formats')
    // Draft 4 differs from what the validator knows in its own name and in `id` only, as far as this schema uses it.
    const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8'))
    const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true })
    addFormats(ajv as never)
    const validate = ajv.compile(schema)
    for (const lang of ['en', 'zh'] as const) {
      validate(JSON.parse(formatSarif(SAMPLE, context({ lang }))))
      expect(validate.errors ?? []).toEqual([])
    }
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false)
  })

  it('has what the standard asks for', () => {
    const whole = JSON.parse(formatSarif(SAMPLE, context()))
    expect(whole).toMatchObject({ version: '2.1.0', $schema: expect.stringMatching(/^https:.*sarif-2\.1\.0/) })
    expect(log.tool.driver.name).toBe('unplugin-mp-domains')
    expect(log.tool.driver.semanticVersion).toBe('0.1.0')
    expect(log.results).toHaveLength(SAMPLE.findings.length)
    for (const result of log.results) {
      const { region, artifactLocation } = result.locations[0].physicalLocation
      expect(log.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
      expect(['error', 'warning', 'note']).toContain(result.level)
      expect(result.message.text.length).toBeGreaterThan(10)
      expect(region.startLine).toBeGreaterThanOrEqual(1)
      expect(region.startColumn).toBeGreaterThanOrEqual(1)
      if (region.endColumn) expect(region.endColumn).toBeGreaterThan(region.startColumn)
      expect(artifactLocation.uri).not.toMatch(/^\/|\\|\s|^[a-z]+:/)
    }
  })

  it('explains every code', () => {
    expect(log.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(CODES.map((row) => row.code))
    for (const rule of log.tool.driver.rules) {
      expect(rule.help.markdown).toContain(rule.id)
      expect(rule.fullDescription.text.length).toBeGreaterThan(20)
      expect(rule.helpUri).toMatch(/^https:/)
      expect(rule.name).toMatch(/^[A-Z][A-Za-z]+$/)
    }
  })

  it('points at the part of the URL, with its text', () => {
    for (const result of log.results) {
      const { region, artifactLocation } = result.locations[0].physicalLocation
      if (!region.snippet || result.ruleId === 'leaked-secret') continue
      const line = FILES[decodeURIComponent(artifactLocation.uri)]!.split('\n')[region.startLine - 1]!
      expect(line.slice(region.startColumn - 1, region.endColumn - 1)).toBe(region.snippet.text)
    }
  })

  it('tells the way of the URL as a code flow', () => {
    const loopback = log.results.find((result: { ruleId: string }) => result.ruleId === 'loopback-host')
    const steps = loopback.codeFlows[0].threadFlows[0].locations
    expect(steps.map((step: any) => step.location.message.text)).toEqual(['HOST', 'url', 'get', 'http.get'])
    expect(loopback.relatedLocations).toHaveLength(30)
    expect(loopback.relatedLocations[0].physicalLocation.artifactLocation.uri).toBe('pages/index/index.js')
  })

  it('keeps fingerprints when lines move, and gives each finding its own', () => {
    const names = log.results.map((result: any) => result.partialFingerprints['mpDomains/v1'])
    expect(new Set(names).size).toBe(names.length)
    const moved = structuredClone(SAMPLE)
    for (const row of moved.findings) row.line += 7
    expect(
      run(moved, { sources: undefined })
        .results.map((result: any) => result.partialFingerprints['mpDomains/v1'])
        .sort(),
    ).toEqual([...names].sort())
    const other = finding('loopback-host', at('config/api.js', "'http://127"), { url: 'http://localhost' })
    expect(names).not.toContain(one(other).partialFingerprints['mpDomains/v1'])
  })

  it('has no more results and places than services take, the worst of them', () => {
    const uses = Array.from({ length: 300 }, (_, index) => ({ file: 'a.js', line: index + 1, column: 1 }))
    const places = Array.from({ length: 25_100 }, (_, index) => ({ file: 'a.js', line: index + 1, column: 1 }))
    const many = places.map((place, index) => ({
      ...finding('domain-not-listed', place, { url: 'https://a.example.com', uses: index === 0 ? uses : [] }),
      severity: index % 2 ? ('warn' as const) : ('error' as const),
    }))
    const { results } = run({ ...SAMPLE, findings: many })
    expect(results).toHaveLength(25_000)
    expect(results.filter(({ level }: { level: string }) => level === 'error')).toHaveLength(12_550)
    expect(results[0].relatedLocations).toHaveLength(100)
    expect(results[0].properties.calls).toBe(300)
  })

  it('starts paths where the repository does, and encodes them', () => {
    const row = finding('ip-host', { file: '页面/a b#c.js', line: 1, column: 1 }, { url: 'https://1.2.3.4' })
    const uri = (base?: string) => one(row, { basePath: base }).locations[0].physicalLocation.artifactLocation.uri
    expect(uri()).toBe('%E9%A1%B5%E9%9D%A2/a%20b%23c.js')
    expect(uri('packages/shop/')).toBe('packages/shop/%E9%A1%B5%E9%9D%A2/a%20b%23c.js')
  })

  it('has no secret in it', () => {
    expect(formatSarif(SAMPLE, context())).not.toContain('3f2a9c0d1e4b5a697887f6e5d4c3b2a1')
  })
})

describe('fixes', () => {
  /** The line after the fix, or null. */
  function fixed(
    text: string,
    code: Parameters<typeof finding>[0],
    init: Parameters<typeof finding>[2],
    column = text.indexOf("'") + 1,
  ) {
    const row = finding(code, { file: 'a.js', line: 1, column }, init)
    const fix = one(row, { sources: () => text }).fixes?.[0].artifactChanges[0].replacements[0]
    if (!fix) return null
    const { startColumn, endColumn } = fix.deletedRegion
    return text.slice(0, startColumn - 1) + (fix.insertedContent?.text ?? '') + text.slice(endColumn - 1)
  }

  it('writes https for http, and wss for ws', () => {
    expect(fixed("x('http://a.example/p')", 'insecure-scheme', { url: 'http://a.example/p' })).toBe(
      "x('https://a.example/p')",
    )
    expect(fixed("x('WS://a.example/p')", 'insecure-scheme', { url: 'ws://a.example/p' })).toBe(
      "x('wss://a.example/p')",
    )
    expect(fixed("x('http://' + host)", 'insecure-scheme', { url: 'http://a.example/p' })).toBe("x('https://' + host)")
  })

  it('follows the host map', () => {
    const init = {
      url: 'http://127.0.0.1:3000/x',
      args: { origin: 'http://127.0.0.1:3000', mapped: 'https://api.example.com/x' },
    }
    expect(fixed("x('http://127.0.0.1:3000/x')", 'loopback-host', init)).toBe("x('https://api.example.com/x')")
    expect(fixed("x('http://' + HOST)", 'loopback-host', init)).toBeNull()
    expect(fixed("x('http://127.0.0.1:3000/x')", 'loopback-host', { url: init.url })).toBeNull()
  })

  it('takes the port that the list has', () => {
    const init = (args: object) => ({ url: 'https://a.example:81/x', args: { ...args } })
    const text = "x('https://a.example:81/x')"
    expect(fixed(text, 'port-mismatch', init({ reason: 'none-listed', listed: 'https://a.example' }))).toBe(
      "x('https://a.example/x')",
    )
    expect(fixed(text, 'port-mismatch', init({ reason: 'other-port', listed: 'https://a.example:82' }))).toBe(
      "x('https://a.example:82/x')",
    )
    expect(fixed(text, 'port-mismatch', init({ reason: 'forbidden-port', listed: null }))).toBeNull()
  })

  it('mends list entries and urlCheck', () => {
    const entry = {
      url: 'https://*.a.example',
      args: { entry: 'https://*.a.example', suggestion: 'https://a.example' },
    }
    expect(fixed("request: ['https://*.a.example']", 'invalid-domain-entry', entry)).toBe(
      "request: ['https://a.example']",
    )
    expect(fixed('"urlCheck" : false,', 'url-check-disabled', {}, 1)).toBe('"urlCheck" : true,')
  })

  it('leaves packages alone', () => {
    expect(fixed("x('http://a.example/p')", 'insecure-scheme', { url: 'http://a.example/p', package: 'p' })).toBeNull()
  })
})
