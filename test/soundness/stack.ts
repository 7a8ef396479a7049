import { originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping'

/** Source maps of the modules that were transformed before they ran, by file name. */
export type SourceMaps = Map<string, TraceMap>

/** The place in the file as it is on disk. Lines and columns count from 1. */
export function originalPlace(
  maps: SourceMaps,
  file: string,
  line: number,
  column: number,
): { line: number; column: number } {
  const map = maps.get(file)
  if (!map) return { line, column }
  const found = originalPositionFor(map, { line, column: column - 1 })
  return found.line === null ? { line, column } : { line: found.line, column: found.column + 1 }
}
