import type { Io } from './io'
import { say } from './project'

/** Runs shorter than this (ms) show nothing. */
const PATIENCE = 1000
/** How often the line changes, ms. */
const PACE = 100

/** A line on standard error that tells of a long run while it runs, on terminals only, and goes when it ends. */
export interface Progress {
  /** One more module was read, or linking asked for one. The work itself is synchronous, so that no timer would ever fire. */
  tick(phase: 'read' | 'link'): void
  /** Takes the line away. */
  end(): void
}

/** @param quiet whether nothing is to be shown */
export function createProgress(
  { stderr, env }: Io,
  quiet: boolean | undefined,
  now: () => number = () => performance.now(),
): Progress {
  if (quiet || !stderr.isTTY || env.TERM === 'dumb' || env.CI) return { tick() {}, end() {} }
  const start = now()
  let shownAt = start + PATIENCE - PACE
  let count = 0
  let isShown = false
  return {
    tick(phase) {
      if (phase === 'read') count++
      const time = now()
      if (time - shownAt < PACE) return
      shownAt = time
      isShown = true
      const words =
        phase === 'read'
          ? { en: `${count} files read`, zh: `已读取 ${count} 个文件` }
          : { en: `${count} files read, following the URLs`, zh: `已读取 ${count} 个文件，正在追踪网络地址` }
      stderr.write(`\r\u001b[K${say(words)}…`)
    },
    end() {
      if (isShown) stderr.write('\r\u001b[K')
    },
  }
}
