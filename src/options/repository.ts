import { directoryOf, joinPath, relativePath, type ProjectFiles } from './files'

/**
 * Where a project lies in its repository (`packages/shop`): services want paths from the repository's root. Undefined where
 * the project is the repository's root, and where there is no repository.
 * @param root the project's root, absolute
 */
export function pathInRepository(files: ProjectFiles, root: string): string | undefined {
  for (let directory = root; ; directory = directoryOf(directory)) {
    // A file in worktrees and submodules, else a directory.
    if (files.kind(joinPath(directory, '.git')) !== null) return relativePath(directory, root) || undefined
    if (directoryOf(directory) === directory) return undefined
  }
}
