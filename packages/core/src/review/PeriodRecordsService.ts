import * as Effect from "effect/Effect"
import { dialogAggregate } from "../client/Dialog.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { controlDayAggregate } from "../control/Watch.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { isInBase } from "../journal/Standing.ts"
import type { RecordFilter } from "../ports/RecordFilter.ts"
import { idOrder, indexKindOf } from "../ports/RecordFilter.ts"
import { eachPage, equals, oneOf, ranging } from "../ports/reading/ReadAll.ts"
import type { StoreReads } from "../ports/Store.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { compareCodePoints } from "../shared/CodePoints.ts"
import { isId } from "../shared/Ids.ts"
import type { IdKind, TenantId } from "../shared/Ids.ts"
import type { DateRange } from "../shared/Period.ts"
import { commitmentAggregate } from "./Commitment.ts"
import { findingAggregate } from "./FindingRecord.ts"
import { instantsAround } from "./InstantsAround.ts"

/** Ids asked for by one question. */
const idsAtOnce = 500

/** One condition after another, each of which lets some records in. */
interface Wanted {
  /** The field that is walked. */
  readonly by: string
  /** What must hold of a record. */
  readonly filters: ReadonlyArray<RecordFilter>
}

/** Those of a kind that pass one of the conditions or are named, each once: in the base, and in the order of ids, as a scan gives them. */
const gathered = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreReads,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  wanted: ReadonlyArray<Wanted>,
  ids: ReadonlyArray<string>,
) {
  const found = new Map<string, State>()
  const take = (records: ReadonlyArray<State>): void => {
    for (const record of records) if (isInBase(record)) found.set(record.id, record)
  }
  for (const { by, filters } of wanted) {
    const order = by === "id" ? idOrder : { field: by, kind: indexKindOf(of, by), direction: "asc" as const }
    yield* eachPage(store, tenant, of, filters, (page) => Effect.sync(() => take(page)), order)
  }
  const missing = ids.filter((id) => !found.has(id))
  for (let at = 0; at < missing.length; at += idsAtOnce) {
    take(yield* store.byIds(tenant, of, missing.slice(at, at + idsAtOnce)))
  }
  return [...found.values()].toSorted((left, right) => compareCodePoints(left.id, right.id))
})

const among = (kind: IdKind, ids: ReadonlyArray<string>): ReadonlyArray<string> => ids.filter((id) => isId(kind, id))

/** What was said or set about some deals and leads, a part of them at a time. */
const about = (recordIds: ReadonlyArray<string>): ReadonlyArray<Wanted> =>
  (["deal", "lead"] as const).flatMap((kind) => {
    const ids = among(kind, recordIds)
    const parts: Array<Wanted> = []
    for (let at = 0; at < ids.length; at += idsAtOnce) {
      parts.push({ by: "id", filters: [oneOf(`${kind}Id`, ids.slice(at, at + idsAtOnce))] })
    }
    return parts
  })

/** Whose records of a period are read, and which beside them. */
export interface PeriodReading {
  /** The store, or what an actor may see of it. */
  readonly store: StoreReads
  /** Whose. */
  readonly tenant: TenantId
  /** The days. */
  readonly period: DateRange
  /** Records of any kind that are read whatever their days. */
  readonly ids: ReadonlyArray<string>
}

/**
 * Dialogs that were held in a period, and some more around it.
 *
 * @param aboutIds - deals and leads of which all are read
 */
export const dialogsOf = ({ store, tenant, period, ids }: PeriodReading, aboutIds: ReadonlyArray<string>) => {
  const { from, to } = instantsAround(period)
  const held = { by: "heldAt", filters: [ranging(dialogAggregate, "heldAt", from, to)] }
  return gathered(store, tenant, dialogAggregate, [held, ...about(aboutIds)], among("dialog", ids))
}

/**
 * Next steps that were done or called off in a period, those that were due before it ended and not done by then, and those that may have
 * been, since they were moved; and some more around it.
 *
 * @param aboutIds - deals and leads of which all are read
 */
export const nextStepsOf = ({ store, tenant, period, ids }: PeriodReading, aboutIds: ReadonlyArray<string>) => {
  const { from, to } = instantsAround(period)
  const ending = (since: string, until: string | null) => ranging(nextStepAggregate, "doneAt", since, until)
  const due = (since: string | null, until: string | null) => ranging(nextStepAggregate, "dueOn", since, until)
  const wanted: ReadonlyArray<Wanted> = [
    { by: "id", filters: [equals("status", "open")] },
    { by: "doneAt", filters: [ending(from, to)] },
    { by: "doneAt", filters: [ending(to, null), due(null, period.to)] },
    { by: "doneAt", filters: [ending(to, null), due(period.to, null), ranging(nextStepAggregate, "moves", 1, null)] },
  ]
  return gathered(store, tenant, nextStepAggregate, [...wanted, ...about(aboutIds)], among("nextStep", ids))
}

/** Commitments that are due in a period. */
export const commitmentsOf = ({ store, tenant, period, ids }: PeriodReading) => {
  const due = { by: "dueOn", filters: [ranging(commitmentAggregate, "dueOn", period.from, period.to)] }
  return gathered(store, tenant, commitmentAggregate, [due], among("commitment", ids))
}

/** Findings of days in a period, and of longer ones that end in it. */
export const findingsOf = ({ store, tenant, period, ids }: PeriodReading) => {
  const ends = ranging(findingAggregate, "periodTo", addDays(period.from, 1), addDays(period.to, 1))
  return gathered(store, tenant, findingAggregate, [{ by: "periodTo", filters: [ends] }], among("finding", ids))
}

/** Days of a period that the watch of control counted. */
export const controlDaysOf = ({ store, tenant, period, ids }: PeriodReading) => {
  const days = { by: "day", filters: [ranging(controlDayAggregate, "day", period.from, period.to)] }
  return gathered(store, tenant, controlDayAggregate, [days], among("controlDay", ids))
}
