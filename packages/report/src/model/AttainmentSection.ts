import type { Message } from "@salesdept/core/shared"
import type { OrWithheld, ReportPeriod } from "./Figure.ts"

/** Fact against a target for one period. */
export interface PlanCell {
  /** The target in minor units; withheld where none was set. */
  readonly targetMinor: OrWithheld<number>
  /** The fact in minor units. */
  readonly factMinor: OrWithheld<number>
  /** Fact less target, minor units; negative is a shortfall. */
  readonly gapMinor: OrWithheld<number>
  /** Fact over target; 1 is the plan met. */
  readonly attainment: OrWithheld<number>
}

/** Fact against the period before, for one period. */
export interface PriorCell {
  /** Fact of the period before in minor units; withheld where there is none. */
  readonly priorMinor: OrWithheld<number>
  /** The fact in minor units. */
  readonly factMinor: OrWithheld<number>
  /** Fact less prior, minor units. */
  readonly changeMinor: OrWithheld<number>
  /** Change over prior; 0.1 is ten percent more. */
  readonly changeRate: OrWithheld<number>
}

/** One rep's cells. */
export interface RepCells<Cell> {
  /** The rep's name; null for what nobody owns. */
  readonly repName: string | null
  /** One cell for each of the section's periods, in their order. */
  readonly cells: ReadonlyArray<Cell>
}

/** What both kinds of comparison have in common. */
export interface ComparedSection<Cell> {
  /** What is measured ("won amount by closing date"). */
  readonly measure: Message
  /** The periods, in order of time. */
  readonly periods: ReadonlyArray<ReportPeriod>
  /** The department, one cell for each period. */
  readonly department: ReadonlyArray<Cell>
  /** The reps, in the order to show them. */
  readonly reps: ReadonlyArray<RepCells<Cell>>
}

/** Fact against plan, where targets exist. */
export interface PlanAttainment extends ComparedSection<PlanCell> {
  /** Compared with targets. */
  readonly kind: "plan"
  /**
   * For each period, the department's own target, which stands in `department`, less the sum of its reps': positive is not
   * allocated, negative is allocated over the target. They are two figures and are never forced to agree. Where it has no target of its
   * own, what stands there is its reps' together, and this says so.
   */
  readonly unallocatedMinor: ReadonlyArray<OrWithheld<number>>
}

/** Fact against the period before, where there is no plan: it is named so, and no plan is made up. */
export interface PriorPeriodComparison extends ComparedSection<PriorCell> {
  /** Compared with the period before. */
  readonly kind: "priorPeriod"
}

/** Fact against plan or, failing that, against the period before. */
export type AttainmentSection = PlanAttainment | PriorPeriodComparison
