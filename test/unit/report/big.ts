import type { ReportCall, ReportData } from '../../../src/report/types'
import { SAMPLE, finding } from './sample'

/** The text of any file of {@link bigReport}. */
export function bigSource(file: string): string {
  return Array.from(
    { length: 300 },
    (_, index) => `const a${index} = http.get('https://host-${index % 30}.example.com/${file}') // 中文`,
  ).join('\n')
}

/** A report of the size of a big project. */
export function bigReport(count: number): ReportData {
  const origins = Array.from({ length: 30 }, (_, index) => `https://host-${index}.example.com`)
  const calls = Array.from({ length: count }, (_, index): ReportCall => {
    const origin = origins[(index * 7) % 30]!
    return {
      file: `src/pages/module-${index % 90}/index.vue`,
      line: 1 + (index % 300),
      column: 3,
      api: 'uni.request',
      category: 'request',
      via:
        index % 5
          ? [{ name: `http.${['get', 'post', 'put'][index % 3]}`, file: 'src/utils/http.ts', line: 9, column: 3 }]
          : [],
      resolution: 'full',
      urls: [
        {
          url: `${origin}/v1/items/${index}?from=页面`,
          origin,
          rewritten: null,
          source: { file: 'src/config/api.ts', line: 1 + (index % 30), column: 14 },
        },
      ],
      unknown: null,
    }
  })
  const uses = calls.filter((_, index) => index % 3 === 0).map(({ file, line, column }) => ({ file, line, column }))
  return {
    ...SAMPLE,
    calls,
    findings: [
      finding('domain-not-listed', { file: 'src/config/api.ts', line: 1, column: 14 }, { url: origins[0]!, uses }),
    ],
    domains: { request: origins.map((origin, index) => ({ origin, listed: index > 3, calls: count / 30 })) },
  }
}
