import { compareFindings, type Finding } from '../check'
import type { ResolvedOptions } from '../options'
import { joinPath, relativePath } from '../options/files'
import type { ReportData } from '../report/types'
import { createAuditor } from '../session'
import type { NodeFiles } from './files'

/** Emitted files that hold no text that a mini program runs or shows. */
const NO_TEXT =
  /\.(?:map|png|jpe?g|gif|webp|avif|bmp|ico|icns|heic|woff2?|ttf|otf|eot|mp[34]|m4a|aac|wav|ogg|flac|webm|mov|avi|wasm|pdf|zip|gz|br|tgz|7z|rar|bin)$/i

/** Looks through all files of an output directory, as they would be uploaded. */
export function auditFiles(files: NodeFiles, directory: string, options: ResolvedOptions): ReportData {
  const audit = createAuditor(options, null)
  const findings: Finding[] = []
  let seen = 0
  for (const path of emittedFiles(files, directory)) {
    const text = files.text(path)
    if (typeof text !== 'string') continue
    seen++
    findings.push(...audit(relativePath(directory, path), text))
  }
  return {
    platform: options.platform.name,
    environment: options.environment,
    appid: options.appid,
    from: { environment: options.environmentFrom, domains: options.domainsFrom },
    modules: { seen, analysed: seen, failed: 0 },
    calls: [],
    findings: findings.sort(compareFindings),
    rewrites: [],
    literals: [],
    domains: {},
    notices: [],
  }
}

/** Every file that may hold text, sorted; hidden ones and `node_modules` are not uploaded. */
function* emittedFiles(files: NodeFiles, directory: string, seen = new Set<string>()): Generator<string> {
  const real = files.real(directory)
  if (seen.has(real)) return
  seen.add(real)
  for (const name of files.list(directory)) {
    if (name.startsWith('.') || name === 'node_modules') continue
    const path = joinPath(directory, name)
    const kind = files.kind(path)
    if (kind === 'directory') yield* emittedFiles(files, path, seen)
    else if (kind === 'file' && !NO_TEXT.test(name)) yield path
  }
}
