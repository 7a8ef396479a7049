/** A path with `/`, as ids are written. */
export function slashed(path: string): string {
  return path.replace(/\\/g, '/')
}
