import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { currencyField, idField, minorFromZero, opaqueId } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"
import type { PlanId, RepId } from "../shared/Ids.ts"

/** What one rep is to sell in one quarter. */
export interface Target {
  /** The rep. */
  readonly ownerId: RepId
  /** Calendar quarter, such as `2026-Q3`. */
  readonly quarter: string
  /** Amount to be won, minor units of the plan's currency. */
  readonly amountMinor: number
}

/** A sales plan: targets of won money by rep and quarter. A later version replaces the whole; none is ever deleted. */
export interface Plan extends RecordState {
  readonly id: PlanId
  /** ISO 4217 code of all targets. */
  readonly currency: string
  /** Targets, each rep and quarter at most once. */
  readonly targets: ReadonlyArray<Target>
}

const quarterField = Schema.String.check(
  check("quarter.shape", { en: "must be a quarter such as 2026-Q3", ru: "ожидается квартал вида 2026-Q3" }, (text) =>
    /^\d{4}-Q[1-4]$/.test(text),
  ),
)

/** Input of `plans.publish`. Up to 10,000 targets (inclusive). */
export const PublishPlan = Schema.Struct({
  id: idField("plan"),
  currency: currencyField,
  targets: Schema.Array(Schema.Struct({ ownerId: opaqueId, quarter: quarterField, amountMinor: minorFromZero })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(10_000),
    check<ReadonlyArray<Target>>(
      "targets.repeated",
      { en: "a rep has two targets for one quarter", ru: "у менеджера две цели на один квартал" },
      (targets) => new Set(targets.map(({ ownerId, quarter }) => `${quarter} ${ownerId}`)).size === targets.length,
    ),
  ),
})

/** Decoded input of `plans.publish`. */
export type PublishPlan = typeof PublishPlan.Type
