import * as Schema from "effect/Schema"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { workCalendarProblems } from "../../shared/WorkCalendarProblems.ts"
import { textField } from "./FieldSchema.ts"
import { check } from "./Input.ts"

const hours = Schema.Array(Schema.Struct({ fromMinute: Schema.Int, toMinute: Schema.Int }))

/** A working calendar as a part of the configuration. */
export const workCalendarField = Schema.Struct({
  id: textField(100),
  version: Schema.Int,
  source: textField(2000),
  validFrom: Schema.String,
  validTo: Schema.String,
  week: Schema.Array(hours),
  extraDayHours: hours,
  shortByMinutes: Schema.Int,
  exceptions: Schema.Array(
    Schema.Struct({
      on: Schema.String,
      kind: Schema.Literals(["off", "short", "work"]),
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
