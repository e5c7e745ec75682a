import { assignmentRunAggregate, repIntakeAggregate } from "../../control/AssignmentRecords.ts"
import { controlMarkAggregate } from "../../control/ControlMark.ts"
import { handOverAggregate } from "../../control/HandOver.ts"
import { slaClockAggregate } from "../../control/SlaClock.ts"
import { controlDayAggregate, controlWatchAggregate } from "../../control/Watch.ts"
import { controlCommands, controlQueries } from "../../control/service.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"

/** Use cases over control of the whole base. */
interface ControlUseCases {
  /** What was parked or snoozed, record by record. Read only; `control.park`, `control.snooze` change it. */
  readonly controlMarks: QueriesOf<typeof controlMarkAggregate>
  /** What was handed over when people left, each with its way back. Read only. */
  readonly handOvers: QueriesOf<typeof handOverAggregate>
  /** How leads were given out by rule, with what decided. Read only. */
  readonly assignmentRuns: QueriesOf<typeof assignmentRunAggregate>
  /** How much each person was given lately. Read only. */
  readonly repIntakes: QueriesOf<typeof repIntakeAggregate>
  /** Agreed times of answers that run or have stopped. Read only. */
  readonly slaClocks: QueriesOf<typeof slaClockAggregate>
  /** What is watched of records that change by time alone. Read only. */
  readonly controlWatches: QueriesOf<typeof controlWatchAggregate>
  /** The partition of the base, day by day. Read only. */
  readonly controlDays: QueriesOf<typeof controlDayAggregate>
  /** Every lead, client and deal in exactly one state: the list of work, coverage, parking, hand-over, assignment. */
  readonly control: typeof controlQueries & typeof controlCommands
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const controlUseCases: ControlUseCases = {
  controlMarks: recordQueries(controlMarkAggregate),
  handOvers: recordQueries(handOverAggregate),
  assignmentRuns: recordQueries(assignmentRunAggregate),
  repIntakes: recordQueries(repIntakeAggregate),
  slaClocks: recordQueries(slaClockAggregate),
  controlWatches: recordQueries(controlWatchAggregate),
  controlDays: recordQueries(controlDayAggregate),
  control: { ...controlQueries, ...controlCommands },
}
