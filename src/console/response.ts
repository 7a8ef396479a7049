import { LISTED_CATEGORIES, type ListedCategory } from '../platforms/types'
import type { ApiCall, ConsoleApi, Words } from './apis'
import { tidyEntry } from './entries'
import type { ErrorRow } from './errors'
import { clip } from '../report/printable'

/** Lists as an API told them; a category that it did not tell is absent. */
export type ToldLists = Partial<Record<ListedCategory, string[]>>

/** Why a request gave no lists. */
export interface Failure {
  kind:
    | 'timeout'
    | 'network' // no connection, or one that broke
    | 'redirect' // not followed: the token would go along
    | 'http' // a status that is no success
    | 'too-large'
    | 'json' // no JSON: a proxy's page, a login form
    | 'shape' // JSON of another form than documented
    | 'platform' // the platform's own error code
  /** What happened, with the way out. Never holds the token; {@link Secrets} is put over it all the same. */
  text: Words
  /** Whether the same request may succeed a moment later. */
  retry: boolean
  /** How long the server asks to wait, in milliseconds, or null. */
  wait?: number | null
}

/** What came back over HTTP. */
export interface Answer {
  status: number
  text: string
  /** The header `Retry-After`, or null. */
  retryAfter: string | null
}

/** Reads the answer to one call. Never throws. */
export function readAnswer(api: ConsoleApi, call: ApiCall, answer: Answer): ToldLists | Failure {
  const { status, text } = answer
  if (status < 200 || status > 299) return badStatus(answer)
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    const start = clip(text.trim(), 60)
    return {
      kind: 'json',
      text: {
        en: `the answer is no JSON (it begins with “${start}”): a proxy or a login page in between? See --base-url`,
        zh: `返回的不是 JSON（开头为「${start}」）：中间是否有代理或登录页？请检查 --base-url`,
      },
      retry: false,
    }
  }
  const root = asRecord(value)
  if (!root) return shape('')
  const code = root[api.result.code]
  if (code !== undefined && Number(code) !== api.result.ok) {
    const row = Object.hasOwn(api.errors.rows, Number(code)) ? api.errors.rows[Number(code)] : undefined
    return row?.empty ? emptyLists(call) : platformError(api, Number(code), row, root)
  }
  const holder = call.at === '' ? root : root[call.at]
  const told: ToldLists = {}
  for (const category of LISTED_CATEGORIES) {
    const member = call.lists[category]
    if (member === undefined) continue
    // Where the list itself is expected, an object that holds it under its usual name will do, and the other way round.
    const list = Array.isArray(holder) ? holder : asRecord(holder)?.[member === '' ? category : member]
    if (list === undefined || list === null) continue
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) return shape(member || call.at)
    told[category] = [...new Set(list.map(tidyEntry).filter((entry) => entry !== ''))].sort()
  }
  return Object.keys(told).length === 0 ? shape(call.at) : told
}

/** Whether reading failed. */
export function isFailure(value: ToldLists | Failure): value is Failure {
  return 'kind' in value && typeof value.kind === 'string'
}

function shape(member: string): Failure {
  const at = member === '' ? '' : ` (\`${member}\`)`
  return {
    kind: 'shape',
    text: {
      en: `the answer is JSON of another form than documented${at}: nothing was taken from it`,
      zh: `返回的 JSON 与文档不符${at}：未采用任何内容`,
    },
    retry: false,
  }
}

function badStatus({ status, retryAfter }: Answer): Failure {
  if (status >= 300 && status < 400)
    return {
      kind: 'redirect',
      text: {
        en: `the server redirects (HTTP ${status}); that is not followed, since the token would go along`,
        zh: `服务器要求跳转（HTTP ${status}）；为避免泄露 token，不会跟随`,
      },
      retry: false,
    }
  const retry = status >= 500 || status === 429 || status === 408
  return {
    kind: 'http',
    text: retry
      ? {
          en: `the server answers HTTP ${status}: it, or a proxy in front of it, has a fault`,
          zh: `服务器返回 HTTP ${status}：平台或中间代理出错`,
        }
      : {
          en: `the server answers HTTP ${status}: the base URL, a proxy or a firewall is in the way`,
          zh: `服务器返回 HTTP ${status}：请检查 base URL、代理或防火墙`,
        },
    retry,
    wait: waitOf(retryAfter),
  }
}

/** `Retry-After` in seconds, as milliseconds; a date counts as nothing. */
function waitOf(header: string | null): number | null {
  return header !== null && /^\d{1,4}$/.test(header.trim()) ? Number(header) * 1000 : null
}

function emptyLists({ lists }: ApiCall): ToldLists {
  return Object.fromEntries(Object.keys(lists).map((category) => [category, []]))
}

function platformError(
  api: ConsoleApi,
  code: number,
  row: ErrorRow | undefined,
  root: Record<string, unknown>,
): Failure {
  const own = root[api.result.message]
  const said = typeof own === 'string' && own !== '' ? clip(own, 160) : null
  const meaning = row?.text ?? {
    en: `a code that the documents read do not explain; see ${api.errors.source}`,
    zh: `所读文档没有说明的错误码；参见 ${api.errors.source}`,
  }
  return {
    kind: 'platform',
    text: {
      en: `${api.name}: ${api.result.code} ${code}${said ? ` (${said})` : ''}: ${meaning.en}`,
      zh: `${api.name}：${api.result.code} ${code}${said ? `（${said}）` : ''}：${meaning.zh}`,
    },
    retry: row?.retry ?? false,
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
