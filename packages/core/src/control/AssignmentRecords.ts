import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { AssignmentRun, RepIntake } from "./AssignmentSchema.ts"

/** Leads found their owners, or had to wait. */
export type LeadsAssigned = DomainEvent<
  "LeadsAssigned",
  Omit<AssignmentRun, keyof RecordState> & Pick<AssignmentRun, "id">
>

/** Runs of assignment as a kind of record. */
export const assignmentRunAggregate: Aggregate<AssignmentRun, LeadsAssigned, "handOverId"> = {
  kind: "assignmentRun",
  indexes: ["handOverId"],
  // It holds how much every person carries, and how their deals ended.
  ownership: "nobody",
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}

/** A person received leads by assignment. */
export type LeadsReceived = DomainEvent<
  "LeadsReceived",
  {
    readonly id: RepIntake["id"]
    readonly personId: RepId
    readonly on: CalendarDate
    readonly count: number
  }
>

/** Days that are kept; fairness counts no more. */
const keptDays = 366

/** What people received as a kind of record. */
export const repIntakeAggregate: Aggregate<RepIntake, LeadsReceived, "personId"> = {
  kind: "repIntake",
  indexes: ["personId"],
  ownership: { field: "personId" },
  evolve: (before, event, { version, occurredAt }) => {
    const { id, personId, on, count } = event.payload
    const earlier = before?.days ?? []
    const known = earlier.find((day) => day.on === on)?.count ?? 0
    const first = addDays(on, -keptDays)
    const days = [...earlier.filter((day) => day.on !== on && day.on > first), { on, count: known + count }].sort(
      (left, right) => (left.on < right.on ? -1 : 1),
    )
    return { id, personId, days, version, textsVersion: 0, changedAt: occurredAt }
  },
}

/** Leads received in so many days up to and with a day. */
export const receivedIn = ({ days }: Pick<RepIntake, "days">, today: CalendarDate, lastDays: number): number =>
  days.reduce((sum, { on, count }) => (on > addDays(today, -lastDays) && on <= today ? sum + count : sum), 0)
