import type { UrlReading } from '../check'
import type { NetworkCall, ResolvedUrl } from '../link/types'
import type { ResolvedOptions } from '../options'
import type { ReportCall } from '../report/types'
import { Rewrites } from './rewrites'

/**
 * What a session keeps from one report for the next, by linking's own objects: where a module was not linked again, they
 * are the same, and so is all that is said of them under the same options.
 */
export class KeptReports {
  readonly readings = new WeakMap<ResolvedUrl, UrlReading>()
  private map: Rewrites | null = null
  private readonly calls = new WeakMap<NetworkCall, ReportCall>()
  private readonly rewritten = new WeakMap<NetworkCall, NetworkCall>()

  /** What the host map would do to modules where it is not in force. */
  covering(options: ResolvedOptions): Rewrites {
    return (this.map ??= new Rewrites({ ...options, rewrite: true }))
  }

  /** A call as reports show it. */
  reportCall(call: NetworkCall, make: (call: NetworkCall) => ReportCall): ReportCall {
    const known = this.calls.get(call)
    if (known) return known
    const made = make(call)
    this.calls.set(call, made)
    return made
  }

  /** A call with its URLs as the program asks for them: the same object as long as they are. */
  withRewritten(call: NetworkCall, rewrittenOf: (url: ResolvedUrl) => string | null): NetworkCall {
    const texts = call.urls.map(rewrittenOf)
    const known = this.rewritten.get(call)
    if (known?.urls.every(({ rewritten }, index) => rewritten === texts[index])) return known
    const made = { ...call, urls: call.urls.map((url, index) => ({ ...url, rewritten: texts[index]! })) }
    this.rewritten.set(call, made)
    return made
  }
}
