import { hashText } from '../extract/hash'
import type { HostPort } from '../session'

/** A question that linking asked the host, and the answer: an import's target, a text's hash, who imports a module. */
export type Answer =
  | readonly ['resolve', specifier: string, importer: string, id: string | null]
  | readonly ['read', id: string, hash: string | null]
  | readonly ['importers', id: string, ids: string | null]

/** The answers of one link, each once, by question. */
export type Answers = Map<string, Answer>

/**
 * A host's port that takes down what it answers. Where the host says the same to all of it again, linking the same
 * modules would ask nothing else, and find the same.
 * @param isTold modules whose texts are told otherwise (by the keys of their records): reading them is no question
 */
export function noting(port: HostPort, answers: Answers, isTold: (id: string) => boolean = () => false): HostPort {
  const note = (answer: Answer): void => void answers.set(answer.slice(0, -1).join('\0'), answer)
  return {
    resolve: (specifier, importer) =>
      seen(port.resolve(specifier, importer), (id) => note(['resolve', specifier, importer, id])),
    read: (id) => seen(port.read(id), (text) => isTold(id) || note(['read', id, hashOf(text)])),
    ...(port.importers && {
      importers: (id: string) => {
        const found = port.importers!(id)
        const ids = found && [...found]
        note(['importers', id, listOf(ids)])
        return ids
      },
    }),
  }
}

/** Whether a host answers as it did then. */
export async function isAnsweredAlike(answers: Iterable<Answer>, port: HostPort): Promise<boolean> {
  for (const answer of answers) if (!(await holds(answer, port))) return false
  return true
}

async function holds(answer: Answer, port: HostPort): Promise<boolean> {
  switch (answer[0]) {
    case 'resolve':
      return (await port.resolve(answer[1], answer[2])) === answer[3]
    case 'read':
      return hashOf(await port.read(answer[1])) === answer[2]
    case 'importers': {
      const found = port.importers?.(answer[1])
      return listOf(found && [...found]) === answer[2]
    }
  }
}

function seen<Value>(value: Value | Promise<Value>, note: (value: Value) => unknown): Value | Promise<Value> {
  if (!(value instanceof Promise)) {
    note(value)
    return value
  }
  return value.then((settled) => {
    note(settled)
    return settled
  })
}

function listOf(ids: readonly string[] | undefined): string | null {
  return ids ? [...ids].sort().join('\0') : null
}

function hashOf(text: string | null): string | null {
  return text === null ? null : hashText(text)
}
