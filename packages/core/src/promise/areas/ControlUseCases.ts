import { assignmentRunAggregate, repIntakeAggregate } from "../../control/AssignmentRecords.ts"
import { controlMarkAggregate } from "../../control/ControlMark.ts"
import { handOverAggregate } from "../../control/HandOver.ts"
import { slaClockAggregate } from "../../control/SlaClock.ts"
import { controlDayAggregate, controlWatchAggregate } from "../../control/Watch.ts"
import { controlCommands, controlQueries } from "../../control/service.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"

/** Use cases over control of the whole base. */
export const controlUseCases = {
  /** What was parked or snoozed, record by record. Read only; `control.park`, `control.snooze` change it. */
  controlMarks: recordQueries(controlMarkAggregate),
  /** What was handed over when people left, each with its way back. Read only. */
  handOvers: recordQueries(handOverAggregate),
  /** How leads were given out by rule, with what decided. Read only. */
  assignmentRuns: recordQueries(assignmentRunAggregate),
  /** How much each person was given lately. Read only. */
  repIntakes: recordQueries(repIntakeAggregate),
  /** Agreed times of answers that run or have stopped. Read only. */
  slaClocks: recordQueries(slaClockAggregate),
  /** What is watched of records that change by time alone. Read only. */
  controlWatches: recordQueries(controlWatchAggregate),
  /** The partition of the base, day by day. Read only. */
  controlDays: recordQueries(controlDayAggregate),
  /** Every lead, client and deal in exactly one state: the list of work, coverage, parking, hand-over, assignment. */
  control: { ...controlQueries, ...controlCommands },
} as const
