import { deepFreeze } from './freeze'
import type { ApiRow, AttributeRow } from './types'

const TYPINGS = 'pkg:npm/miniprogram-api-typings@5.2.3'

/**
 * APIs that take a `url` too, but a page of the program: never network calls.
 * They matter only as carriers of a query into the page (`/pages/web/index?url=https%3A%2F%2F…`).
 */
export const ROUTER_APIS: ReadonlyMap<string, ApiRow> = new Map(
  deepFreeze<ApiRow[]>(
    ['navigateTo', 'redirectTo', 'reLaunch', 'switchTab', 'rewriteRoute', 'preloadPage', 'navigateBack'].map(
      (name) => ({
        name,
        category: 'none',
        url: 'url',
        local: true,
        source: TYPINGS,
      }),
    ),
  ).map((row) => [row.name, row]),
)

/** Template attributes that name a page of the program. */
export const ROUTER_ATTRIBUTES: readonly AttributeRow[] = deepFreeze([
  { element: 'navigator', attribute: 'url', category: 'none', local: true, source: TYPINGS },
])

/** APIs with a `url` (or a property of that name) that is data for another program, not a request of this one. */
export const DATA_ONLY_APIS: ReadonlySet<string> = new Set([
  'openCustomerServiceChat',
  'addPhoneContact',
  'showRedPackage',
])
