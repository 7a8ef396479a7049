import type { UrlTemplate } from './template'

/** Schemes of what lies on the device, in the package, in the program's own cloud storage or in the URL itself. */
const LOCAL_SCHEMES = new Set([
  'data',
  'blob',
  'about',
  'javascript',
  'file',
  'content',
  'asset',
  'assets-library',
  'ph',
  'cloud',
  'wxfile',
  'wxblob',
  'qqfile',
  'ttfile',
  'bdfile',
  'ksfile',
  'internal',
  'plugin',
  'plugin-private',
])

/** Hosts under which platforms show temporary and user files (`http://tmp/…`, `http://usr/…`; Alipay: `https://resource/…`). */
const LOCAL_HOSTS = new Set(['tmp', 'usr', 'store', 'resource'])

/** Whether a URL leads to no network at all, so that no list is asked. */
export function isLocal(template: UrlTemplate): boolean {
  if (template.scheme !== null && LOCAL_SCHEMES.has(template.scheme)) return true
  if (template.scheme !== 'http' && template.scheme !== 'https') return false
  return template.host !== null && LOCAL_HOSTS.has(template.host) && template.port === null && !template.portUnknown
}
