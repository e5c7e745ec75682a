import * as Schema from "effect/Schema"
import { dateField, idField, instantField, rateField } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { creditMoments } from "./CreditRule.ts"

const hoursShape = Schema.Array(Schema.Struct({ fromMinute: Schema.Number, toMinute: Schema.Number }))

const isWorkCalendar = Schema.is(
  Schema.Struct({
    id: Schema.String,
    version: Schema.Number,
    source: Schema.String,
    validFrom: dateField,
    validTo: dateField,
    week: Schema.Array(hoursShape),
    extraDayHours: hoursShape,
    shortByMinutes: Schema.Number,
    exceptions: Schema.Array(
      Schema.Struct({
        on: dateField,
        kind: Schema.Literals(["off", "short", "work"]),
        movedFrom: Schema.optional(dateField),
      }),
    ),
  }),
)

/** A working calendar as it is given, not a copy: what is derived from it is remembered by the object. */
const calendarField = Schema.Unknown.pipe(
  Schema.refine((value): value is WorkCalendar => isWorkCalendar(value), {
    salesdeptProblem: {
      code: "calendar.shape",
      message: {
        en: "must be a working calendar such as ruCalendar",
        ru: "ожидается рабочий календарь, например ruCalendar",
      },
    },
  }),
)

const rangeField = Schema.Struct({ from: dateField, to: dateField })

const repsField = Schema.Record(
  Schema.String,
  Schema.Struct({
    absences: Schema.optionalKey(Schema.Array(rangeField)),
    ramp: Schema.optionalKey(Schema.Array(Schema.Finite)),
  }),
)

/** Of `plans.norms`. */
export const normsQuestion = Schema.Struct({
  planId: idField("plan"),
  period: Schema.String,
  history: rangeField,
  on: Schema.optionalKey(dateField),
  calendar: calendarField,
  steps: Schema.optionalKey(Schema.Array(Schema.Literals(creditMoments))),
  measure: Schema.optionalKey(Schema.String),
  leastCases: Schema.optionalKey(Schema.Finite),
  reps: Schema.optionalKey(repsField),
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
    Schema.Struct({
      closedDeals: planned,
      winRate: plannedShare,
      averageDealMinor: Schema.Finite,
      targetMinor: Schema.optionalKey(Schema.Finite),
    }),
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
