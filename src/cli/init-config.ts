import type { Lang } from '../report/types'
import type { DevOrigin, DomainLists } from './init-map'

/** What a configuration is written from. */
export interface ConfigInput {
  /** Extension of the file. */
  form: 'ts' | 'mts' | 'js' | 'mjs' | 'json'
  /** Whether a script there may import `unplugin-mp-domains`; where not, only its types are named. */
  installed: boolean
  /** Whether a `.js` file is an ES module. */
  isModule: boolean
  lang: Lang
  /** Set only where it was asked for: it is found by itself otherwise. */
  platform: string | null
  /** By environment, production first. */
  environments: readonly { name: string; domains: DomainLists; origins: readonly DevOrigin[] }[]
}

const PACKAGE = 'unplugin-mp-domains'

/** The text of a configuration with what was found: domain sets and host maps by environment. */
export function configText(input: ConfigInput): string {
  const { form, installed } = input
  if (form === 'json') return `${JSON.stringify(plainConfig(input), null, 2)}\n`
  const body = configBody(input)
  if (form === 'js' && !input.isModule) {
    return `/** @type {import('${PACKAGE}').Options} */\nconst config = ${body}\n\nmodule.exports = config\n`
  }
  if (installed) return `import { defineConfig } from '${PACKAGE}'\n\nexport default defineConfig(${body})\n`
  // Without the package beside it the file must load all the same: types are all that it names.
  if (form === 'ts' || form === 'mts') {
    return `import type { Options } from '${PACKAGE}'\n\nexport default ${body} satisfies Options\n`
  }
  return `/** @type {import('${PACKAGE}').Options} */\nexport default ${body}\n`
}

function plainConfig({ platform, environments }: ConfigInput): object {
  const maps = environments.map(({ name, origins }) => [name, known(origins)] as const)
  return {
    ...(platform === null ? {} : { platform }),
    domains: Object.fromEntries(environments.map(({ name, domains }) => [name, filled(domains)])),
    hostMap: Object.fromEntries(maps.filter(([, map]) => Object.keys(map).length > 0)),
  }
}

function known(origins: readonly DevOrigin[]): Record<string, string> {
  return Object.fromEntries(origins.flatMap(({ origin, target }) => (target === null ? [] : [[origin, target]])))
}

/** A set with nothing in it shows where entries go. */
function filled(domains: DomainLists): DomainLists {
  return Object.keys(domains).length > 0 ? domains : { request: [] }
}

function configBody({ platform, environments, lang }: ConfigInput): string {
  const zh = lang === 'zh'
  const lines: string[] = ['{']
  if (platform !== null) lines.push(`  platform: ${quoted(platform)},`)
  lines.push(
    zh
      ? '  // 后台的合法域名名单（按环境）；由源码中的请求整理而来，请与后台核对。'
      : '  // The console’s lists, by environment; put together from the calls in the source: compare them with the console.',
    '  domains: {',
  )
  for (const { name, domains } of environments) {
    lines.push(`    ${key(name)}: {`)
    for (const [category, entries] of Object.entries(filled(domains))) {
      const inline = entries.map(quoted).join(', ')
      if (inline.length < 80) lines.push(`      ${category}: [${inline}],`)
      else lines.push(`      ${category}: [`, ...entries.map((entry) => `        ${quoted(entry)},`), '      ],')
    }
    lines.push('    },')
  }
  lines.push('  },')
  const maps = environments.filter(({ origins }) => origins.length > 0)
  if (maps.length > 0) {
    lines.push(
      zh ? '  // 开发地址 → 该环境使用的地址。' : '  // Development origin → the one that this environment uses.',
      '  hostMap: {',
    )
    for (const { name, origins } of maps) {
      lines.push(`    ${key(name)}: {`)
      const open = origins.filter(({ target }) => target === null)
      for (const { origin, target } of origins) {
        if (target !== null) lines.push(`      ${quoted(origin)}: ${quoted(target)},`)
      }
      if (open.length > 0) {
        lines.push(
          zh
            ? '      // 以下开发地址还没有对应的线上地址：补上后去掉行首的 //。'
            : '      // These have no production origin yet: fill it in and take the // away.',
        )
        for (const { origin, use } of open) lines.push(`      // ${quoted(origin)}: 'https://…', // ${use}`)
      }
      lines.push('    },')
    }
    lines.push('  },')
  }
  lines.push('}')
  return lines.join('\n')
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

function quoted(text: string): string {
  return `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", String.raw`\'`)
    .replaceAll(/[\r\n]/g, ' ')}'`
}
