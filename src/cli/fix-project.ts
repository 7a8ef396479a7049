import { isAbsolute, joinPath, relativePath } from '../options/files'
import { asObject, parseJson } from '../options/json'

/** Members of project files that name directories. */
export const ROOTS =
  /^(?:miniprogramRoot|smartProgramRoot|pluginRoot|qcloudRoot|cloudbaseRoot|cloudfunctionRoot|cloudfunctionTemplateRoot|cloudcontainerRoot)$/

/** Where a project file stands and where its copy will. All absolute. */
export interface ProjectFit {
  /** The directory of the project file. */
  from: string
  /** The directory that is copied. */
  root: string
  /** The directory that the copy, and the file's own, come to lie in. */
  out: string
}

/**
 * A project file as the copy needs it: directories named from there, and without the hooks that run this tool, which would
 * run it on its own output. Gives null where the text is right as it is, or is no JSON.
 * @returns the text, and members whose directory is not in the copy, which are gone
 */
export function fitProject(text: string, fit: ProjectFit): { text: string; dropped: string[] } | null {
  const project = asObject(parseJson(text))
  if (!project) return null
  const dropped: string[] = []
  let changed = false
  const fitted: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(project)) {
    fitted[key] = value
    if (key === 'scripts') {
      const scripts = Object.entries(asObject(value) ?? {})
      const kept = scripts.filter(([, command]) => !/\bmp-domains\b/.test(String(command)))
      if (kept.length === scripts.length) continue
      changed = true
      fitted.scripts = Object.fromEntries(kept)
    }
    if (!ROOTS.test(key) || typeof value !== 'string' || value.trim() === '') continue
    const path = fittedPath(value.trim(), fit)
    if (path === value.trim()) continue
    changed = true
    if (path === null) {
      dropped.push(key)
      delete fitted[key]
    } else fitted[key] = path
  }
  return changed ? { text: `${JSON.stringify(fitted, null, 2)}\n`, dropped } : null
}

/** A directory named from the copy, written as it was; null where the copy does not hold it. */
function fittedPath(value: string, { from, root, out }: ProjectFit): string | null {
  if (isAbsolute(value)) return null
  const path = joinPath(from, value)
  const base = isIn(path, out) ? out : isIn(path, root) ? root : null
  if (base === null) return null
  if (base === from) return value
  const inner = relativePath(base, path)
  const end = value.endsWith('/') && inner !== '' ? '/' : ''
  return inner === '' ? './' : `${value.startsWith('./') ? './' : ''}${inner}${end}`
}

function isIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`)
}
