import * as Schema from "effect/Schema"
import { messageField, slug } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { workCalendarField } from "../ports/input/WorkCalendarSchema.ts"

const whole = (code: string, least: number, most: number) =>
  Schema.Int.check(
    check(
      code,
      { en: `must be ${least} to ${most}`, ru: `должно быть от ${least} до ${most}` },
      (n) => n >= least && n <= most,
    ),
  )

const step = Schema.Struct({
  /** Short name, unique on the ladder. */
  id: slug,
  /** Name for people. */
  name: messageField,
  /** When, in days after the day an instalment is due; negative before it, 0 on the day itself. −365 to 365 (inclusive). */
  days: whole("reminder.days", -365, 365),
  /** Who is reminded. */
  to: Schema.Literals(["client", "rep", "head"]),
})

/** Rules of settlement, as a part of the department's configuration. */
export const SettlementPolicyInput = Schema.Struct({
  /**
   * Calendar by which working days are counted: `ru`, the Russian one for the years it is published for, or `fiveDay`, Monday to
   * Friday without holidays. Where it is left out with `calendar`, instalments that count working days are refused.
   */
  calendarId: Schema.optionalKey(Schema.Literals(["ru", "fiveDay"])),
  /** A calendar of the department's own, which counts in place of `calendarId`; none where left out. */
  calendar: Schema.optionalKey(workCalendarField),
  /**
   * The reminder ladder, for every instalment; none where left out. When a changed ladder is published, the next tick plans
   * every open invoice by it; nothing that was sent is sent again.
   */
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
  /** Minute of the tenant's day at which reminders fall due, 0 to 1439 (inclusive). Default 540, nine in the morning. */
  remindAtMinute: Schema.optionalKey(whole("reminder.minute", 0, 1439)),
  /**
   * Days after a promised day on which it is judged whether the promise was kept, since bank statements come later than money; 0
   * to 30 (inclusive). Default 0: on the morning after. Only money that came in by the promised day counts.
   */
  promiseGraceDays: Schema.optionalKey(whole("promise.graceDays", 0, 30)),
})
