import type { Code, Finding } from '../check/types'
import type { Facts } from './facts'
import { message, type MessageKey } from './messages'
import { quote } from './ways'
import type { ReportContext, WayOut } from './types'

/** Codes of which an ignore makes no sense: the place is a configuration, or the finding is about an ignore. */
const NOT_IGNORABLE: ReadonlySet<Code> = new Set<Code>([
  'invalid-domain-entry',
  'too-many-domains',
  'unused-ignore',
  'unused-domain',
  'unresolved-url',
  'leaked-secret',
])

type Syntax = 'line' | 'block' | 'markup' | 'hash'

const BY_EXTENSION: Readonly<Record<string, Syntax>> = Object.fromEntries(
  (
    [
      ['line', 'js mjs cjs ts mts cts jsx tsx'],
      ['block', 'css wxss acss ttss qss jxss ksss scss sass less styl wxs sjs qs'],
      ['markup', 'wxml axml ttml swan qml ksml jxml xhsml html htm'],
    ] as const
  ).flatMap(([syntax, extensions]) => extensions.split(' ').map((extension) => [extension, syntax])),
)

/** Block of a single-file component that a line stands in; the last opening tag before it decides. */
function blockSyntax(text: string, line: number): Syntax {
  let syntax: Syntax = 'markup'
  let at = 0
  for (let number = 1; number <= line && at <= text.length; number++) {
    const end = text.indexOf('\n', at)
    const start = /^\s*<(script|template|style)\b/.exec(text.slice(at, at + 80))
    if (start && number < line) syntax = start[1] === 'script' ? 'line' : start[1] === 'style' ? 'block' : 'markup'
    if (end < 0) break
    at = end + 1
  }
  return syntax
}

/** How a comment is written at a place, or null where the file can hold none. */
function syntaxAt(finding: Finding, context: ReportContext): Syntax | null {
  const name = finding.file.slice(finding.file.lastIndexOf('/') + 1)
  if (/^\.env(\.|$)/.test(name)) return 'hash'
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (Object.hasOwn(BY_EXTENSION, extension)) return BY_EXTENSION[extension]!
  const { template, style } = context.platform.extensions
  if (template.includes(`.${extension}`)) return 'markup'
  if (style.includes(`.${extension}`)) return 'block'
  if (!['vue', 'nvue', 'uvue', 'mpx', 'wpy'].includes(extension)) return null
  const text = context.sources?.(finding.file)
  return text ? blockSyntax(text, finding.line) : 'line'
}

const WRAP: Readonly<Record<Syntax, (text: string) => string>> = {
  line: (text) => `// ${text}`,
  block: (text) => `/* ${text} */`,
  markup: (text) => `<!-- ${text} -->`,
  hash: (text) => `# ${text}`,
}

/** The ignore to paste above the place, or into the options where the place can hold no comment. */
export function ignoreWay(finding: Finding, context: ReportContext): WayOut | null {
  if (NOT_IGNORABLE.has(finding.code)) return null
  const { lang } = context
  const reason = message(lang, 'reason')
  // An emitted file is written anew by each build, and a package is not the project's to edit.
  const fixed = finding.package !== undefined || finding.code === 'dev-host-left' || finding.code === 'parse-failed'
  const syntax = fixed ? null : syntaxAt(finding, context)
  if (syntax) {
    const paste = WRAP[syntax](`mp-domains-ignore-next-line ${finding.code} -- ${reason}`)
    return { kind: 'ignore', label: message(lang, 'way.ignore'), paste }
  }
  const where = finding.package === undefined ? `file: ${quote(finding.file)}` : `package: ${quote(finding.package)}`
  const paste = `ignores: [{ code: ${quote(finding.code)}, ${where}, reason: ${quote(reason)} }],`
  return { kind: 'ignore', label: message(lang, 'way.ignore.option'), paste }
}

/** An ignore or a declaration that lacks something, written as it should be; one without effect goes. */
export function unusedIgnoreWays(finding: Finding, facts: Facts, context: ReportContext): WayOut[] {
  const { lang } = context
  const { reason, target, hosts, nearest } = facts
  const why = message(lang, 'reason')
  const isOption = /(?:^|\/)(?:mp-domains\.config\.\w+|package\.json)$/.test(finding.file)
  const isDeclaration = target === 'mp-domains-hosts'
  const way = (key: MessageKey, text: string | null = null): WayOut[] => {
    const syntax = text === null || isOption ? null : syntaxAt(finding, context)
    return [{ kind: 'fix', label: message(lang, key, facts), paste: syntax && WRAP[syntax](text!) }]
  }
  const ignore = (codes: unknown) =>
    typeof codes === 'string' ? `mp-domains-ignore-next-line ${codes} -- ${why}` : null
  switch (reason) {
    case 'no-reason':
      if (isOption)
        return [{ kind: 'fix', label: message(lang, 'way.no-reason.option'), paste: `reason: ${quote(why)}` }]
      return way('way.no-reason', isDeclaration ? `mp-domains-hosts ${hosts} -- ${why}` : ignore(target))
    case 'no-code':
      return way('way.no-code')
    case 'unknown-code':
      return way('way.no-code', ignore(nearest))
    case 'no-hosts':
      return way('way.no-hosts', `mp-domains-hosts https://oss.example.com -- ${why}`)
    default:
      return way(isDeclaration ? 'way.unused-declare' : 'way.unused-ignore')
  }
}
