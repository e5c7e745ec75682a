import * as Schema from "effect/Schema"
import { calendarField, dateField, idField, instantField, rateField } from "../../ports/input/FieldSchema.ts"
import { check } from "../../ports/input/Input.ts"
import { creditMoments } from "../facts/CreditRule.ts"
import { planBaselines } from "./PlanSchema.ts"

const rangeField = Schema.Struct({ from: dateField, to: dateField })

const absenceFields = { absences: Schema.optionalKey(Schema.Array(rangeField)) }

const repTimeFields = { ...absenceFields, ramp: Schema.optionalKey(Schema.Array(Schema.Finite)) }

const repsField = Schema.Record(Schema.String, Schema.Struct(repTimeFields))

/** Of `plans.norms`. */
export const normsQuestion = Schema.Struct({
  planId: idField("plan"),
  period: Schema.String,
  history: rangeField,
  on: Schema.optionalKey(dateField),
  calendar: calendarField,
  steps: Schema.optionalKey(Schema.Array(Schema.Literals(creditMoments))),
  measure: Schema.optionalKey(Schema.String),
  rates: Schema.optionalKey(Schema.Array(rateField)),
  leastCases: Schema.optionalKey(Schema.Finite),
  reps: Schema.optionalKey(Schema.Record(Schema.String, Schema.Struct(absenceFields))),
})

const planned = Schema.Finite.check(
  check<number>("plan.negative", { en: "must be 0 or more", ru: "должно быть 0 или больше" }, (value) => value >= 0),
)

const plannedShare = Schema.Finite.check(
  check<number>(
    "plan.share",
    { en: "must be 0 to 1", ru: "должно быть от 0 до 1" },
    (value) => value >= 0 && value <= 1,
  ),
)

const scopedTo = Schema.optionalKey(Schema.NullOr(Schema.String))

/** Fields of the question that `plans.variance` answers, of which other areas make their own. */
export const varianceFields = {
  period: Schema.String,
  basePeriod: Schema.optionalKey(Schema.String),
  plan: Schema.optionalKey(
    Schema.Union([
      Schema.Literal("targets"),
      Schema.Struct({
        closedDeals: planned,
        winRate: plannedShare,
        averageDealMinor: Schema.Finite,
        targetMinor: Schema.optionalKey(Schema.Finite),
      }),
    ]),
  ),
  scope: Schema.optionalKey(
    Schema.Struct({ product: scopedTo, owner: scopedTo, pipeline: scopedTo, client: scopedTo }),
  ),
  method: Schema.optionalKey(Schema.Literals(["lmdi", "shapley", "sequential"])),
  planId: Schema.optionalKey(idField("plan")),
  knownAt: Schema.optionalKey(instantField),
  rates: Schema.optionalKey(Schema.Array(rateField)),
  calendar: Schema.optionalKey(calendarField),
  reps: Schema.optionalKey(repsField),
  evidence: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        cause: Schema.String,
        name: Schema.Struct({ en: Schema.String, ru: Schema.String }),
        source: Schema.Literals(["controlState", "lostReason", "stageTime", "finding", "script"]),
        driver: Schema.String,
        dealIds: Schema.Array(Schema.String),
        seen: Schema.Literals(["beforeOutcome", "atClose", "statedReason"]),
        bears: Schema.optionalKey(Schema.Literals(["for", "against"])),
      }),
    ),
  ),
}

/** Of `plans.variance`. */
export const varianceQuestion = Schema.Struct(varianceFields)

const seasonsField = Schema.optionalKey(
  Schema.Array(Schema.Finite).check(
    check<ReadonlyArray<number>>(
      "plan.seasons",
      { en: "must be twelve numbers of 0 or more, not all 0", ru: "ожидается двенадцать чисел от нуля, не все нули" },
      (seasons) =>
        seasons.length === 12 && seasons.every((season) => season >= 0) && seasons.some((season) => season > 0),
    ),
  ),
)

/** Of `plans.attainment`. */
export const attainmentQuestion = Schema.Struct({
  planId: idField("plan"),
  on: Schema.optionalKey(dateField),
  knownAt: Schema.optionalKey(instantField),
  periods: Schema.optionalKey(Schema.Array(Schema.String)),
  baseline: Schema.optionalKey(Schema.Literals(planBaselines)),
  calendar: Schema.optionalKey(calendarField),
  seasons: seasonsField,
  rates: Schema.optionalKey(Schema.Array(rateField)),
  withIds: Schema.optionalKey(Schema.Boolean),
})

const methodField = Schema.Literals(["hazard", "stageHazard", "stageHistory"])

// Bounds of numbers are told by what counts with them.
const numberField = Schema.optionalKey(Schema.Finite)

/** Of `plans.forecast`. */
export const forecastQuestion = Schema.Struct({
  planId: idField("plan"),
  period: Schema.String,
  on: Schema.optionalKey(dateField),
  knownAt: Schema.optionalKey(instantField),
  method: Schema.optionalKey(methodField),
  shock: numberField,
  draws: numberField,
  seed: numberField,
  level: numberField,
  closingsRecordedFrom: Schema.optionalKey(dateField),
  calls: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        repId: Schema.NullOr(Schema.String),
        calledBy: Schema.String,
        category: Schema.Literals(["commit", "bestCase", "pipeline"]),
        amountMinor: Schema.Finite,
      }),
    ),
  ),
  rates: Schema.optionalKey(Schema.Array(rateField)),
})

const planAsOf = { planId: idField("plan"), on: dateField, knownAt: Schema.optionalKey(instantField) }

/** Of `plans.baselines`. */
export const baselinesQuestion = Schema.Struct(planAsOf)

/** Of `plans.inForce`. */
export const inForceQuestion = Schema.Struct({
  ...planAsOf,
  baseline: Schema.optionalKey(Schema.Literals(planBaselines)),
})

/** Of `plans.askedBy`. */
export const askedByQuestion = Schema.Struct({ reviewId: Schema.String })

/** Of `plans.diff`. */
export const diffQuestion = Schema.Struct({ planId: idField("plan"), from: Schema.Int, to: Schema.Int })

/** Of `plans.backTest`. */
export const backTestQuestion = Schema.Struct({
  planId: idField("plan"),
  periods: Schema.Array(Schema.String),
  season: Schema.Finite,
  at: Schema.optionalKey(Schema.Array(Schema.Finite)),
  on: Schema.optionalKey(dateField),
  methods: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        id: Schema.String,
        how: Schema.Union([
          Schema.Literals(["naive", "seasonalNaive", "runRate"]),
          Schema.Struct({ method: methodField, shock: Schema.Finite }),
        ]),
      }),
    ),
  ),
  closingsRecordedFrom: Schema.optionalKey(dateField),
  draws: numberField,
  seed: numberField,
  rates: Schema.optionalKey(Schema.Array(rateField)),
})

/** Of `plans.replan`. */
export const replanQuestion = Schema.Struct({
  planId: idField("plan"),
  past: Schema.Array(Schema.String),
  remaining: Schema.Array(Schema.String),
  on: Schema.optionalKey(dateField),
  measure: Schema.optionalKey(Schema.String),
  timingMinor: numberField,
  carryTiming: numberField,
  carryStructural: numberField,
  carrySurplus: numberField,
  objective: Schema.optionalKey(
    Schema.Struct({ capacity: Schema.Finite, pipeline: Schema.Finite, currentPlan: Schema.Finite }),
  ),
  constraints: Schema.optionalKey(
    Schema.Struct({ mostGrowth: numberField, mostCut: numberField, fairness: numberField }),
  ),
  reps: Schema.optionalKey(
    Schema.Record(
      Schema.String,
      Schema.Struct({ ...repTimeFields, readiness: numberField, floorMinor: numberField, ceilingMinor: numberField }),
    ),
  ),
  periods: Schema.optionalKey(
    Schema.Record(Schema.String, Schema.Struct({ season: numberField, ceilingMinor: numberField })),
  ),
  stepMinor: numberField,
  calendar: Schema.optionalKey(calendarField),
  seasons: seasonsField,
  rates: Schema.optionalKey(Schema.Array(rateField)),
  baseline: Schema.optionalKey(Schema.Literals(["current", "proposal", "scenario"])),
  reasons: Schema.Array(
    Schema.Struct({ code: Schema.String, reviewId: Schema.optionalKey(Schema.NullOr(Schema.String)) }),
  ),
})
