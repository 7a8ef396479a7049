/** The name of an environment before aliases, and what gave it. */
export interface PickedEnvironment {
  /** As given; it also picks the `.env` files (Vite's mode). */
  mode: string
  /** With aliases applied. */
  environment: string
  /** `option`, `--env`, `MP_DOMAINS_ENV`, `UNI_CUSTOM_SCRIPT`, the host's own words (`uni --mode`), `default`. */
  from: string
}

/** What can name the environment, in the order in which it counts. */
export interface EnvironmentInput {
  option?: string
  /** `--env`. */
  flag?: string
  shell: Readonly<Record<string, string | undefined>>
  /** The host's mode and how to call it in reports. */
  mode?: { name: string; from: string }
  aliases: Readonly<Record<string, string>>
  /** Names that the configuration knows. */
  known: readonly string[]
}

/** Decides the environment; without any word of one it is `production`. */
export function pickEnvironment({ option, flag, shell, mode, aliases, known }: EnvironmentInput): PickedEnvironment {
  const script = shell.UNI_CUSTOM_SCRIPT
  const named: [name: string | undefined, from: string][] = [
    [option, 'option'],
    [flag, '--env'],
    [shell.MP_DOMAINS_ENV, 'MP_DOMAINS_ENV'],
    [script !== undefined && known.includes(script) ? script : undefined, 'UNI_CUSTOM_SCRIPT'],
    [mode?.name, mode?.from ?? 'mode'],
  ]
  const [name, from] = named.find(([value]) => value) ?? ['production', 'default']
  return { mode: name!, environment: throughAliases(name!, aliases), from }
}

/** Follows aliases of aliases; a ring of them ends at the name that closes it. */
export function throughAliases(name: string, aliases: Readonly<Record<string, string>>): string {
  const seen = new Set<string>()
  let current = name
  while (Object.hasOwn(aliases, current) && !seen.has(current)) {
    seen.add(current)
    current = aliases[current]
  }
  return current
}
