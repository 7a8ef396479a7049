import { AsyncLocalStorage } from 'node:async_hooks'
import type { Run } from './case'
import type { Recording } from './platform'
import { runtimeStrings, token } from './values'

/** A page that was opened by a navigation: what it was given, and the project's frames that opened it. */
export interface Opening {
  query: Record<string, string>
  stack: Recording['stack']
}

/** The navigation behind whatever runs now, callbacks and promises included. */
export const opening = new AsyncLocalStorage<Opening>()

/** What a page is opened with right now: the navigation's query, else whatever run time gives. */
export const queryNow = (run: Run): any => opening.getStore()?.query ?? runtimeStrings('query', run.query)

/**
 * Path and query of a page's URL. Values stay as they are written: WeChat decodes nothing. What is left of a value behind
 * a raw `?`, `=` or `#` no source says, so a run-time value stands for it.
 */
export function parsePageUrl(url: string): { path: string; query: Record<string, string> } {
  const at = url.indexOf('?')
  if (at < 0) return { path: url, query: {} }
  const query: Record<string, string> = {}
  for (const pair of url.slice(at + 1).split('&')) {
    const equals = pair.indexOf('=')
    if (equals < 0) continue
    const value = pair.slice(equals + 1)
    const raw = value.search(/[?=#]/)
    query[pair.slice(0, equals)] = raw < 0 ? value : value.slice(0, raw) + token('cut')
  }
  return { path: url.slice(0, at), query }
}
