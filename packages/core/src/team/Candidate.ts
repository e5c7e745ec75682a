import type { RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Readiness } from "./Readiness.ts"
import type { Knowledge } from "./RepSchema.ts"
import type { AssignmentFact } from "./TeamPolicy.ts"

/** What rules and fit may read of a lead, by fact; null where not stated. */
export type StatedFacts = { readonly [Fact in AssignmentFact]: string | null }

/** A lead that needs an owner, as assignment sees it: the closed list of facts, nothing else of the client. */
export interface AssignmentItem {
  /** The lead's id. */
  readonly id: string
  /** Effort it takes, whole, 0 or more. */
  readonly effort: number
  /** When it came; its age never keeps it from an owner. */
  readonly receivedAt: Instant
  /** What rules and fit may read; null where not stated. */
  readonly facts: StatedFacts
  /** The person the client asked for; null where it asked for nobody. */
  readonly preferredId: RepId | null
}

/** Deals of a segment that are won or lost. */
export interface Conversion {
  /** Won, whole, 0 or more. */
  readonly won: number
  /** Won and lost. */
  readonly closed: number
}

/** A person who may get leads, as assignment sees them. */
export interface AssignmentCandidate {
  /** The person. */
  readonly personId: RepId
  /** The team. */
  readonly teamId: string | null
  /** Whether the person is one who works with leads: heads and mentors are not, but for fallback. */
  readonly takesLeads: boolean
  /** Whether the person belongs to the department on the day, and has not given everything over to leave it. */
  readonly isEmployed: boolean
  /** Whether the person is away on the day. */
  readonly isAbsent: boolean
  /** Whether the person has hours of its own and none of them on the day; false where left out. */
  readonly isOffDay?: boolean
  /** Whether and with what share of the load the person works alone. */
  readonly readiness: Readiness
  /** Effort the person can carry in full, whole. */
  readonly capacityEffort: number
  /** Effort of what the person owns now, whole. */
  readonly loadEffort: number
  /** Leads received in the days that count for fairness. */
  readonly receivedCount: number
  /** On how many of those days the person was there, whole, 1 or more; on as many as whoever was there most where left out. */
  readonly presentDays?: number
  /** Languages of work. */
  readonly languages: ReadonlyArray<string>
  /** What the person knows on the day. */
  readonly knowledge: ReadonlyArray<Pick<Knowledge, "kind" | "of" | "level">>
  /** Closed deals by segment. */
  readonly conversion: { readonly [segment: string]: Conversion }
}
