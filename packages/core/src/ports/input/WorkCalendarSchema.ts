import * as Schema from "effect/Schema"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { workCalendarProblems } from "../../shared/WorkCalendarProblems.ts"
import { textField } from "./FieldSchema.ts"
import { check } from "./Input.ts"

const hours = Schema.Array(Schema.Struct({ fromMinute: Schema.Int, toMinute: Schema.Int }))

/** A working calendar as a part of the configuration. */
export const workCalendarField = Schema.Struct({
  /** Stable name, such as `ru`. */
  id: textField(100),
  /** Version of the data, 1 and up; a correction of published data is a new version. */
  version: Schema.Int,
  /** Where the data come from. */
  source: textField(2000),
  /** First day covered (inclusive). */
  validFrom: Schema.String,
  /** End of the days covered (exclusive). */
  validTo: Schema.String,
  /** Working hours of the days of the week: seven entries, Monday first. */
  week: Schema.Array(hours),
  /** Hours of a worked day that the week leaves free. */
  extraDayHours: hours,
  /** By how much a short day ends earlier, in minutes. */
  shortByMinutes: Schema.Int,
  /** Days that differ, each at most once; 10,000 at most. */
  exceptions: Schema.Array(
    Schema.Struct({
      /** The day. */
      on: Schema.String,
      /** What it is: not worked, worked for less time, or worked though the week leaves it free. */
      kind: Schema.Literals(["off", "short", "work"]),
      /** For a day off moved from another day: that day. None where left out. */
      movedFrom: Schema.optionalKey(Schema.String),
    }),
  ).check(Schema.isMaxLength(10_000)),
}).check(
  check<WorkCalendar>(
    "calendar.unsound",
    { en: "is not a sound working calendar", ru: "рабочий календарь составлен с ошибками" },
    (data) => workCalendarProblems(data).length === 0,
  ),
)
