import * as Schema from "effect/Schema"
import { messageField, slug } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"

const whole = (code: string, least: number, most: number) =>
  Schema.Int.check(
    check(
      code,
      { en: `must be ${least} to ${most}`, ru: `должно быть от ${least} до ${most}` },
      (n) => n >= least && n <= most,
    ),
  )

const step = Schema.Struct({
  id: slug,
  name: messageField,
  days: whole("reminder.days", -365, 365),
  to: Schema.Literals(["client", "rep", "head"]),
})

/** Rules of settlement, as a part of the department's configuration. */
export const SettlementPolicyInput = Schema.Struct({
  calendarId: Schema.optionalKey(Schema.Literals(["ru", "fiveDay"])),
  reminders: Schema.optionalKey(
    Schema.Array(step).check(
      check<ReadonlyArray<unknown>>(
        "reminders.count",
        { en: "must be at most 50 steps", ru: "должно быть не больше 50 шагов" },
        (steps) => steps.length <= 50,
      ),
      check<ReadonlyArray<{ readonly id: string }>>(
        "reminders.repeatedId",
        { en: "two steps have the same id", ru: "у двух шагов один идентификатор" },
        (steps) => new Set(steps.map(({ id }) => id)).size === steps.length,
      ),
    ),
  ),
  remindAtMinute: Schema.optionalKey(whole("reminder.minute", 0, 1439)),
  promiseGraceDays: Schema.optionalKey(whole("promise.graceDays", 0, 30)),
})
