import { LISTED_CATEGORIES, type CategoryRule, type ListedCategory } from '../platforms/types'
import { matchEntry, parseEntry, type DomainEntry, type EntryMatch } from '../url/entry'
import type { CheckContext } from './types'

/** What a list says of a host and port. */
export interface ListAnswer {
  /** The entry that allows it, or null. */
  entry: DomainEntry | null
  /** Where no entry allows it: one with this host, so that only the port differs. */
  samehost: DomainEntry | null
}

/** One category's list of one environment, ready to be asked. Entries that no console would take are left out. */
export interface CompiledList {
  entries: readonly DomainEntry[]
  ask(host: string, port: string | null | undefined): ListAnswer
}

/** The lists of all environments, compiled on demand. */
export interface CompiledSets {
  /** `false`: no findings in this environment; `null`: nothing configured or known. A category that a set leaves out is an empty list. */
  list(environment: string, category: ListedCategory): CompiledList | false | null
  /** What `make` gives for a key, made once: searching for near misses is too much for each of a host's calls. */
  once<T>(key: string, make: () => T): T
}

/** For categories without a rule on this platform (it has no such list), so that what users configure still answers. */
const LENIENT: Pick<CategoryRule, 'host' | 'port'> = { host: 'exact', port: 'any' }

/** Prepares the domain sets of a context. The result holds state of this call only. */
export function compileSets(context: CheckContext): CompiledSets {
  const lists = new Map<string, CompiledList | false | null>()
  const made = new Map<string, unknown>()
  return {
    once<T>(key: string, make: () => T): T {
      if (!made.has(key)) made.set(key, make())
      return made.get(key) as T
    },
    list(environment, category) {
      const key = `${category} ${environment}`
      let list = lists.get(key)
      if (list === undefined) {
        const set = context.domainsOf(environment)
        list = set ? (set[category] === null ? null : compileList(set[category] ?? [], category, context)) : set
        lists.set(key, list)
      }
      return list
    },
  }
}

function compileList(texts: readonly string[], category: ListedCategory, context: CheckContext): CompiledList {
  const rule = context.platform.categories[category] ?? LENIENT
  const entries: DomainEntry[] = []
  const byHost = new Map<string, DomainEntry[]>()
  for (const text of texts) {
    const parsed = parseEntry(text, category, context.platform)
    if (!parsed.ok) continue
    entries.push(parsed.entry)
    const same = byHost.get(parsed.entry.host)
    if (same) same.push(parsed.entry)
    else byHost.set(parsed.entry.host, [parsed.entry])
  }
  const answers = new Map<string, ListAnswer>()
  return {
    entries,
    ask(host, port) {
      const key = `${host} ${port === undefined ? '?' : (port ?? '-')}`
      let answer = answers.get(key)
      if (!answer) {
        // Where only the very host counts, the rest of the list need not be walked.
        const candidates = rule.host === 'exact' ? (byHost.get(host) ?? []) : entries
        answer = { entry: null, samehost: null }
        for (const entry of candidates) {
          const match: EntryMatch = matchEntry(entry, { host, port }, rule, context.registrable)
          if (!match.host) continue
          if (match.port) {
            answer = { entry, samehost: null }
            break
          }
          // The very host says more than one that only a wide rule makes fit.
          if (answer.samehost === null || (entry.host === host && answer.samehost.host !== host))
            answer.samehost = entry
        }
        answers.set(key, answer)
      }
      return answer
    },
  }
}

/** The other categories of the same environment that list this host and port. */
export function categoriesListing(
  sets: CompiledSets,
  environment: string,
  host: string,
  port: string | null | undefined,
  except: ListedCategory,
): ListedCategory[] {
  return LISTED_CATEGORIES.filter((category) => {
    const list = category !== except && sets.list(environment, category)
    return list && list.ask(host, port).entry !== null
  })
}
