import * as Schema from "effect/Schema"
import { opaqueId, slug } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { workCalendarField } from "../ports/input/WorkCalendarSchema.ts"

const minutes = (from: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${from} to 100000`, ru: `должно быть от ${from} до 100000` },
      (n) => n >= from && n <= 100_000,
    ),
  )

const target = Schema.Struct({ minutes: minutes(1), remindBeforeMinutes: minutes(0) }).check(
  check<{ readonly minutes: number; readonly remindBeforeMinutes: number }>(
    "sla.reminder",
    { en: "must remind after the start", ru: "напоминание должно быть позже начала" },
    ({ minutes: within, remindBeforeMinutes }) => remindBeforeMinutes < within,
  ),
)

const rung = Schema.Struct({
  id: slug,
  afterMinutes: minutes(0),
  to: Schema.Union([Schema.Literals(["owner", "mentor", "teamHead"]), Schema.Struct({ personId: opaqueId })]),
})

/** Agreed times of answers, as they are published. */
export const SlaPolicyInput = Schema.Struct({
  /** The tenant's working calendar with its holidays. */
  calendar: workCalendarField,
  /** For the first answer to a new lead; none agreed where left out. */
  firstResponse: Schema.optionalKey(target),
  /** For every later answer; none agreed where left out. */
  rollingResponse: Schema.optionalKey(target),
  /** The ladder, by time; 50 rungs at most. */
  escalation: Schema.Array(rung).check(
    Schema.isMaxLength(50),
    check<ReadonlyArray<{ readonly id: string; readonly afterMinutes: number }>>(
      "escalation.order",
      {
        en: "rungs must have different names and follow each other in time",
        ru: "ступени должны идти по времени и называться по-разному",
      },
      (rungs) =>
        new Set(rungs.map(({ id }) => id)).size === rungs.length &&
        rungs.every(({ afterMinutes }, i) => i === 0 || afterMinutes >= (rungs[i - 1]?.afterMinutes ?? 0)),
    ),
  ),
})
