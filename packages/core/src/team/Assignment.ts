import { murmur3 } from "../stats/Murmur3.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { AssignmentCandidate, AssignmentItem } from "./Candidate.ts"
import type { FitParts } from "./Fit.ts"
import { fitOf, meanConversion } from "./Fit.ts"
import type { AssignmentCondition, AssignmentPolicy, AssignmentRule } from "./TeamPolicy.ts"

/** Why a person could not get a lead. */
export type RejectionReason =
  | "left"
  | "otherRole"
  | "absent"
  | "offDay"
  | "notReady"
  | "full"
  | "ruleExcludes"
  | "languageMissing"

/** A person who could not get a lead. */
export interface RejectedCandidate {
  /** The person. */
  readonly personId: RepId
  /** Why. */
  readonly reason: RejectionReason
  /** The same in words. */
  readonly message: Message
}

/** A person who could get a lead, with the weight of the choice taken apart. */
export interface WeighedCandidate {
  /** The person. */
  readonly personId: RepId
  /** The weight: fit × load × fairness, above 0. */
  readonly weight: number
  /** Parts of the fit, each 0 to 1. */
  readonly parts: FitParts
  /** 1 and the weighted parts. */
  readonly fit: number
  /** What the load leaves of it, above 0 to 1. */
  readonly load: number
  /** What fairness leaves of it, above 0 to 1. */
  readonly fairness: number
}

/** How a lead found its owner, or why not. JSON-safe. */
export interface AssignmentOutcome {
  /** The lead. */
  readonly id: string
  /** The owner; null where the lead has to wait. */
  readonly toId: RepId | null
  /**
   * What decided: `weights` the weighted choice; `floor` the share that everybody gets; `fallback` the limit without an
   * owner; `nobody` that nobody could take it yet.
   */
  readonly decidedBy: "weights" | "floor" | "fallback" | "nobody"
  /** The explicit rule that applied; null where none did. */
  readonly ruleId: string | null
  /** Who could get it, by person. */
  readonly weighed: ReadonlyArray<WeighedCandidate>
  /** Who could not, and why, by person. */
  readonly rejected: ReadonlyArray<RejectedCandidate>
}

/** What a choice depends on beside people and policy. */
export interface AssignmentMoment {
  /** The same seed gives the same choices. */
  readonly seed: string
  /** The moment. */
  readonly at: Instant
  /** Its day in the tenant's zone. */
  readonly today: CalendarDate
  /** In how many minutes the next run comes, 0 or more; 0 where left out: what waits is not looked at again in time. */
  readonly untilNextMinutes?: number
}

const reasons: { readonly [Reason in RejectionReason]: Message } = {
  left: {
    en: "Does not work in the department on the day, or has given everything over to leave",
    ru: "В этот день не работает в отделе или уже передал дела перед уходом",
  },
  otherRole: { en: "Is not a rep", ru: "Не менеджер по продажам" },
  absent: { en: "Is away on the day", ru: "В этот день отсутствует" },
  offDay: { en: "Does not work on this day of the week", ru: "В этот день недели не работает" },
  notReady: { en: "Has not been released to work alone", ru: "Нет допуска к самостоятельной работе" },
  full: { en: "Has no room for the effort it takes", ru: "Нет свободной нагрузки" },
  ruleExcludes: { en: "An explicit rule names others", ru: "Явное правило называет других" },
  languageMissing: { en: "Does not work in the client's language", ru: "Не работает на языке клиента" },
}

/** Whether all conditions hold; facts that are not stated hold none. */
const holds = (when: ReadonlyArray<AssignmentCondition>, { facts }: AssignmentItem): boolean =>
  when.every(({ fact, is }) => {
    const value = facts[fact]
    return value !== null && is.includes(value)
  })

/** Skills that a lead asks for. */
const skillsFor = (item: AssignmentItem, { skillNeeds }: AssignmentPolicy): ReadonlyArray<string> =>
  skillNeeds.flatMap(({ when, skillId }) => (holds(when, item) ? [skillId] : []))

/** Effort that a person can carry: in the ramp a share of the capacity, rounded down. */
export const roomOf = ({
  capacityEffort,
  readiness,
}: Pick<AssignmentCandidate, "capacityEffort" | "readiness">): number =>
  Math.floor((capacityEffort * readiness.sharePercent) / 100)

const rejectionOf = (
  candidate: AssignmentCandidate,
  item: AssignmentItem,
  policy: AssignmentPolicy,
): RejectionReason | null => {
  if (!candidate.isEmployed) return "left"
  if (!candidate.takesLeads) return "otherRole"
  if (candidate.isAbsent) return "absent"
  if (candidate.isOffDay === true) return "offDay"
  if (candidate.readiness.sharePercent === 0) return "notReady"
  const { language } = item.facts
  if (policy.languageRequired && language !== null && !candidate.languages.includes(language)) return "languageMissing"
  // Who can carry nothing gets nothing, not even what takes no effort.
  const room = roomOf(candidate)
  return room === 0 || candidate.loadEffort + item.effort > room ? "full" : null
}

const isNamed = ({ toIds, toTeamIds }: AssignmentRule, { personId, teamId }: AssignmentCandidate): boolean =>
  toIds.includes(personId) || (teamId !== null && toTeamIds.includes(teamId))

const rejected = (personId: RepId, reason: RejectionReason): RejectedCandidate => ({
  personId,
  reason,
  message: reasons[reason],
})

const byPerson = (left: { readonly personId: RepId }, right: { readonly personId: RepId }): number =>
  left.personId < right.personId ? -1 : left.personId > right.personId ? 1 : 0

/** Uniform on [0, 1) by seed and lead: the same for the same pair, whatever else is assigned. */
const drawOf = (seed: string, id: string): number => murmur3(`${seed}\n${id}`) / 2 ** 32

const pick = (weighed: ReadonlyArray<WeighedCandidate>, draw: number): WeighedCandidate | null => {
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  let left = draw * total
  for (const candidate of weighed) {
    left -= candidate.weight
    if (left < 0) return candidate
  }
  return weighed.at(-1) ?? null
}

/** What each would have received had all been alike on the days on which they were there: a day missed is not made up for. */
const equalShares = (able: ReadonlyArray<AssignmentCandidate>, total: number): ReadonlyMap<RepId, number> => {
  const most = able.reduce((days, { presentDays = 1 }) => Math.max(days, presentDays), 1)
  const days = able.map(({ personId, presentDays = most }) => [personId, Math.max(presentDays, 1)] as const)
  const allDays = days.reduce((sum, [, own]) => sum + own, 0)
  return new Map(days.map(([personId, own]) => [personId, (total * own) / allDays]))
}

const receivedBy = (able: ReadonlyArray<AssignmentCandidate>): number =>
  able.reduce((sum, { receivedCount }) => sum + receivedCount, 0)

/** Who is behind the share that everybody gets, the furthest first; null where nobody is. */
const owedTo = (able: ReadonlyArray<AssignmentCandidate>, floorShare: number): AssignmentCandidate | null => {
  const shares = equalShares(able, receivedBy(able) + 1)
  let owed: AssignmentCandidate | null = null
  let most = 0
  for (const candidate of able) {
    const behind = floorShare * (shares.get(candidate.personId) ?? 0) - candidate.receivedCount
    if (behind < 1 || behind <= most) continue
    owed = candidate
    most = behind
  }
  return owed
}

/** Whether the limit without an owner is reached, or would be passed before the next run. */
const hasWaitedTooLong = (
  item: AssignmentItem,
  { maxUnassignedMinutes }: AssignmentPolicy,
  { at, untilNextMinutes = 0 }: AssignmentMoment,
): boolean => {
  const waited = (epochMsOf(at) - epochMsOf(item.receivedAt)) / 60_000
  return waited >= maxUnassignedMinutes || waited + untilNextMinutes > maxUnassignedMinutes
}

/**
 * Finds the owner of one lead: explicit rules first, then a weighted choice by fit, load and fairness among those who can
 * take it. Deterministic for a seed. Whoever left, is away, is not released or has no room never gets it; where nobody can,
 * the lead waits, but not longer than the policy's limit: then the first fallback owner who is there gets it, room or not.
 *
 * @param item - the lead
 * @param candidates - people of the department; fallback owners among them
 * @param policy - the rules
 * @param moment - seed and moment
 *
 * @example
 * ```ts
 * import { assignOne, defaultTeamPolicy } from "@salesdept/core/team"
 *
 * const facts = { segment: null, industry: null, product: null, language: "de", channel: null }
 * const item = { id: "lead_1", effort: 1, receivedAt: "2026-11-23T08:00:00.000Z", facts, preferredId: null }
 * const person = { teamId: null, takesLeads: true, isEmployed: true, isAbsent: false, capacityEffort: 100, loadEffort: 0, receivedCount: 0,
 *   readiness: { stage: "ready", missingCheckIds: [], sharePercent: 100 }, languages: ["de"], knowledge: [], conversion: {} } as const
 * const people = [{ ...person, personId: "user:ann" }, { ...person, personId: "user:bob", isAbsent: true }]
 * const moment = { seed: "2026-11-23", at: "2026-11-23T09:00:00.000Z", today: "2026-11-23" }
 * const { toId, decidedBy, rejected } = assignOne(item, people, defaultTeamPolicy.assignment, moment)
 * toId // "user:ann"
 * decidedBy // "weights"
 * rejected.map(({ personId, reason }) => [personId, reason]) // [["user:bob", "absent"]]
 * ```
 */
export const assignOne = (
  item: AssignmentItem,
  candidates: ReadonlyArray<AssignmentCandidate>,
  policy: AssignmentPolicy,
  moment: AssignmentMoment,
): AssignmentOutcome => {
  const people = candidates.toSorted(byPerson)
  const refused: Array<RejectedCandidate> = []
  let able = people.filter((candidate) => {
    const reason = rejectionOf(candidate, item, policy)
    if (reason !== null) refused.push(rejected(candidate.personId, reason))
    return reason === null
  })
  const rule = policy.rules.find(({ when }) => holds(when, item)) ?? null
  if (rule !== null) {
    const named = able.filter((candidate) => isNamed(rule, candidate))
    if (named.length > 0 || rule.mode === "only") {
      const others = able.filter((candidate) => !isNamed(rule, candidate))
      refused.push(...others.map(({ personId }) => rejected(personId, "ruleExcludes")))
      able = named
    }
  }
  const common = { id: item.id, ruleId: rule?.id ?? null, rejected: refused.sort(byPerson) }
  if (able.length === 0) {
    const present = (id: RepId) => people.some((one) => one.personId === id && one.isEmployed && !one.isAbsent)
    const toId = hasWaitedTooLong(item, policy, moment) ? (policy.fallbackOwnerIds.find(present) ?? null) : null
    return { ...common, toId, decidedBy: toId === null ? "nobody" : "fallback", weighed: [] }
  }
  const segment = item.facts.segment ?? item.facts.industry
  const mean = meanConversion(people, segment)
  const skills = skillsFor(item, policy)
  const shares = equalShares(able, receivedBy(able))
  const weighed = able.map((candidate): WeighedCandidate => {
    const { parts, fit } = fitOf(candidate, item, { policy, skills, segment, mean })
    const load = Math.max(1 - (policy.loadWeight * candidate.loadEffort) / roomOf(candidate), 1e-6)
    const above = candidate.receivedCount - (shares.get(candidate.personId) ?? 0)
    const fairness = 1 / (1 + policy.fairnessWeight * Math.max(0, above))
    return { personId: candidate.personId, weight: fit * load * fairness, parts, fit, load, fairness }
  })
  const owed = owedTo(able, policy.floorShare)
  if (owed !== null) return { ...common, toId: owed.personId, decidedBy: "floor", weighed }
  return {
    ...common,
    toId: pick(weighed, drawOf(moment.seed, item.id))?.personId ?? null,
    decidedBy: "weights",
    weighed,
  }
}

/**
 * Finds the owners of many leads, one after another, each seeing what those before it took: a thousand at once spread as a
 * thousand one by one do.
 *
 * @param items - leads, in the order in which they are served
 * @param candidates - people of the department as they stand before the first lead; fallback owners among them
 * @param policy - the rules
 * @param moment - seed and moment
 * @returns one outcome for each lead, in the order given
 *
 * @example
 * ```ts
 * import { assignAll, defaultTeamPolicy } from "@salesdept/core/team"
 *
 * const facts = { segment: null, industry: null, product: null, language: null, channel: null }
 * const lead = { effort: 60, receivedAt: "2026-11-23T08:50:00.000Z", facts, preferredId: null }
 * const person = { teamId: null, takesLeads: true, isEmployed: true, isAbsent: false, capacityEffort: 100, loadEffort: 0, receivedCount: 0,
 *   readiness: { stage: "ready", missingCheckIds: [], sharePercent: 100 }, languages: [], knowledge: [], conversion: {} } as const
 * const moment = { seed: "2026-11-23", at: "2026-11-23T09:00:00.000Z", today: "2026-11-23" }
 * const leads = [{ ...lead, id: "lead_1" }, { ...lead, id: "lead_2" }]
 * const outcomes = assignAll(leads, [{ ...person, personId: "user:ann" }], defaultTeamPolicy.assignment, moment)
 * outcomes.map(({ id, toId, decidedBy }) => [id, toId, decidedBy]) // [["lead_1", "user:ann", "weights"], ["lead_2", null, "nobody"]]
 * ```
 */
export const assignAll = (
  items: ReadonlyArray<AssignmentItem>,
  candidates: ReadonlyArray<AssignmentCandidate>,
  policy: AssignmentPolicy,
  moment: AssignmentMoment,
): ReadonlyArray<AssignmentOutcome> => {
  const state = new Map(candidates.map((candidate) => [candidate.personId, candidate]))
  return items.map((item) => {
    const outcome = assignOne(item, [...state.values()], policy, moment)
    const chosen = outcome.toId === null ? undefined : state.get(outcome.toId)
    if (chosen !== undefined) {
      state.set(chosen.personId, {
        ...chosen,
        loadEffort: chosen.loadEffort + item.effort,
        receivedCount: chosen.receivedCount + 1,
      })
    }
    return outcome
  })
}
