import type { ApiRow, AttributeRow, CategoryRule, ListedCategory, PlatformWords } from './types'

/**
 * The four network APIs that every mini program platform has under the same names.
 * @param source where the platform documents them, for all four or one by one
 */
export function networkApis(
  source: string | { request: string; uploadFile: string; downloadFile: string; connectSocket: string },
): ApiRow[] {
  const of = (name: 'request' | 'uploadFile' | 'downloadFile' | 'connectSocket'): string =>
    typeof source === 'string' ? source : source[name]
  return [
    { name: 'request', category: 'request', url: 'url', source: of('request') },
    { name: 'uploadFile', category: 'uploadFile', url: 'url', source: of('uploadFile') },
    { name: 'downloadFile', category: 'downloadFile', url: 'url', source: of('downloadFile') },
    { name: 'connectSocket', category: 'socket', url: 'url', source: of('connectSocket') },
  ]
}

/** Template elements that take network media, the same on every mini program platform: no source names a list for them. */
export function mediaAttributes(source: string): AttributeRow[] {
  const row = (element: string, attribute: string): AttributeRow => ({
    element,
    attribute,
    category: 'none',
    local: true,
    source,
  })
  return [
    row('image', 'src'),
    row('cover-image', 'src'),
    row('video', 'src'),
    row('video', 'poster'),
    row('audio', 'src'),
    row('audio', 'poster'),
    row('live-player', 'src'),
  ]
}

/** `<web-view src>`, which is checked against the list of web-view domains. */
export function webView(source: string, note?: string): AttributeRow {
  return { element: 'web-view', attribute: 'src', category: 'webview', source, ...(note ? { note } : {}) }
}

/** The same rule for several categories, each with its own label and console path. */
export function sameRule(
  rule: Omit<CategoryRule, 'label' | 'consolePath'>,
  labels: Partial<Record<ListedCategory, string>>,
  consolePath: (label: string) => CategoryRule['consolePath'],
  changes: Partial<Record<ListedCategory, Partial<CategoryRule>>> = {},
): Partial<Record<ListedCategory, CategoryRule>> {
  const out: Partial<Record<ListedCategory, CategoryRule>> = {}
  for (const [category, label] of Object.entries(labels) as [ListedCategory, string][])
    out[category] = { ...rule, label, consolePath: consolePath(label), ...changes[category] }
  return out
}

/** A rule of which no source says anything but that the list exists. */
export const UNKNOWN_RULE: Omit<CategoryRule, 'label' | 'consolePath' | 'source'> = {
  schemes: 'unknown',
  port: 'unknown',
  host: 'unknown',
  ip: 'unknown',
  loopback: 'unknown',
  limit: 'unknown',
  entry: 'unknown',
}

/** Words of a platform whose messages no source quotes. */
export function unknownWords(source: string): PlatformWords {
  return { device: {}, source }
}
