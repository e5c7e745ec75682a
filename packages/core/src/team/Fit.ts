import type { AssignmentCandidate, AssignmentItem, Conversion } from "./Candidate.ts"
import type { AssignmentPolicy, FitPart } from "./TeamPolicy.ts"
import { fitParts } from "./TeamPolicy.ts"

/** Parts of a fit, each 0 to 1. A part of which the lead says nothing is 0 for everybody. */
export type FitParts = { readonly [Part in FitPart]: number }

/** What fit depends on beside the person and the lead. */
export interface FitRules {
  /** The policy. */
  readonly policy: AssignmentPolicy
  /** Skills the lead asks for. */
  readonly skills: ReadonlyArray<string>
  /** Segment in which results are compared; null where none is stated. */
  readonly segment: string | null
  /** Share of won deals of all people in the segment; null where none is closed. */
  readonly mean: number | null
}

const level = ({ knowledge }: AssignmentCandidate, kind: string, of: string | null): number =>
  of === null ? 0 : (knowledge.find((one) => one.kind === kind && one.of === of)?.level ?? 0) / 3

const none: Conversion = { won: 0, closed: 0 }

const conversionIn = ({ conversion }: AssignmentCandidate, segment: string): Conversion =>
  Object.hasOwn(conversion, segment) ? (conversion[segment] ?? none) : none

/** Share of won among all closed deals of a segment; null where none is closed, or no segment is stated. */
export const meanConversion = (people: ReadonlyArray<AssignmentCandidate>, segment: string | null): number | null => {
  if (segment === null) return null
  let won = 0
  let closed = 0
  for (const candidate of people) {
    const own = conversionIn(candidate, segment)
    won += own.won
    closed += own.closed
  }
  return closed === 0 ? null : won / closed
}

/**
 * A person's share of won deals, drawn towards the mean: (won + k × mean) / (closed + k). With few deals it says almost the
 * mean, with many the person's own; the posterior mean under a beta prior of weight k (James and Stein's shrinkage in its
 * simplest form).
 *
 * @param own - the person's closed deals
 * @param mean - the mean of all, 0 to 1
 * @param byDeals - k, 0 or more; where it is 0 and nothing is closed, the mean
 *
 * @example
 * ```ts
 * import { shrunkConversion } from "@salesdept/core/team"
 *
 * shrunkConversion({ won: 2, closed: 2 }, 0.3, 20) // 0.3636…
 * ```
 */
export const shrunkConversion = (own: Conversion, mean: number, byDeals: number): number =>
  own.closed + byDeals === 0 ? mean : (own.won + byDeals * mean) / (own.closed + byDeals)

const conversionPart = (candidate: AssignmentCandidate, { policy, segment, mean }: FitRules): number => {
  if (segment === null || mean === null || mean === 0) return 0
  // Half where the person does as all do, the whole from twice as well on.
  return Math.min(1, shrunkConversion(conversionIn(candidate, segment), mean, policy.shrinkByDeals) / (2 * mean))
}

/** How well a person fits a lead, by the closed list of evidence. */
export const fitOf = (
  candidate: AssignmentCandidate,
  { facts, preferredId }: AssignmentItem,
  rules: FitRules,
): { readonly parts: FitParts; readonly fit: number } => {
  const { policy, skills } = rules
  const skillSum = skills.reduce((sum, skill) => sum + level(candidate, "skill", skill), 0)
  const parts: FitParts = {
    skills: skills.length === 0 ? 0 : skillSum / skills.length,
    product: level(candidate, "product", facts.product),
    industry: level(candidate, "industry", facts.industry ?? facts.segment),
    language: facts.language !== null && candidate.languages.includes(facts.language) ? 1 : 0,
    preference: preferredId === candidate.personId ? 1 : 0,
    conversion: conversionPart(candidate, rules),
  }
  return { parts, fit: fitParts.reduce((sum, part) => sum + policy.weights[part] * parts[part], 1) }
}
