import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import type { DateRange } from "../../shared/Period.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import type { PlanReason } from "../record/PlanSchema.ts"
import type { ReplanConstraints, ReplanObjective } from "./ReplanInput.ts"

/** What is asked of a correction. */
export interface ReplanQuestion {
  /** The plan. */
  readonly planId: string
  /** Labels of the periods that are over or under way and are judged; of one under way by what was due of it so far. */
  readonly past: ReadonlyArray<string>
  /** Labels of the periods that remain and are planned anew; one that the plan states by its parts alone is planned by these. None shares days with the past. */
  readonly remaining: ReadonlyArray<string>
  /** Last day whose facts count; today where absent. */
  readonly on?: CalendarDate
  /** The money measure; the plan's first of won money, or `wonMinor`, where absent. */
  readonly measure?: string
  /** Of the deviation what is timing, minor units; 0 where absent. `plans.variance` tells it. */
  readonly timingMinor?: number
  /** Share of the timing part that is carried into the rest; 1 where absent. */
  readonly carryTiming?: number
  /** Share of a structural miss that is carried; 1 where absent. */
  readonly carryStructural?: number
  /** Share of a structural surplus that is taken off the rest; 0 where absent, 1 for those who hold a year together. */
  readonly carrySurplus?: number
  /** By what the rest is shared out; half capacity, a third pipeline, the rest by the plan in force where absent. */
  readonly objective?: ReplanObjective
  /** What must hold. */
  readonly constraints?: ReplanConstraints
  /** By rep: readiness, absences, ramp, floor and ceiling. Who is named is planned, also without a target so far, as `{}` too. */
  readonly reps?: { readonly [repId: string]: ReplanRepTerms }
  /** By period: season and ceiling. */
  readonly periods?: { readonly [label: string]: { readonly season?: number; readonly ceilingMinor?: number } }
  /** Step of round targets, minor units: the draft asks for whole steps, `replan` has the exact ones beside. `targetStep` says how round a plan is. */
  readonly stepMinor?: number
  /** Working calendar; calendar days count where absent, or where it does not cover all that remains. */
  readonly calendar?: WorkCalendar
  /** Indices of the twelve months by which plan against fact was told what is due of a period under way; as `plans.attainment` takes them. */
  readonly seasons?: ReadonlyArray<number>
  /** The host's dated rates into the plan's currency; without one, rates frozen on deals. */
  readonly rates?: ReadonlyArray<ExchangeRate>
  /** What the draft is for; `current` where absent, `scenario` or `proposal` for what is only to be looked at or offered. */
  readonly baseline?: "current" | "proposal" | "scenario"
  /** Why the plan is corrected, and which review asked for it where one did; they go on the draft, with the periods of the deviation. */
  readonly reasons: ReadonlyArray<Pick<PlanReason, "code"> & Partial<Pick<PlanReason, "reviewId">>>
}

/** What is said of one rep. */
export interface ReplanRepTerms {
  /** Readiness for the work ahead, 0 to 1. */
  readonly readiness?: number
  /** Days away; those recorded of the rep where absent. */
  readonly absences?: ReadonlyArray<DateRange>
  /** What a newcomer does by months since joining. */
  readonly ramp?: ReadonlyArray<number>
  /** Least, minor units. */
  readonly floorMinor?: number
  /** Most, minor units. */
  readonly ceilingMinor?: number
}
