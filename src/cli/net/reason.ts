/** What a failed connection says of itself in the shortest way: the code of the innermost cause, else its message. */
export function reasonOf(error: unknown): string {
  let cause: unknown = error
  for (let depth = 0; depth < 5; depth++) {
    const inner = innerOf(cause)
    if (inner === undefined) break
    cause = inner
  }
  const code = (cause as { code?: unknown } | null)?.code
  if (typeof code === 'string' && code !== '') return code
  return cause instanceof Error ? cause.message : String(cause)
}

/** The cause of an error, or the first of those that it joins (one for each address that was tried). */
function innerOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0]
  return error instanceof Error ? error.cause : undefined
}
