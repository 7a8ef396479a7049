import { workerData, type MessagePort } from 'node:worker_threads'
import { LintProjects } from './projects'
import type { LintAnswer, LintRequest } from './types'

/** What the linter's thread hands over when it starts this one. */
export interface WorkerData {
  /** Its only element is set to 1, and notified, when an answer lies in the port. */
  flag: Int32Array
  port: MessagePort
}

/** A question and its answer carry the same number: one that took too long must not pass for the next one's. */
export type Asked = { number: number; request: LintRequest }
export type Answered = { number: number; answer: LintAnswer }

const { flag, port } = workerData as WorkerData
const projects = new LintProjects(process.env)

port.on('message', async ({ number, request }: Asked) => {
  const answer = await projects.lint(request)
  port.postMessage({ number, answer } satisfies Answered)
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
})
