import type { Edge } from './edges'
import type { Arguments, Frame } from './frame'

/** One call of a chain as it is entered: the frame of the function that it enters, and what it hands over. */
export interface Step {
  readonly frame: Frame
  readonly args: Arguments
}

/**
 * The steps of all chains of calls that were entered so far. Many places lie behind the same calls: a function that
 * opens a page in five ways is entered once by each of its callers, and what was evaluated inside counts for all five.
 */
export class Steps {
  private readonly outermost = new Map<Edge, Map<string, Step>>()
  private readonly inside = new WeakMap<Frame, Map<Edge, Map<string, Step>>>()

  /**
   * The step that an edge makes from the frame that the calls outside it lead to.
   * @param from that frame; null for the outermost call
   * @param variant what tells it apart from other steps of the same edge
   * @param make makes the step where there is none; null where the edge can't be entered, which is asked again
   */
  of(from: Frame | null, edge: Edge, variant: string, make: () => Step | null): Step | null {
    const edges = from ? this.within(from) : this.outermost
    let variants = edges.get(edge)
    if (!variants) edges.set(edge, (variants = new Map()))
    const known = variants.get(variant)
    if (known) return known
    const step = make()
    if (step) variants.set(variant, step)
    return step
  }

  private within(frame: Frame): Map<Edge, Map<string, Step>> {
    let edges = this.inside.get(frame)
    if (!edges) this.inside.set(frame, (edges = new Map()))
    return edges
  }
}
