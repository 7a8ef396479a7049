import type { Edge } from './edges'
import type { Found } from './network'

/** The ways from one place that reaches the platform to the calls behind it. */
export interface Ways {
  /** How often each edge was entered. */
  readonly entered: Map<Edge, number>
  /** How often an edge was entered again, for a function made on the way, and led to the place. */
  readonly led: Map<Edge, number>
  /** The ways that were gone, by {@link followedWay}. */
  readonly followed: Map<string, FollowedWay>
  readonly ids: Map<Edge, number>
}

/** One way, which several parameters of the same call lead to: it is gone once, or a wrapper of nine options is nine times as long at each level. */
export interface FollowedWay {
  entered: boolean
  /** The call at its end; null where it does not reach the place. */
  call: Found | null
  /** The call is among the results. */
  told: boolean
}

/** No way gone yet. */
export const newWays = (): Ways => ({ entered: new Map(), led: new Map(), followed: new Map(), ids: new Map() })

/** What is known of the way through these edges. */
export function followedWay({ followed, ids }: Ways, chain: readonly Edge[]): FollowedWay {
  const key = chain
    .map((edge) => {
      const id = ids.get(edge) ?? ids.size
      ids.set(edge, id)
      return id
    })
    .join()
  const known = followed.get(key)
  if (known) return known
  const way: FollowedWay = { entered: false, call: null, told: false }
  followed.set(key, way)
  return way
}

/** Every caller's path begins as a path does, so that it can't run into the host. */
export function gluesWell(callers: readonly Found[]): boolean {
  const judged = callers.filter((c) => !c.inner)
  return (
    judged.length > 0 &&
    judged.every((c) =>
      c.urls.every((x) => x.v.t === 'text' && boundary(x.v.parts.map((p) => ('hole' in p ? '\0' : p.s)).join(''))),
    )
  )
}

function boundary(url: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#\0]*(?:[/?#]|$)/i.test(url) || /^[/?#]/.test(url)
}
