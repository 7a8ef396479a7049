import type { Subject } from './subject'

/**
 * Whether a URL that begins with nothing is what the program starts with (`state: { base: '' }`) until run time fills its
 * beginning: among the call's URLs stands the same one behind a hole. What fills it isn't known, so nothing is wrong yet.
 * @param rest the URL without what stands there at first
 */
export function isFilledLater({ call, url }: Subject, rest: string): boolean {
  return call.urls.some((other) => (url.when & ~other.when) === 0 && other.url === `{*}${rest}`)
}
