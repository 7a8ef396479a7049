import type { ModuleSummary } from '../extract'
import { influences, saysOfAll } from './influence'
import type { Module } from './module'
import { handedTo } from './receivers'
import type { Memory } from './relink'
import type { Solved } from './solve'
import type { World } from './world'
import { writeOwners } from './write-index'

/** Whether the new text asks nothing of the whole program that wasn't asked before, and says nothing to it. */
export function isContained(memory: Memory, before: Solved, after: Solved, affected: ReadonlySet<string>): boolean {
  const { world } = after
  // What templates hand to components was asked of the whole program.
  const usesAsked = [...memory.asked].some(
    ([id, questions]) => !affected.has(id) && [...questions].some((question) => question[0] === 'u'),
  )
  for (const m of world.modules.values()) {
    if (!memory.summaries.has(m.id)) return false
    if (!affected.has(m.id)) continue
    const old = before.world.modules.get(m.id)
    if (!old || saysOfAll(world, m) || !sameTargets(old.resolved, m.resolved)) return false
    // What leads to the platform, and hands that on, decides which modules are looked at.
    if (world.relevant.has(m) !== before.world.relevant.has(old) || handsOn(m.summary) !== handsOn(old.summary))
      return false
    if (!sameIds(handedBy(world, m), handedBy(before.world, old))) return false
    if (usesAsked && (m.summary.attributes.length || old.summary.attributes.length)) return false
    if (m.summary.attributes.length !== old.summary.attributes.length && world.pages.webViews.length) return false
  }
  for (const [id, questions] of byModule(world.influence.asked))
    for (const question of questions) if (!memory.asked.get(id)?.has(question)) return false
  for (const [question, some] of world.influence.witnesses) {
    if (affected.has(moduleOf(question))) continue
    const before = memory.witnesses.get(question)
    if (!before) return false
    // Else the answer was theirs, or becomes theirs.
    const isOurs = (ids: readonly string[]): boolean => ids.length > 0 && ids.every((id) => affected.has(id))
    if (before.length ? isOurs(before) : isOurs(some)) return false
  }
  for (const name of world.askedWrites.keys()) if (!memory.names.has(name)) return false
  // Asked of the whole program: whether the part's own modules answer it too.
  for (const name of memory.names) if (writesElsewhere(after, affected, name)) return false
  for (const m of world.modules.values())
    if (!affected.has(m.id))
      for (const question of memory.asked.get(m.id) ?? []) if (answers(after, m, question, affected)) return false
  for (const [owner, by] of influences(world))
    if (!affected.has(owner)) for (const id of by) if (affected.has(id)) return false
  return true
}

function writesElsewhere({ world }: Solved, affected: ReadonlySet<string>, name: string): boolean {
  if (world.askedWrites.has(name) || !world.writes.has(name)) return false
  return world.writes
    .get(name)!
    .some((site) => affected.has(site.module.id) && writeOwners(world, site).some((owner) => !affected.has(owner)))
}

/** Whether modules of the part call a function of which it was asked what its callers give it. */
function answers({ world }: Solved, module: Module, question: string, affected: ReadonlySet<string>): boolean {
  if (question[0] !== 'f' || !world.graph) return false
  const fn = Number(question.slice(question.lastIndexOf(':') + 1))
  return world.graph.into(module, fn).some((e) => affected.has(e.call.module.id))
}

/** The modules that a module hands what reaches the platform to. */
function handedBy(world: World, module: Module): ReadonlySet<string> {
  const ids = new Set([...world.relevant].map((m) => m.id))
  return ids.has(module.id) ? handedTo(world, module, ids) : new Set()
}

function sameIds(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id))
}

function handsOn(s: ModuleSummary): boolean {
  return s.exports.length > 0 || s.stars.length > 0 || s.commonjs >= 0
}

function sameTargets(a: ReadonlyMap<string, string | null>, b: ReadonlyMap<string, string | null>): boolean {
  return a.size === b.size && [...a].every(([specifier, target]) => b.get(specifier) === target)
}

/** The id of the module that a question is about. */
export function moduleOf(question: string): string {
  return question.slice(1, question.lastIndexOf(':'))
}

/** Questions by the module that they are about. */
export function byModule(questions: Iterable<string>): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>()
  for (const question of questions) {
    const id = moduleOf(question)
    const all = out.get(id)
    if (all) all.add(question)
    else out.set(id, new Set([question]))
  }
  return out
}
