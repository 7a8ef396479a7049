import type { ReportData } from '../../../src/report/types'
import { SAMPLE, finding } from './sample'

/** What a source may hold to break out of a page. */
export const HOSTILE = `</script><img src=x onerror=window.hit=1><!--<script>window.hit=1</script> "'><svg onload=window.hit=1> ]]> \u2028 \${window.hit=1} {{window.hit=1}}`

/** A report of which every text that comes from a project is hostile. */
export function hostileReport(): ReportData {
  const place = { file: `a/${HOSTILE}.js`, line: 1, column: 1 }
  const url = `http://127.0.0.1/${HOSTILE}`
  return {
    ...SAMPLE,
    environment: HOSTILE,
    appid: HOSTILE,
    from: { environment: HOSTILE, domains: HOSTILE },
    calls: [
      {
        ...place,
        api: HOSTILE,
        category: 'request',
        via: [{ name: HOSTILE, ...place }],
        resolution: 'origin',
        urls: [{ url, origin: 'http://127.0.0.1', rewritten: HOSTILE, when: HOSTILE, source: place }],
        unknown: { reason: HOSTILE, ...place },
      },
    ],
    findings: [
      finding('loopback-host', place, {
        uses: [place],
        url,
        args: { name: HOSTILE, mapped: HOSTILE },
        trace: [
          { ...place, note: HOSTILE },
          { ...place, note: HOSTILE },
        ],
        package: HOSTILE,
      }),
      finding('parse-failed', place, { args: { error: HOSTILE } }),
      finding('unused-ignore', place, { args: { target: HOSTILE } }),
    ],
    rewrites: [{ ...place, from: HOSTILE, to: HOSTILE, stage: 'source' }],
    literals: [{ ...place, url, origin: HOSTILE, used: true }],
    domains: { request: [{ origin: HOSTILE, listed: false, calls: 1 }] },
    notices: [{ code: 'unknown-environment', args: { environment: HOSTILE, from: HOSTILE, known: HOSTILE } }],
  }
}
