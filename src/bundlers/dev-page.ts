import { hashText } from '../extract/hash'
import type { ResolvedOptions } from '../options'
import type { ReportData } from '../report/types'

/** Where the report lives in a dev server. */
export const PAGE = '/__mp-domains/'

/** What of Node's request and response is used. */
export interface PageRequest {
  url?: string
  method?: string
  on(event: 'close', listener: () => void): void
}
export interface PageResponse {
  statusCode: number
  setHeader(name: string, value: string): void
  write(text: string): void
  end(text?: string): void
}

/**
 * The report as a page of a dev server, `/__mp-domains/`: it loads itself again whenever the report changes, told by a
 * stream of server-sent events at `/__mp-domains/events`. The page says there which report it shows, so that none is missed
 * that came between its loading and its asking, or while the server was started again.
 */
export class DevPage {
  private readonly listeners = new Set<PageResponse>()
  private shown: { data: ReportData; text: string; version: string } | null = null

  /** @param render makes the page of a report's data; `live` is the path of the stream of events */
  constructor(private readonly render: (data: ReportData, live: string) => Promise<string>) {}

  /** A new report: pages that are open load themselves again where it says something new. */
  update(data: ReportData): void {
    const text = JSON.stringify(data)
    if (this.shown?.text === text) return
    this.shown = { data, text, version: hashText(text) }
    for (const listener of this.listeners) listener.write('data: report\n\n')
  }

  /** The server closes: streams must not keep it open. */
  close(): void {
    for (const listener of this.listeners) listener.end()
    this.listeners.clear()
  }

  /** Answers a request below the page's path; `next` for everything else, and with what goes wrong. */
  async handle(
    request: PageRequest,
    response: PageResponse,
    next: (error?: unknown) => void,
    empty: () => Promise<ReportData>,
  ): Promise<void> {
    try {
      if (!(await this.answer(request, response, empty))) next()
    } catch (error) {
      next(error)
    }
  }

  private async answer(
    request: PageRequest,
    response: PageResponse,
    empty: () => Promise<ReportData>,
  ): Promise<boolean> {
    const [path, query = ''] = (request.url ?? '').split('?')
    const match = /^(.*\/__mp-domains)(\/(?:events)?)?$/.exec(path)
    if (!match || (request.method ?? 'GET') !== 'GET') return false
    const [, base, below] = match
    if (below === undefined) {
      // Without the slash the page's own paths would be those of the level above.
      response.statusCode = 302
      response.setHeader('Location', `${base}/`)
      response.end()
      return true
    }
    response.setHeader('Cache-Control', 'no-store')
    if (below === '/events') {
      response.setHeader('Content-Type', 'text/event-stream')
      const isOld = query !== '' && this.shown !== null && query !== this.shown.version
      response.write(isOld ? 'data: report\n\n' : ': open\n\n')
      this.listeners.add(response)
      request.on('close', () => this.listeners.delete(response))
      return true
    }
    const { data, version } = this.shown ?? { data: await empty(), version: 'none' }
    const page = await this.render(data, `${base}/events?${version}`)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(page)
    return true
  }
}

/** A report before anything was analysed. */
export function emptyReport({
  platform,
  environment,
  environmentFrom,
  appid,
  domainsFrom,
}: ResolvedOptions): ReportData {
  return {
    platform: platform.name,
    environment,
    appid,
    from: { environment: environmentFrom, domains: domainsFrom },
    modules: { seen: 0, analysed: 0, failed: 0 },
    calls: [],
    findings: [],
    rewrites: [],
    literals: [],
    domains: {},
    notices: [],
  }
}
