import { deepFreeze } from './freeze'
import type { ApiRow, AttributeRow, Platform } from './types'

const FETCH = 'https://fetch.spec.whatwg.org/#fetch-method'
const HTML = 'https://html.spec.whatwg.org/multipage'
const MIXED = 'https://www.w3.org/TR/mixed-content/'

/** The browser's own network APIs. They are globals, and members of {@link WEB_GLOBALS}. */
export const WEB_APIS: readonly ApiRow[] = deepFreeze<ApiRow[]>([
  { name: 'fetch', category: 'request', url: '0', source: FETCH },
  {
    name: 'Request',
    category: 'request',
    url: '0',
    form: 'new',
    source: 'https://fetch.spec.whatwg.org/#request-class',
  },
  {
    name: 'XMLHttpRequest.open',
    category: 'request',
    url: '1',
    form: 'instance',
    source: 'https://xhr.spec.whatwg.org/#the-open()-method',
  },
  {
    name: 'WebSocket',
    category: 'socket',
    url: '0',
    form: 'new',
    source: 'https://websockets.spec.whatwg.org/#the-websocket-interface',
  },
  { name: 'EventSource', category: 'request', url: '0', form: 'new', source: `${HTML}/server-sent-events.html` },
  { name: 'navigator.sendBeacon', category: 'request', url: '0', source: 'https://www.w3.org/TR/beacon/' },
  {
    name: 'Image.src',
    category: 'none',
    url: '=src',
    form: 'instance',
    local: true,
    source: `${HTML}/embedded-content.html`,
  },
  { name: 'Audio', category: 'none', url: '0', form: 'new', local: true, source: `${HTML}/media.html` },
  { name: 'Audio.src', category: 'none', url: '=src', form: 'instance', local: true, source: `${HTML}/media.html` },
])

/** Objects that carry the web's globals: `window.fetch` is `fetch`. */
export const WEB_GLOBALS: readonly string[] = Object.freeze(['window', 'self', 'globalThis', 'global'])

/** HTML elements that load from a URL. */
export const WEB_ATTRIBUTES: readonly AttributeRow[] = deepFreeze(
  (
    [
      ['web-view', 'src', 'webview'],
      ['iframe', 'src', 'webview'],
      ['img', 'src', 'none'],
      ['image', 'src', 'none'],
      ['cover-image', 'src', 'none'],
      ['video', 'src', 'none'],
      ['video', 'poster', 'none'],
      ['audio', 'src', 'none'],
      ['audio', 'poster', 'none'],
      ['source', 'src', 'none'],
      ['track', 'src', 'none'],
      ['embed', 'src', 'none'],
      ['script', 'src', 'none'],
      ['link', 'href', 'none'],
    ] as const
  ).map(([element, attribute, category]): AttributeRow => ({
    element,
    attribute,
    category,
    local: true,
    source: HTML,
  })),
)

/** The web (h5): nothing is listed; mixed content and dev hosts are still found. */
export const web: Platform = deepFreeze<Platform>({
  name: 'web',
  aliases: ['h5', 'browser', 'html5'],
  title: { en: 'Web (h5)', zh: '网页（h5）' },
  namespaces: [],
  apis: WEB_APIS,
  attributes: WEB_ATTRIBUTES,
  extensions: { template: ['.html'], style: ['.css'], script: [] },
  categories: {},
  forbiddenHosts: [],
  words: { device: {}, source: MIXED },
  monthlyEdits: 'unknown',
  icp: 'unknown',
  document: MIXED,
  relativeUrls: true,
  envVersions: [],
  signs: ['index.html'],
})
