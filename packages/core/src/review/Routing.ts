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
  /** Rules of findings that are never talked about before others, whatever the rules below say: what the department as a whole shows of them neither. */
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
  /** Findings to talk about: wins first, then what is most worth it. */
  readonly findingIds: ReadonlyArray<FindingId>
  /** Findings that this talk has no room for, most worth it first. They stay open, and are seen as not reviewed. */
  readonly restIds: ReadonlyArray<FindingId>
}

/**
 * What one talk takes up at most: mistakes and missed chances with a rep, rules with everybody. More is not remembered; in person it
 * would be a reckoning. Wins take no room.
 */
export const mostPerTalk = 5

/** What routing reads of a finding; what is at stake ranks it, where it is given. */
export type RoutedFinding = Pick<FindingRecord, "id" | "ruleId" | "kind" | "severity" | "ownerId" | "recurrenceOf"> &
  Partial<Pick<FindingRecord, "atStake">>

const fits = (rule: RoutingRule, finding: RoutedFinding, reps: number): boolean =>
  (rule.kinds?.includes(finding.kind) ?? true) &&
  (rule.severities?.includes(finding.severity) ?? true) &&
  (rule.ruleIds?.includes(finding.ruleId) ?? true) &&
  reps >= (rule.leastReps ?? 0) &&
  (rule.isRecurring === undefined || rule.isRecurring === (finding.recurrenceOf !== null))

const severities: ReadonlyArray<FindingSeverity> = ["critical", "major", "minor"]

/** Wins first, then the graver, then what came again, then by money at stake, currency by currency, then by id. */
const worthMore = (left: RoutedFinding, right: RoutedFinding): number => {
  const money = ({ atStake }: RoutedFinding): number => atStake?.amountMinor ?? 0
  const currency = ({ atStake }: RoutedFinding): string => atStake?.currency ?? ""
  return (
    Number(right.kind === "win") - Number(left.kind === "win") ||
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    Number(right.recurrenceOf !== null) - Number(left.recurrenceOf !== null) ||
    Number(currency(left) > currency(right)) - Number(currency(left) < currency(right)) ||
    money(right) - money(left) ||
    (left.id < right.id ? -1 : 1)
  )
}

/** What there is room for in one talk, and what there is not: with a rep by finding, with everybody by rule. */
const withinOneTalk = (
  route: DebriefRoute,
  findings: ReadonlyArray<RoutedFinding>,
): Pick<RoutedAgenda, "findingIds" | "restIds"> => {
  const topics = new Set<string>()
  const findingIds: Array<FindingId> = []
  const restIds: Array<FindingId> = []
  for (const { id, ruleId, kind } of findings.toSorted(worthMore)) {
    const topic = route === "personal" ? id : ruleId
    const hasRoom = kind === "win" || topics.has(topic) || topics.size < mostPerTalk
    if (hasRoom && kind !== "win") topics.add(topic)
    ;(hasRoom ? findingIds : restIds).push(id)
  }
  return { findingIds, restIds }
}

/**
 * Routes the findings of a period: one agenda per rep for what is talked about in person, and one of each collective kind. A
 * finding of the department as a whole names nobody and is collective, but where so few reps have a part in a mistake that each could tell
 * whose the rest is: then their own parts are talked about in person, and the whole with nobody. One talk takes up {@link mostPerTalk} at most.
 *
 * @param findings - findings of one period
 * @param policy - the tenant's policy
 * @param consented - reps who agreed to be named before others
 * @param left - reps who have left: nobody can speak with them, so there is no personal agenda of theirs; what others share with them is still
 *   talked over by these
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
 * // [{ route: "collectiveUnnamed", repId: null, findingIds: ["finding_1", "finding_2", "finding_3"], restIds: [] }]
 * ```
 */
export const routeFindings = (
  findings: ReadonlyArray<RoutedFinding>,
  policy: RoutingPolicy,
  consented: ReadonlySet<string>,
  left: ReadonlySet<string> = new Set(),
): ReadonlyArray<RoutedAgenda> => {
  const reps = new Map<string, Set<string>>()
  for (const { ruleId, ownerId } of findings) {
    if (ownerId === null) continue
    const found = reps.get(ruleId)
    if (found === undefined) reps.set(ruleId, new Set([ownerId]))
    else found.add(ownerId)
  }
  const least = policy.leastRepsUnnamed ?? 3
  const routeOf = (finding: RoutedFinding): DebriefRoute | null => {
    const isSensitive = policy.sensitiveRuleIds.includes(finding.ruleId)
    const spread = reps.get(finding.ruleId)?.size ?? 0
    if (finding.ownerId === null) {
      const isGuessed = finding.kind !== "win" && spread > 0 && spread < least
      return isSensitive || isGuessed ? null : "collectiveUnnamed"
    }
    if (isSensitive) return "personal"
    const wanted = policy.rules.find((rule) => fits(rule, finding, spread))?.route ?? policy.otherwise
    const named = wanted === "collectiveNamed" && !consented.has(finding.ownerId) ? "collectiveUnnamed" : wanted
    return named === "collectiveUnnamed" && spread < least ? "personal" : named
  }
  const agendas = new Map<string, { route: DebriefRoute; repId: string | null; findings: Array<RoutedFinding> }>()
  for (const finding of findings) {
    const route = routeOf(finding)
    if (route === null) continue
    const repId = route === "personal" ? finding.ownerId : null
    if (repId !== null && left.has(repId)) continue
    const key = JSON.stringify([route === "personal" ? 0 : 1, route, repId])
    const agenda = agendas.get(key)
    if (agenda === undefined) agendas.set(key, { route, repId, findings: [finding] })
    else agenda.findings.push(finding)
  }
  return [...agendas]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { route, repId, findings: all }]) => ({ route, repId, ...withinOneTalk(route, all) }))
}
