import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import type { LintAnswer, LintRequest } from './types'
import type { Answered, Asked, WorkerData } from './worker'

/** How long an answer is waited for, ms: the first one reads the whole project. */
const PATIENCE = 120_000

/**
 * How much memory new objects get, MB (Node's default is 48). What linking makes lives for as long as one answer: with
 * little room, collecting what is still in use takes a third of each answer's time.
 */
const YOUNG = 192

/** Judges texts for rules, which can wait for no promise: the analysis runs in a thread of its own, and this one sleeps. */
export class LintThread {
  private flag = new Int32Array(new SharedArrayBuffer(4))
  private port: MessagePort | null = null
  private number = 0
  private isLost = false

  /** @param script the worker's file, beside the built entry */
  constructor(private readonly script: URL) {}

  /** Asks and waits. */
  ask(request: LintRequest): LintAnswer {
    if (this.isLost) return { findings: [], problem: null }
    const port = (this.port ??= this.start())
    const number = ++this.number
    Atomics.store(this.flag, 0, 0)
    port.postMessage({ number, request } satisfies Asked)
    const deadline = Date.now() + PATIENCE
    for (;;) {
      Atomics.wait(this.flag, 0, 0, Math.max(0, deadline - Date.now()))
      Atomics.store(this.flag, 0, 0)
      for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
        const { number: answered, answer } = got.message as Answered
        if (answered === number) return answer
      }
      if (Date.now() >= deadline) break
    }
    // Each further file would wait as long in vain.
    this.isLost = true
    return { findings: [], problem: `mp-domains: no answer within ${PATIENCE / 1000} s` }
  }

  private start(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    const data: WorkerData = { flag: this.flag, port: port2 }
    const worker = new Worker(this.script, {
      workerData: data,
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    })
    // Neither keeps the linter's process alive.
    worker.unref()
    port1.unref()
    return port1
  }
}
