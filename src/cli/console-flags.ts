import type { Flags } from './io'

/** What the command line says to `pull`. The token is not among it, on purpose. */
export interface PullFlags extends Flags {
  appid?: string
  /** Which server API, where the platform has several. */
  api?: string
  /** The environment variable that holds the token. */
  tokenEnv?: string
  /** The token comes from standard input. */
  tokenStdin?: boolean
  baseUrl?: string
  componentAppid?: string
  /** Seconds for one request. */
  timeout?: string
  retries?: string
  allowEmpty?: boolean
}

/** What the command line says to `domains`. */
export interface DomainsFlags extends Flags {
  /** A file that holds the console's lists, or `console`. */
  against?: string
  appid?: string
}

/** What the command line says to `doctor`. */
export interface DoctorFlags extends Flags {
  /** Seconds for one step. */
  timeout?: string
  concurrency?: string
  /** A file with certificates to trust besides the built-in ones. */
  ca?: string
  /** `host:port:address:port`, several times: where to connect instead. */
  connectTo?: string[]
  /** Path of the upgrade handshake, where the source shows none. */
  socketPath?: string
}
