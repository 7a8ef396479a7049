import type { Severity } from '../check/types'
import { printable, printableJson } from '../report/printable'
import { textWidth } from '../report/terminal/width'
import type { Lang } from '../report/types'
import type { HostProbe, Problem, Target } from './doctor'
import { problemText } from './doctor-words'
import { sayIn, type Say } from './domains-words'

/** One host with what was found. */
export interface Visit {
  target: Target
  probe: HostProbe
  problems: Problem[]
}

/** What `doctor` shows. */
export interface DoctorView {
  platform: string
  environment: string
  /** Where the lists come from. */
  from: string
  lang: Lang
  visits: readonly Visit[]
}

const SIGNS: Readonly<Record<Severity | 'ok', string>> = { error: '✖', warn: '!', info: 'i', ok: '✓' }

/** The table for a terminal, then each problem with the way out. */
export function doctorText(view: DoctorView): string {
  const say = sayIn(view.lang)
  const head = [
    '',
    say('host', '域名'),
    say('lists', '名单'),
    say('address', '地址'),
    'TLS',
    say('certificate until', '证书有效期至'),
    say('WebSocket', 'WebSocket'),
  ]
  const rows = view.visits.map((visit) => rowOf(visit, say))
  const hasSockets = view.visits.some(({ target }) => target.asks.socket)
  const shown = [head, ...rows].map((row) => (hasSockets ? row : row.slice(0, -1)))
  const widths = head.map((_, column) => Math.max(...shown.map((row) => textWidth(row[column] ?? ''))))
  const lines = [`${view.platform} · ${view.environment} · ${view.from}`, '']
  for (const row of shown)
    lines.push(row.map((cell, column) => cell + ' '.repeat(widths[column]! - textWidth(cell))).join('  '))
  for (const { target, problems } of view.visits) {
    if (problems.length === 0) continue
    lines.push('', nameOf(target))
    for (const problem of problems) {
      const { text, help } = problemText(problem, say)
      lines.push(`  ${SIGNS[problem.severity]} ${problem.code}: ${text}`, `    ${say('→', '→')} ${help}`)
    }
  }
  lines.push('', summary(view, say))
  return `${lines.map((line) => printable(line).trimEnd()).join('\n')}\n`
}

function nameOf({ host, port, plain }: Target): string {
  return port === (plain ? 80 : 443) ? host : `${host}:${port}`
}

function rowOf({ target, probe, problems }: Visit, say: Say): string[] {
  const { tls, sockets } = probe
  const address = probe.addresses[0] ?? '-'
  const more = probe.addresses.length > 1 ? ` +${probe.addresses.length - 1}` : ''
  const socket = sockets.find(({ ok }) => ok) ?? sockets.at(-1)
  return [
    SIGNS[problems[0]?.severity ?? 'ok'],
    nameOf(target),
    target.categories.join(', '),
    `${address}${more}`,
    tls?.protocol ?? (target.plain ? say('none', '无') : '-'),
    tls?.protocol ? new Date(tls.validTo).toISOString().slice(0, 10) : '-',
    socket ? `${socket.ok ? say('ok', '正常') : (socket.status ?? socket.error)} ${socket.path}` : '',
  ]
}

function summary({ visits }: DoctorView, say: Say): string {
  const count = (severity: Severity) => visits.filter(({ problems }) => problems[0]?.severity === severity).length
  const [bad, odd] = [count('error'), count('warn')]
  const hosts = say(
    `${visits.length} ${visits.length === 1 ? 'host' : 'hosts'} asked`,
    `检查了 ${visits.length} 个域名`,
  )
  if (bad + odd === 0) return say(`${hosts}: all well`, `${hosts}：全部正常`)
  return say(`${hosts}: ${bad} failed, ${odd} with warnings`, `${hosts}：${bad} 个有错误，${odd} 个有警告`)
}

/** The same as JSON, version 1. */
export function doctorJson(view: DoctorView): string {
  const say = sayIn(view.lang)
  const { platform, environment, from, visits } = view
  const hosts = visits.map(({ target, probe, problems }) => ({
    host: target.host,
    port: target.port,
    categories: target.categories,
    entries: target.entries,
    addresses: probe.addresses,
    tls: probe.tls && {
      protocol: probe.tls.protocol,
      issuer: probe.tls.issuer,
      names: probe.tls.names,
      validFrom: dateOf(probe.tls.validFrom),
      validTo: dateOf(probe.tls.validTo),
    },
    page: probe.page,
    sockets: probe.sockets,
    problems: problems.map((problem) => ({
      code: problem.code,
      severity: problem.severity,
      message: problemText(problem, say).text,
      help: problemText(problem, say).help,
      args: problem.args,
    })),
  }))
  const json = { version: 1, tool: 'unplugin-mp-domains', command: 'doctor', platform, environment, from, hosts }
  return `${printableJson(JSON.stringify(json, null, 2))}\n`
}

function dateOf(time: number): string | null {
  return time > 0 ? new Date(time).toISOString() : null
}
