import type { ProjectFiles } from '../../../src/options/files'

/** A project that exists only in memory: absolute paths and their texts. */
export function memoryFiles(tree: Record<string, string>): ProjectFiles {
  return {
    read: (path) => tree[path] ?? null,
    list(directory) {
      const prefix = directory.endsWith('/') ? directory : `${directory}/`
      const inside = Object.keys(tree).filter((path) => path.startsWith(prefix))
      return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0]))].sort()
    },
    kind(path) {
      if (path in tree) return 'file'
      return path === '/' || Object.keys(tree).some((file) => file.startsWith(`${path}/`)) ? 'directory' : null
    },
    real: (path) => path,
  }
}
