import type { Build, Verdict } from './build'
import { NAME } from './names'

/** What of Vite's dev server is used: its channel to the pages. */
export interface OverlayChannel {
  send(payload: object): void
}

/** Vite's overlay: errors are laid over the page, and taken off again once there are none. */
export class Overlay {
  private shown = false

  /** @param channel absent where a server runs without one (`hmr: false`) */
  show({ data, text }: Verdict, { options }: Build, channel: OverlayChannel | undefined): void {
    const failed = options.overlay && data.findings.some(({ severity }) => severity === 'error')
    // The stack would show our own frames only.
    if (failed) channel?.send({ type: 'error', err: { message: text ?? '', stack: '', plugin: NAME } })
    // An update of nothing takes the overlay off.
    else if (this.shown) channel?.send({ type: 'update', updates: [] })
    this.shown = failed
  }
}
