/** Commands with a `--mode` of their own that they keep from their bundler, by the name of the file that is run. */
const COMMAND = /(?:^|[\\/])(taro|vue-cli-service|mpx-cli-service|weapp-vite|wv|rsbuild)(?:\.[cm]?js)?$/

/**
 * The mode that a toolchain's command was given, where its bundler is told another: Taro, Vue CLI (uni-app with Vue 2,
 * mpx) and weapp-vite pick `.env` files or the configuration by it and bundle in `production` all the same, Rsbuild has
 * `--env-mode` for it.
 * Sources: https://docs.taro.zone/docs/env-mode-config, https://cli.vuejs.org/guide/mode-and-env.html,
 * https://rsbuild.rs/guide/basic/cli
 * @param argv the process's arguments, the file that is run second
 * @returns the name and what reports call it, or null where none was given
 */
export function commandMode(argv: readonly string[]): { name: string; from: string } | null {
  const command = COMMAND.exec(argv[1] ?? '')?.[1]
  if (command === undefined) return null
  const flags = command === 'rsbuild' ? ['--env-mode'] : ['--mode', ...(command.startsWith('w') ? ['-m'] : [])]
  for (const [at, word] of argv.entries()) {
    const [flag, value] = /^(--[\w-]+)=(.+)$/s.exec(word)?.slice(1) ?? [word, argv[at + 1]]
    if (at > 1 && flags.includes(flag!) && value && !value.startsWith('-')) {
      return { name: value, from: `${command} ${flags[0]}` }
    }
  }
  return null
}
