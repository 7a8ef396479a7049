import type { Alternatives, Value } from './values'
import type { Module } from './module'

/** The arguments of a call, evaluated when they are asked for. */
export interface Arguments {
  get(index: number): Alternatives
  /** All from this index on, as an array's items; null where their number isn't known. */
  rest(from: number): Alternatives
}

/**
 * One activation of a function: its arguments, its `this`, and the frame of the function around it.
 * A frame without arguments is symbolic: its parameters stand for themselves.
 */
export class Frame {
  readonly memo = new Map<number, Alternatives | null>()
  /** Members that are being looked up: an object that is spread into itself ends there. */
  readonly busy = new Set<string>()
  /** Numbers of the tests evaluated here, for assumptions. */
  readonly tests = new Map<number, number>()
  readonly depth: number

  constructor(
    readonly module: Module,
    readonly fn: number,
    readonly parent: Frame | null,
    readonly args: Arguments | null,
    readonly self: Value | null,
    /** The frame that called, for recursion checks. */
    readonly caller: Frame | null = null,
    /** The frame of which this is one round of a loop. */
    readonly round: Frame | null = null,
  ) {
    this.depth = caller ? caller.depth + 1 : round ? round.depth : 0
  }

  /** The frame of an enclosing function, this one included; null where it is not around. */
  find(fn: number): Frame | null {
    for (let f: Frame | null = this; f; f = f.parent) if (f.fn === fn) return f
    return null
  }
}
