import { codeRow, packageOf, type CheckContext, type Code, type Finding } from '../check'
import type { Place } from '../url/place'
import type { IncompleteRewrites } from './incomplete'
import type { ReportInput } from './report'

/**
 * What is found beside the calls: modules that don't parse, rewriting left undone, secrets, a check switched off.
 * @param incomplete asked about every call already
 */
export function sessionFindings(input: ReportInput, context: CheckContext, incomplete: IncompleteRewrites): Finding[] {
  return [
    ...failures(input, context),
    ...incompleteRewrites(incomplete, context),
    ...leakedSecrets(input, context),
    ...switchedOff(input, context),
  ].filter((finding) => finding !== null)
}

/** A finding of this room's own: its severity as configured, less in packages; null where it is switched off. */
function ownFinding(
  code: Code,
  place: Place,
  args: Finding['args'],
  context: CheckContext,
  url: string | null = null,
): Finding | null {
  const setting = context.rules[code] ?? codeRow(code)!.severity
  if (setting === 'off') return null
  const owner = packageOf(place.file)
  return {
    file: place.file,
    line: place.line,
    column: place.column,
    code,
    severity: setting === 'error' && owner !== null ? 'warn' : setting,
    uses: [],
    url,
    category: null,
    args,
    trace: [],
    environment: context.environment,
    ...(owner === null ? {} : { package: owner }),
  }
}

function failures({ linked }: ReportInput, context: CheckContext): (Finding | null)[] {
  return linked.failed.map(({ id, message, line, column }) =>
    // Parsers put the place into their words, counted in their own way; the finding has it already.
    ownFinding('parse-failed', { file: id, line, column }, { error: message.replace(/\s?\(\d+:\d+\)$/, '') }, context),
  )
}

/** Matches of the host map that could not be applied, and that no call was found to ask for. */
function incompleteRewrites(incomplete: IncompleteRewrites, context: CheckContext): (Finding | null)[] {
  return [...incomplete.untold()].map(({ place, from, to, reason }) =>
    ownFinding('rewrite-incomplete', place, { from, to, reason }, context, from),
  )
}

function leakedSecrets({ modules, options }: ReportInput, context: CheckContext): (Finding | null)[] {
  const inFiles = options.projectSecrets.map(({ kind, masked, ...place }) =>
    ownFinding('leaked-secret', place, { kind, masked }, context),
  )
  const inModules = modules.secrets.flatMap(([file, secrets]) =>
    secrets.map(({ kind, masked, line, column }) =>
      ownFinding('leaked-secret', { file, line, column }, { kind, masked }, context),
    ),
  )
  return [...inFiles, ...inModules]
}

/** A check that is switched off hides what users will meet; where nothing is to be found it hides nothing. */
function switchedOff({ options }: ReportInput, context: CheckContext): (Finding | null)[] {
  if (options.domainsOf(options.environment) === false) return []
  return options.urlCheckDisabled.map((place) => ownFinding('url-check-disabled', place, {}, context))
}
