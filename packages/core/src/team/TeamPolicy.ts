import type { RepId } from "../shared/Ids.ts"
import type { Message } from "../shared/Message.ts"
import type { Programme } from "./Readiness.ts"

/** What explicit rules and fit may read of a lead: the whole list. Free fields and preferences in words are not on it. */
export const assignmentFacts = ["channel", "segment", "industry", "product", "language"] as const

/** One of {@link assignmentFacts}. */
export type AssignmentFact = (typeof assignmentFacts)[number]

/** What a person may be chosen by: the whole list. */
export const fitParts = ["skills", "product", "industry", "language", "preference", "conversion"] as const

/** One of {@link fitParts}. */
export type FitPart = (typeof fitParts)[number]

/** How much each part of a fit weighs, 0 to 100 (inclusive). */
export type FitWeights = { readonly [Part in FitPart]: number }

/** A condition of a rule: the fact is one of these values. A fact that is not stated is none of them. */
export interface AssignmentCondition {
  /** Which fact. */
  readonly fact: AssignmentFact
  /** The values, 1 to 200. */
  readonly is: ReadonlyArray<string>
}

/** An explicit rule: leads of this kind go to these people or teams. The first that fits decides. */
export interface AssignmentRule {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** All of these must hold. */
  readonly when: ReadonlyArray<AssignmentCondition>
  /** People it names. */
  readonly toIds: ReadonlyArray<RepId>
  /** Teams it names. */
  readonly toTeamIds: ReadonlyArray<string>
  /** Whether others may get the lead where none of those named can: `first` yes, `only` no. */
  readonly mode: "first" | "only"
}

/** A skill that leads of a kind ask for. */
export interface SkillNeed {
  /** All of these must hold. */
  readonly when: ReadonlyArray<AssignmentCondition>
  /** The department's name of the skill. */
  readonly skillId: string
}

/** How leads find their owners. Plain data. */
export interface AssignmentPolicy {
  /** Explicit rules, in their order. */
  readonly rules: ReadonlyArray<AssignmentRule>
  /** Skills that leads ask for. */
  readonly skillNeeds: ReadonlyArray<SkillNeed>
  /** How much each part of the fit adds to the base weight of 1, 0 to 100 (inclusive); a part is 0 to 1. */
  readonly weights: FitWeights
  /** How much a full load takes off the weight, 0 (nothing) to 1 (everything). */
  readonly loadWeight: number
  /** How strongly leads already received above an equal share by days of presence take off the weight, 0 (not at all) to 100. */
  readonly fairnessWeight: number
  /** The part of an equal share, by days of presence, that everybody who can take leads gets for certain, 0 to 1. */
  readonly floorShare: number
  /** For so many days leads received count for fairness, whole, 1 to 366 (inclusive). */
  readonly fairnessDays: number
  /** Won deals' share of a person in a segment is drawn towards the mean by so many deals, whole, 0 to 100,000 (inclusive). */
  readonly shrinkByDeals: number
  /** Whether only people who work in the lead's language may get it. */
  readonly languageRequired: boolean
  /** Who gets what nobody could take, in this order: the first who is there. */
  readonly fallbackOwnerIds: ReadonlyArray<RepId>
  /** After so many minutes without an owner, wall clock, whole, 1 to 527,040 (inclusive), the fallback owner gets the lead. */
  readonly maxUnassignedMinutes: number
}

/** Effort that a record under work takes, in the department's own points, whole, 0 to 1,000 (inclusive). */
export interface EffortPoints {
  /** An open lead. */
  readonly lead: number
  /** An open deal, or a won one in progress. */
  readonly deal: number
}

/** A tenant's rules about its team. Plain data, versioned with the department. */
export interface TeamPolicy {
  /** What records cost. */
  readonly effort: EffortPoints
  /** Capacity of people of whom none is stated, whole, 1 to 1,000,000 (inclusive). */
  readonly defaultCapacityEffort: number
  /** Programmes of training. */
  readonly programmes: ReadonlyArray<Programme>
  /** The programme that everybody must have gone through before getting leads; nothing is asked for where left out. */
  readonly requiredProgrammeId?: string
  /** How leads find their owners. */
  readonly assignment: AssignmentPolicy
}

/** The rules of a department that has stated none. Starting points; nobody measured them. */
export const defaultTeamPolicy: TeamPolicy = {
  effort: { lead: 1, deal: 3 },
  defaultCapacityEffort: 100,
  programmes: [],
  assignment: {
    rules: [],
    skillNeeds: [],
    weights: { skills: 1, product: 1, industry: 1, language: 1, preference: 4, conversion: 1 },
    loadWeight: 0.8,
    fairnessWeight: 0.2,
    floorShare: 0.25,
    fairnessDays: 7,
    shrinkByDeals: 20,
    languageRequired: false,
    fallbackOwnerIds: [],
    maxUnassignedMinutes: 60,
  },
}
