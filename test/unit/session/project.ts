import { resolveOptions, type Options, type ResolvedOptions, type ResolveInput } from '../../../src/options'
import { createResolver, createSession, type HostPort, type Session, type SessionSettings } from '../../../src/session'
import { memoryFiles } from '../options/memory-files'

/** A project in memory under `/p`, its session, and the port over its files. */
export interface Project {
  options: ResolvedOptions
  session: Session
  port: HostPort
  /** Hands every module to the session, in the order of the tree. */
  update(): void
}

/** Sets up a project in memory: file names relative to `/p`, and their texts. */
export async function project(
  tree: Record<string, string>,
  options: Options = {},
  input: Partial<ResolveInput> = {},
  settings: SessionSettings = { imports: true, today: '2026-01-01' },
): Promise<Project> {
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/p/${name}`, text])))
  const { options: resolved } = await resolveOptions({
    root: '/p',
    command: 'build',
    files,
    shell: {},
    options: { lang: 'en', ...options },
    ...input,
  })
  const session = createSession(resolved, settings)
  const port: HostPort = {
    resolve: createResolver({ files, root: '/p', alias: {}, variants: [] }),
    read: (id) => files.read(id),
  }
  const modules = Object.keys(tree).filter((name) => /\.[jt]sx?$/.test(name) && !name.startsWith('mp-domains.config'))
  return {
    options: resolved,
    session,
    port,
    update: () => modules.forEach((name) => session.update(`/p/${name}`, tree[name])),
  }
}
