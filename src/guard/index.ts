import type { ResolvedOptions } from '../options'
import { uploadGuard } from './upload'

/**
 * The code that goes in front of the file with which a program starts, in development builds alone; one line.
 * @returns null for production builds, where it is switched off, and for platforms that it can't be written for
 */
export function guardCode({ development, guard, platform }: ResolvedOptions): string | null {
  if (!development || guard === false) return null
  return uploadGuard(platform)
}
