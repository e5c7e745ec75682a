import * as Effect from "effect/Effect"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { JournalEvent } from "../journal/Event.ts"
import { eventsBy, replay } from "../journal/Replay.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { DateRange } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import type { CreditMove } from "./ReviewFacts.ts"
import type { StalledDeal } from "./rules/StalledByHistory.ts"

/** Credit that was split anew within some days, while the deal was closed. */
const creditMovesOf = (
  dealId: string,
  rows: ReadonlyArray<JournalEvent>,
  { from, to }: DateRange,
  dayOf: (instant: string) => CalendarDate,
): ReadonlyArray<CreditMove> =>
  rows.flatMap(({ type, actor, occurredAt }, at) => {
    const movedOn = dayOf(occurredAt)
    if (type !== "DealCreditSplit" || movedOn < from || movedOn >= to) return []
    const before = replay(dealAggregate, rows.slice(0, at))
    return before === null || before.outcome === "open" ? [] : [{ dealId, personId: actor, movedOn }]
  })

/**
 * What only the journal of deals tells: who held those that stalled when they did, and credit that was moved after the close. Read are the
 * journals of deals that stalled, and of those that are or were closed and changed since the days began.
 */
export const readDealPast = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  deals: ReadonlyArray<Deal>,
  stalled: ReadonlyArray<StalledDeal>,
  days: DateRange,
  timeZone: string,
) {
  const dayOf = (instant: string): CalendarDate => localDateOf(instant, timeZone)
  const sinceOf = new Map(stalled.map(({ id, since }) => [id, since]))
  const stalledHolders: { [dealId: string]: string | null } = {}
  const creditMoves: Array<CreditMove> = []
  const told = deals.filter(
    ({ id, version, outcome, reopenedOn, changedAt }) =>
      version > 1 &&
      (sinceOf.has(id) || ((outcome !== "open" || reopenedOn !== null) && dayOf(changedAt) >= days.from)),
  )
  yield* eachStream(
    store,
    tenant,
    told.map(({ id }) => id),
    (id, rows) => {
      creditMoves.push(...creditMovesOf(id, rows, days, dayOf))
      const since = sinceOf.get(id)
      if (since === undefined) return
      const end = instantOf(epochMsOf(startOfDay(addDays(since, 1), timeZone)) - 1)
      const then = eventsBy(rows, end, undefined)
      // Of one that came into the base later, only who held it when it came is known.
      stalledHolders[id] = replay(dealAggregate, then.length === 0 ? rows.slice(0, 1) : then)?.ownerId ?? null
    },
  )
  return { stalledHolders, creditMoves }
})
