import { noAnswer, type ApiRequest } from '../../console/pull'
import type { Answer, Failure } from '../../console/response'
import { reasonOf } from './reason'

/** No answer of the documented APIs comes near this. In bytes. */
const LARGEST_ANSWER = 4 * 1024 * 1024

/**
 * Sends a request with POST. No redirect is followed: the token would go along.
 * @param timeout for the whole exchange, the body included, in milliseconds
 */
export async function postJson(request: ApiRequest, timeout: number): Promise<Answer | Failure> {
  const signal = AbortSignal.timeout(timeout)
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal,
    })
    const text = await textOf(response)
    if (text === null) return noAnswer('too-large', `${LARGEST_ANSWER / 1024 / 1024} MB`)
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') }
  } catch (error) {
    if (signal.aborted) return noAnswer('timeout', `${timeout / 1000} s`)
    return noAnswer('network', reasonOf(error))
  }
}

/** The body as text, or null where it is too large; what is left of it is not read then. */
async function textOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > LARGEST_ANSWER) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
