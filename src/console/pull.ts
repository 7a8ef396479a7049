import type { ApiCall, ConsoleApi, Words } from './apis'
import { isFailure, readAnswer, type Answer, type Failure, type ToldLists } from './response'
import { maskOf } from './secret'

/** One request as the network gets it. `url` and `headers` hold the token: neither may be shown. */
export interface ApiRequest {
  url: string
  headers: Readonly<Record<string, string>>
  /** JSON. */
  body: string
}

/** What reading the lists needs of the world. */
export interface ConsolePort {
  /** Sends with POST, follows no redirect, gives up after its time-out. Never throws. */
  send(request: ApiRequest): Promise<Answer | Failure>
  /** Waits for so many milliseconds. */
  sleep(milliseconds: number): Promise<void>
}

/** How lists are read. */
export interface PullSettings {
  token: string
  /** Takes the place of the API's own origin; may have a path. Without a slash at its end. */
  base?: string
  /** The appid of the third-party application, where the API wants it. */
  component?: string
  /** How often a request is sent again. */
  retries: number
  /** Told of every repetition, for people who wait. */
  onRetry?: (failure: Failure, milliseconds: number) => void
}

/** The first pause before a request is sent again, in milliseconds; each further one is twice as long. */
const FIRST_PAUSE = 500
/** No pause is longer, whatever the server asks for. In milliseconds. */
const LONGEST_PAUSE = 30_000

/** The lists, or why there are none: of several calls that an API needs, the first failure. */
export async function pullLists(
  api: ConsoleApi,
  settings: PullSettings,
  port: ConsolePort,
): Promise<ToldLists | Failure> {
  const told: ToldLists = {}
  for (const call of api.calls) {
    const answer = await ask(api, call, settings, port)
    if (isFailure(answer)) return answer
    Object.assign(told, answer)
  }
  return told
}

/** Whether all lists that were told are empty. */
export function isEmpty(told: ToldLists): boolean {
  return Object.values(told).every((list) => list.length === 0)
}

async function ask(
  api: ConsoleApi,
  call: ApiCall,
  settings: PullSettings,
  port: ConsolePort,
): Promise<ToldLists | Failure> {
  const request = requestOf(api, call, settings)
  const mask = maskOf([settings.token])
  for (let attempt = 0; ; attempt++) {
    const answer = await port.send(request)
    // Hidden before anything is cut out of the text: a piece of a token would not be recognised any more.
    const told = 'kind' in answer ? answer : readAnswer(api, call, { ...answer, text: mask(answer.text) })
    if (!isFailure(told) || !told.retry || attempt >= settings.retries) return told
    const pause = Math.min(Math.max(FIRST_PAUSE * 2 ** attempt, told.wait ?? 0), LONGEST_PAUSE)
    settings.onRetry?.(told, pause)
    await port.sleep(pause)
  }
}

function requestOf(api: ConsoleApi, call: ApiCall, { token, base, component }: PullSettings): ApiRequest {
  const query = new URLSearchParams()
  if (api.component !== undefined && component !== undefined) query.set(api.component, component)
  if (api.token.in === 'query') query.set(api.token.name, token)
  const text = query.toString()
  return {
    url: `${base ?? api.base}${call.path}${text ? `?${text}` : ''}`,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(api.token.in === 'header' ? { [api.token.name]: token } : {}),
    },
    body: JSON.stringify(call.body),
  }
}

/** The failure of a request that got no answer. */
export function noAnswer(kind: 'timeout' | 'network' | 'too-large', detail: string): Failure {
  const texts: Record<typeof kind, Words> = {
    timeout: { en: `no answer within ${detail}`, zh: `${detail} 内没有返回` },
    network: { en: `no connection: ${detail}`, zh: `连接失败：${detail}` },
    'too-large': { en: `the answer is larger than ${detail}`, zh: `返回内容超过 ${detail}` },
  }
  return { kind, text: texts[kind], retry: kind !== 'too-large' }
}
