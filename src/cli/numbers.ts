import { UsageError } from './io'
import { say } from './project'

/** A number from the command line, or its default. A text that is none, or one outside the bounds, is wrong use. */
export function numberOf(
  flag: string,
  given: string | undefined,
  standard: number,
  { least, most, whole = false }: { least: number; most: number; whole?: boolean },
): number {
  if (given === undefined) return standard
  const value = Number(given)
  if (given.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  throw new UsageError(
    say({
      en: `${flag} wants a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
      zh: `${flag} 需要 ${least} 到 ${most} 之间的${whole ? '整数' : '数字'}`,
    }),
  )
}
