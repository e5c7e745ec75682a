import * as Effect from "effect/Effect"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent, JournalEvent } from "../journal/Event.ts"
import { replay } from "../journal/Replay.ts"
import { dealInCurrency } from "../plan/facts/DealInCurrency.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import { invoiceAggregate, openInstalments } from "../settlement/Invoice.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import { invoiceOn } from "../settlement/SettlementTimes.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { DateRange } from "../shared/Period.ts"
import { isBeforeDay } from "./InstantsAround.ts"
import type { StoodDeal, SummaryContext, SummedLead } from "./SummaryFacts.ts"

/**
 * A record as it stood when a day began. Of one that came into the base later, how it came is the oldest that is known; what is dated ahead
 * of the time it was recorded had happened by then.
 */
const stoodBefore = <State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  rows: ReadonlyArray<JournalEvent>,
  isEarlier: (instant: string) => boolean,
): { readonly record: State | null; readonly wasThere: boolean } => {
  const then = rows.filter(({ occurredAt, recordedAt }) => isEarlier(occurredAt) || isEarlier(recordedAt))
  return { record: replay(of, then.length === 0 ? rows.slice(0, 1) : then), wasThere: then.length > 0 }
}

/** Whether a deal was over when a day began, as far as is known: an end on no known day was never open. */
const isOver = ({ closedOn, outcome }: Deal, day: CalendarDate): boolean =>
  closedOn === null ? outcome !== "open" : closedOn < day

/**
 * Deals as they stood when a period ended: by whom they were looked after, and those that were not over whose they were and what they were to
 * bring. A result is as it is known. With them, those that were open when the period began and have changed since, as they stood then. Reads
 * the journals of deals that changed since the one or the other, of those that were there.
 *
 * @param deals - as they stand
 * @param period - the days
 * @param context - the currency into which amounts are put by rates that were frozen by then, and the zone
 */
export const dealsOfThen = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  deals: ReadonlyArray<Deal>,
  { from, to }: DateRange,
  { currency, dayOf }: Pick<SummaryContext, "currency" | "dayOf">,
) {
  const [isEarlier, isBeforeEnd] = [isBeforeDay(from, dayOf), isBeforeDay(to, dayOf)]
  const worth = (deal: Deal, on: CalendarDate): Deal => dealInCurrency(deal, { currency, rates: [], on })
  const atStart: Array<StoodDeal> = []
  const atEnd = new Map<string, Partial<Pick<Deal, "ownerId" | "sellerId" | "amount">>>()
  const isOpenedBy = ({ openedOn }: Deal, day: CalendarDate): boolean => openedOn !== null && openedOn < day
  const changed = new Map<string, Deal>(
    deals
      .filter(
        (deal) =>
          deal.version > 1 &&
          (isBeforeEnd(deal.changedAt)
            ? !isEarlier(deal.changedAt) && isOpenedBy(deal, from) && !isOver(deal, from)
            : deal.openedOn === null || isOpenedBy(deal, to)),
      )
      .map((deal) => [deal.id, deal]),
  )
  yield* eachStream(store, tenant, [...changed.keys()], (id, rows) => {
    const deal = changed.get(id)
    if (deal === undefined) return
    if (isOpenedBy(deal, from) && !isOver(deal, from)) {
      const { record: then, wasThere } = stoodBefore(dealAggregate, rows, isEarlier)
      if (then !== null && (wasThere || then.outcome === "open")) {
        const { ownerId, sellerId } = then
        atStart.push({ dealId: id, ownerId, sellerId, amount: worth(then, from).amount })
      }
    }
    if (isBeforeEnd(deal.changedAt)) return
    const { record: then, wasThere } = stoodBefore(dealAggregate, rows, isBeforeEnd)
    if (then === null) return
    const { ownerId, sellerId } = then
    const isKnown = isOver(deal, to) || (!wasThere && then.outcome !== "open")
    atEnd.set(id, isKnown ? { ownerId } : { ownerId, sellerId, amount: worth(then, to).amount })
  })
  const stood = deals.map((deal): Deal => {
    const known = worth(deal, to)
    const then = atEnd.get(deal.id)
    return then === undefined ? known : { ...known, ...then }
  })
  return { deals: stood, dealsAtStart: atStart }
})

/**
 * Leads with who held them when a period ended; what nobody held then is nobody's, whoever took it since. Reads the journals of those that were
 * there, not closed before the period, and have changed since it ended.
 *
 * @param of - the kind, in the fields that are asked for
 * @param leads - as they stand
 * @param period - the days
 * @param dayOf - the tenant's day of an instant
 */
export const leadsOfThen = Effect.fnUntraced(function* <Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<SummedLead, Event>,
  leads: ReadonlyArray<SummedLead>,
  { from, to }: DateRange,
  dayOf: SummaryContext["dayOf"],
) {
  const [isEarlier, isBeforeEnd] = [isBeforeDay(from, dayOf), isBeforeDay(to, dayOf)]
  const changed = leads.filter(
    ({ version, changedAt, receivedAt, closedAt }) =>
      version > 1 && !isBeforeEnd(changedAt) && isBeforeEnd(receivedAt) && (closedAt === null || !isEarlier(closedAt)),
  )
  const heldBy = new Map<string, SummedLead["ownerId"]>()
  const ids = changed.map(({ id }) => id)
  yield* eachStream(store, tenant, ids, (id, rows) => {
    const { record } = stoodBefore(of, rows, isBeforeEnd)
    if (record !== null) heldBy.set(id, record.ownerId)
  })
  return leads.map((lead): SummedLead => {
    const ownerId = heldBy.get(lead.id)
    return ownerId === undefined ? lead : { ...lead, ownerId }
  })
})

/**
 * Invoices with the days on which their instalments were due when a period ended: what was put off since was due all the same. A day that was
 * not known then is as it is known. Reads the journals of those that had something open then and have changed since.
 *
 * @param invoices - as they stand
 * @param period - the days
 * @param dayOf - the tenant's day of an instant
 */
export const invoicesOfThen = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  invoices: ReadonlyArray<Invoice>,
  { to }: DateRange,
  dayOf: SummaryContext["dayOf"],
) {
  const isBeforeEnd = isBeforeDay(to, dayOf)
  const lastDay = addDays(to, -1)
  const wasOpen = (invoice: Invoice): boolean => {
    const then = invoiceOn(invoice, lastDay)
    return then !== null && openInstalments(then).length > 0
  }
  const changed = new Map<string, Invoice>(
    invoices
      .filter((invoice) => invoice.version > 1 && !isBeforeEnd(invoice.changedAt) && wasOpen(invoice))
      .map((invoice) => [invoice.id, invoice]),
  )
  const stood = new Map<string, Invoice["instalments"]>()
  yield* eachStream(store, tenant, [...changed.keys()], (id, rows) => {
    const { record, wasThere } = stoodBefore(invoiceAggregate, rows, isBeforeEnd)
    if (record === null || !wasThere) return
    const known = new Map(changed.get(id)?.instalments.map(({ no, dueOn }) => [no, dueOn]))
    stood.set(
      id,
      record.instalments.map((one) => (one.dueOn === null ? { ...one, dueOn: known.get(one.no) ?? null } : one)),
    )
  })
  return invoices.map((invoice): Invoice => {
    const instalments = stood.get(invoice.id)
    return instalments === undefined ? invoice : { ...invoice, instalments }
  })
})
