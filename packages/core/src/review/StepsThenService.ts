import * as Effect from "effect/Effect"
import type { NextStep } from "../client/DialogSchema.ts"
import type { NextStepEvent } from "../client/NextStep.ts"
import type { RecordKind } from "../journal/Aggregate.ts"
import { replay } from "../journal/Replay.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"

/**
 * Next steps as they stood when a period ended: a step that was overdue then was so though it was done or moved since, and one that nobody
 * had set yet was not. Reads the journals of those that bear on the period and were changed since.
 *
 * @param of - the kind, whole or in the fields that are asked for
 * @param steps - those that bear on it as they stand
 * @param to - the first day after the period
 * @param dayOf - the tenant's day of an instant
 * @param isAll - whether every step is to be told as it stood, not those alone that bear on what fell due; default false
 */
export const stepsThen = Effect.fnUntraced(function* <
  Step extends Pick<NextStep, "id" | "version" | "changedAt" | "textsVersion" | "dueOn" | "moves">,
>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<Step, NextStepEvent>,
  steps: ReadonlyArray<Step>,
  to: CalendarDate,
  dayOf: (instant: string) => CalendarDate,
  isAll = false,
) {
  const isLater = ({ changedAt, dueOn, moves }: Step): boolean =>
    dayOf(changedAt) >= to && (isAll || dueOn < to || moves > 0)
  const later = new Set(steps.flatMap((step) => (isLater(step) ? [step.id as string] : [])))
  if (later.size === 0) return steps
  const then = new Map<string, Step>()
  yield* eachStream(store, tenant, [...later], (id, rows) => {
    const stood = replay(
      of,
      rows.filter(({ occurredAt }) => dayOf(occurredAt) < to),
    )
    if (stood !== null) then.set(id, stood)
  })
  return steps.flatMap((step) => (later.has(step.id) ? (then.get(step.id) ?? []) : step))
})
