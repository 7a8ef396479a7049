import type { UrlRule } from '../subject'

/** The device itself, in any spelling: nothing listens there once the program runs on a phone. */
export const loopbackHost: UrlRule = {
  code: 'loopback-host',
  judge: ({ kind }) => (kind === 'loopback' ? {} : null),
}
