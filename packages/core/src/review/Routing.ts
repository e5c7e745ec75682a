import type { FindingKind, FindingSeverity } from "./Finding.ts"
import type { FindingId, FindingRecord } from "./FindingRecordSchema.ts"

/** Where a finding is talked about. */
export type DebriefRoute = "personal" | "collectiveUnnamed" | "collectiveNamed"

/** When a route is taken; every condition that is given must hold. */
export interface RoutingRule {
  /** Kinds of findings. */
  readonly kinds?: ReadonlyArray<FindingKind>
  /** Severities. */
  readonly severities?: ReadonlyArray<FindingSeverity>
  /** Rules of findings. */
  readonly ruleIds?: ReadonlyArray<string>
  /** How many reps at least the same rule was found with in the period, 1 or more. */
  readonly leastReps?: number
  /** Whether it must have come again after an earlier period. */
  readonly isRecurring?: boolean
  /** The route. `collectiveNamed` needs the rep's consent; without it, `collectiveUnnamed` is taken. */
  readonly route: DebriefRoute
}

/** How findings are routed: plain data. */
export interface RoutingPolicy {
  /** Rules of findings that are never talked about before others, whatever the rules below say. */
  readonly sensitiveRuleIds: ReadonlyArray<string>
  /** The first rule that fits decides. */
  readonly rules: ReadonlyArray<RoutingRule>
  /** Where no rule fits. */
  readonly otherwise: DebriefRoute
  /** How many reps a collective debrief that names nobody needs at least; below it, one could guess who is meant. Default 3. */
  readonly leastRepsUnnamed?: number
}

/**
 * Wins are shown by name where the rep agrees; a mistake that three reps or more made is everybody's, without names; all else is
 * between the rep and the mentor.
 */
export const usualRouting: RoutingPolicy = {
  sensitiveRuleIds: ["rep.mistakeAbovePeers", "rep.winRateBelow"],
  rules: [
    { kinds: ["win"], route: "collectiveNamed" },
    { leastReps: 3, severities: ["major", "minor"], route: "collectiveUnnamed" },
  ],
  otherwise: "personal",
}

/** One debrief to plan. */
export interface RoutedAgenda {
  /** The route. */
  readonly route: DebriefRoute
  /** Of a personal one, the rep; null for a collective one. */
  readonly repId: string | null
  /** Findings to talk about, in order of id. */
  readonly findingIds: ReadonlyArray<FindingId>
}

/** What routing reads of a finding. */
export type RoutedFinding = Pick<FindingRecord, "id" | "ruleId" | "kind" | "severity" | "ownerId" | "recurrenceOf">

const fits = (rule: RoutingRule, finding: RoutedFinding, reps: number): boolean =>
  (rule.kinds?.includes(finding.kind) ?? true) &&
  (rule.severities?.includes(finding.severity) ?? true) &&
  (rule.ruleIds?.includes(finding.ruleId) ?? true) &&
  reps >= (rule.leastReps ?? 0) &&
  (rule.isRecurring === undefined || rule.isRecurring === (finding.recurrenceOf !== null))

/**
 * Routes the findings of a period: one agenda per rep for what is talked about in person, and one of each collective kind. A
 * finding of the department as a whole names nobody and is collective.
 *
 * @param findings - findings of one period
 * @param policy - the tenant's policy
 * @param consented - reps who agreed to be named before others
 * @returns personal agendas by rep, then the collective ones; those without findings are left out
 * @example
 * ```ts
 * import { routeFindings, usualRouting } from "@salesdept/core/review/debriefs"
 *
 * const late = { ruleId: "nextStep.overdue", kind: "mistake", severity: "minor", recurrenceOf: null } as const
 * const findings = [{ id: "finding_1", ownerId: "ann", ...late }, { id: "finding_2", ownerId: "bob", ...late }] as const
 * routeFindings(findings, usualRouting, new Set()).map(({ route, repId }) => [route, repId])
 * // [["personal", "ann"], ["personal", "bob"]]
 * routeFindings([...findings, { id: "finding_3", ownerId: "eve", ...late }], usualRouting, new Set())
 * // [{ route: "collectiveUnnamed", repId: null, findingIds: ["finding_1", "finding_2", "finding_3"] }]
 * ```
 */
export const routeFindings = (
  findings: ReadonlyArray<RoutedFinding>,
  policy: RoutingPolicy,
  consented: ReadonlySet<string>,
): ReadonlyArray<RoutedAgenda> => {
  const reps = new Map<string, Set<string>>()
  for (const { ruleId, ownerId } of findings) {
    if (ownerId === null) continue
    const found = reps.get(ruleId)
    if (found === undefined) reps.set(ruleId, new Set([ownerId]))
    else found.add(ownerId)
  }
  const least = policy.leastRepsUnnamed ?? 3
  const routeOf = (finding: RoutedFinding): DebriefRoute => {
    if (finding.ownerId === null) return "collectiveUnnamed"
    if (policy.sensitiveRuleIds.includes(finding.ruleId)) return "personal"
    const spread = reps.get(finding.ruleId)?.size ?? 0
    const wanted = policy.rules.find((rule) => fits(rule, finding, spread))?.route ?? policy.otherwise
    const named = wanted === "collectiveNamed" && !consented.has(finding.ownerId) ? "collectiveUnnamed" : wanted
    return named === "collectiveUnnamed" && spread < least ? "personal" : named
  }
  const agendas = new Map<string, { route: DebriefRoute; repId: string | null; findingIds: Array<FindingId> }>()
  for (const finding of findings) {
    const route = routeOf(finding)
    const repId = route === "personal" ? finding.ownerId : null
    const key = JSON.stringify([route === "personal" ? 0 : 1, route, repId])
    const agenda = agendas.get(key)
    if (agenda === undefined) agendas.set(key, { route, repId, findingIds: [finding.id] })
    else agenda.findingIds.push(finding.id)
  }
  return [...agendas]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { findingIds, ...agenda }]) => ({ ...agenda, findingIds: findingIds.toSorted() }))
}
