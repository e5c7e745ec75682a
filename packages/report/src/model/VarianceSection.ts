import type { Message } from "@salesdept/core/shared"
import type { ReportPeriod } from "./Figure.ts"

/** What one driver contributed to a variance. */
export interface DriverContribution {
  /** Stable id of the driver, such as `winRate`. */
  readonly driver: string
  /** Its name. */
  readonly name: Message
  /** Its contribution in whole minor units. */
  readonly amountMinor: number
  /** The driver's own figures ("61.7 % → 61.4 %"); null where there are none to show. */
  readonly figures: Message | null
}

/** The variance of one product or group, split by the same drivers. */
export interface VarianceOfGroup {
  /** The product's or group's name. */
  readonly name: string
  /** Its variance in minor units; its contributions sum to it. */
  readonly varianceMinor: number
  /** Contributions by driver id; a driver not named contributed nothing. */
  readonly contributions: { readonly [driver: string]: number }
}

/** Something that was seen with deals of a driver, and the part of its contribution that goes with it: no proof that it was the cause. */
export interface CauseFigures {
  /** What was seen ("Stated reason: Price"); null for all smaller ones together. */
  readonly name: Message | null
  /** The driver's name; null for all smaller ones together. */
  readonly driver: Message | null
  /** Deals of the driver that it was seen with; one deal may be seen with several. */
  readonly dealCount: number
  /** The part of the contribution in whole minor units. */
  readonly amountMinor: number
}

/** What goes with the contributions of a comparison. */
export interface CausesFigures {
  /** The largest first; none where nothing recorded goes with them. They sum to `explainedMinor`. */
  readonly rows: ReadonlyArray<CauseFigures>
  /** Their sum in minor units. */
  readonly explainedMinor: number
}

/** Two figures compared and the difference split into drivers that sum to it exactly. */
export interface VarianceComparison {
  /** What the fact is compared with. */
  readonly kind: "plan" | "priorPeriod"
  /** What is measured ("won amount by closing date"). */
  readonly measure: Message
  /** The period compared with; the same as `period` where `kind` is `plan`. */
  readonly basePeriod: ReportPeriod
  /** The period explained. */
  readonly period: ReportPeriod
  /** The base in minor units. */
  readonly baseMinor: number
  /** The fact in minor units. */
  readonly factMinor: number
  /** `factMinor − baseMinor`. */
  readonly varianceMinor: number
  /** The method's name and source ("LMDI-I, Ang 2005"). */
  readonly method: Message
  /** The level at which products were taken ("product", "product series"). */
  readonly level: Message
  /** Contributions in the order to show them; they sum to `varianceMinor`. */
  readonly contributions: ReadonlyArray<DriverContribution>
  /** The same by product or group, the largest first; their variances sum to `varianceMinor`. Empty where not split. */
  readonly groups: ReadonlyArray<VarianceOfGroup>
  /** What goes with the contributions; not there where it was not looked for. */
  readonly causes?: CausesFigures
  /** What must be known to read it: what was held equal, what the split cannot tell. */
  readonly notes: ReadonlyArray<Message>
}

/** Variances of the report. */
export interface VarianceSection {
  /** The comparisons, the latest first. */
  readonly comparisons: ReadonlyArray<VarianceComparison>
}
