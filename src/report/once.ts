import type { ReportContext } from './types'

/** The context with each source file asked for at most once. */
export function readOnce(context: ReportContext): ReportContext {
  const { sources } = context
  if (!sources) return context
  const texts = new Map<string, string | null>()
  const once = (file: string) => {
    let text = texts.get(file)
    if (text === undefined) texts.set(file, (text = sources(file)))
    return text
  }
  return { ...context, sources: once }
}
