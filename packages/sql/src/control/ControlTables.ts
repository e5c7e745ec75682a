import {
  assignmentRunAggregate,
  controlDayAggregate,
  controlMarkAggregate,
  controlWatchAggregate,
  handOverAggregate,
  repIntakeAggregate,
  slaClockAggregate,
} from "@salesdept/core/records"
import { date, instant, integer, json, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** What people decided about records under control. */
export const controlMarkTable = recordTable(controlMarkAggregate, {
  subjectKind: text(),
  subjectId: text(),
  parking: nullable(json()),
  snoozes: json(),
  ruledOut: nullable(json()),
})

/** Changes of hands. */
export const handOverTable = recordTable(handOverAggregate, {
  cause: text(),
  personId: nullable(person()),
  returnOn: nullable(date()),
  nextReturnAt: nullable(instant()),
  moves: json(),
  lastDays: json(),
  status: text(),
  handedAt: instant(),
  undoneAt: nullable(instant()),
  keptIds: json(),
})

/** Runs of assignment. */
export const assignmentRunTable = recordTable(assignmentRunAggregate, {
  moment: json(),
  policy: json(),
  items: json(),
  candidates: json(),
  decided: json(),
  handOverId: nullable(text()),
})

/** What reps received. */
export const repIntakeTable = recordTable(repIntakeAggregate, { personId: person(), days: json() })

/** Clocks of answers. */
export const slaClockTable = recordTable(slaClockAggregate, {
  subjectKind: text(),
  subjectId: text(),
  kind: text(),
  startedAt: instant(),
  remindAt: nullable(instant()),
  dueAt: instant(),
  rungs: json(),
  remindedAt: nullable(instant()),
  breachedAt: nullable(instant()),
  fired: json(),
  status: text(),
  stoppedAt: nullable(instant()),
  nextAt: nullable(instant()),
})

/** The watch of each tenant. */
export const controlWatchTable = recordTable(controlWatchAggregate, {
  everyMinutes: integer(),
  assignsLeads: json(),
  seenUntil: instant(),
  nextSweepAt: nullable(instant()),
  nextDayAt: nullable(instant()),
})

/** Counted days. */
export const controlDayTable = recordTable(controlDayAggregate, {
  day: date(),
  personId: nullable(person()),
  needing: integer(),
  byState: json(),
})
