import type { Aggregate, EventPosition } from "../journal/Aggregate.ts"
import type { HistoryMark } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"
import { unownedSince } from "../shared/Unowned.ts"
import type { DealCycle } from "./DealCycle.ts"
import type {
  DealEvent,
  DealImported,
  DealImported1,
  DealMoveAsserted,
  DealMoveAsserted1,
  DealMoved,
  DealOpened,
} from "./DealEvent.ts"
import type { DealFact, DealOutcome } from "./DealFact.ts"
import type { Deal } from "./DealSchema.ts"
import { resultOf } from "./Seller.ts"
import { withStay } from "./StageStay.ts"

const nothingSaid = {
  lines: [],
  amountFrom: "stated",
  creditShares: [],
  closeRate: null,
  cycles: [],
  earlierStays: [],
  reopenedOn: null,
  finishedOn: null,
  standing: "active",
  mergedIntoId: null,
  removedOn: null,
} as const

const opened = (event: DealOpened, { version, occurredAt }: EventPosition): Deal => ({
  ...event.payload,
  version,
  textsVersion: 0,
  changedAt: occurredAt,
  factsVersion: 0,
  enteredStageAt: occurredAt,
  outcome: "open",
  sellerId: event.payload.ownerId,
  closedById: null,
  unownedSince: unownedSince(null, event.payload.ownerId, occurredAt),
  closedOn: null,
  lostReasonId: null,
  sourceId: null,
  imported: null,
  ...nothingSaid,
})

const sameMoney = (left: Money | null, right: Money | null): boolean =>
  left?.amountMinor === right?.amountMinor && left?.currency === right?.currency

const reasonKept = (before: Deal | null, { lostReasonId, outcome }: DealImported["payload"]["kept"]): string | null => {
  if (outcome !== "lost") return null
  return lostReasonId === undefined ? (before?.lostReasonId ?? null) : lostReasonId
}

const imported = (before: Deal | null, event: DealImported, { version, occurredAt }: EventPosition): Deal => {
  const { id, sourceId, pipelineId, pipelineVersion, stated, kept } = event.payload
  return {
    textsVersion: before?.textsVersion ?? 0,
    factsVersion: before?.factsVersion ?? 0,
    expectedCloseOn: before?.expectedCloseOn ?? null,
    lines: before?.lines ?? [],
    // A source that states another amount than the lines come to has the last word: the lines stay as a record.
    amountFrom: before !== null && sameMoney(before.amount, kept.amount) ? before.amountFrom : "stated",
    creditShares: before?.creditShares ?? [],
    closeRate: kept.outcome === "open" ? null : (before?.closeRate ?? null),
    ...courseOf(before, kept.outcome, null),
    ...(before !== null && isLost(before, kept.outcome) ? { earlierStays: withStay(before, occurredAt) } : {}),
    // The source says where the deal is, not since when.
    enteredStageAt: event.payload.enteredStageAt ?? (before?.stageId === kept.stageId ? before.enteredStageAt : null),
    finishedOn: event.payload.finishedOn ?? (before?.stageId === kept.stageId ? before.finishedOn : null),
    ...kept,
    lostReasonId: reasonKept(before, kept),
    sellerId: before === null ? kept.ownerId : before.sellerId,
    closedById: before === null ? null : before.closedById,
    unownedSince: unownedSince(before, kept.ownerId, occurredAt),
    // What the source asserts is in the base, also where it had been voided.
    standing: "active",
    mergedIntoId: null,
    removedOn: null,
    id,
    version,
    changedAt: occurredAt,
    pipelineId,
    pipelineVersion,
    sourceId,
    imported: stated,
  }
}

/** Past courses of a deal: one is added where a closed deal is open again. */
const courseOf = (
  before: Deal | null,
  outcome: DealOutcome,
  reopenedOn: CalendarDate | null,
): Pick<Deal, "cycles" | "earlierStays" | "reopenedOn"> => {
  if (before === null) return { cycles: [], earlierStays: [], reopenedOn: null }
  if (before.outcome === "open" || outcome !== "open") {
    return { cycles: before.cycles, earlierStays: before.earlierStays, reopenedOn: before.reopenedOn }
  }
  const { closedOn, sellerId, stageId, lostReasonId, amount, closeRate } = before
  const openedOn = before.cycles.length === 0 ? before.openedOn : before.reopenedOn
  const { outcome: ending } = before
  const ended: DealCycle = { openedOn, closedOn, outcome: ending, sellerId, stageId, lostReasonId, amount, closeRate }
  return { cycles: [...before.cycles, ended], earlierStays: [], reopenedOn }
}

/** Whether a deal is lost now: from which stage is kept, so that it may be opened again there. */
const isLost = (before: Deal, outcome: DealOutcome): boolean => before.outcome === "open" && outcome === "lost"

const changed = (before: Deal | null, event: DealEvent, position: EventPosition): Deal => {
  if (event.type === "DealOpened") return opened(event, position)
  if (event.type === "DealImported") return imported(before, event, position)
  // Streams begin with DealOpened or DealImported: the write path numbers events, and rebuilds are verified.
  const deal = { ...(before as Deal), version: position.version, changedAt: position.occurredAt }
  if (event.type === "DealAmended") {
    const { ownerId = deal.ownerId } = event.payload
    return { ...deal, ...event.payload, unownedSince: unownedSince(deal, ownerId, position.occurredAt) }
  }
  if (event.type === "DealLinesSet") return { ...deal, ...event.payload }
  if (event.type === "DealCreditSplit") return { ...deal, creditShares: event.payload.shares }
  if (event.type === "DealAdopted") {
    const { pipelineVersion, to, finishedOn } = event.payload
    const enteredStageAt = to === deal.stageId ? deal.enteredStageAt : position.occurredAt
    return { ...deal, pipelineVersion, stageId: to, enteredStageAt, finishedOn: finishedOn ?? null }
  }
  if (event.type === "DealRemoved") {
    return { ...deal, ...event.payload, standing: event.payload.mergedIntoId === null ? "void" : "merged" }
  }
  if (event.type === "DealRestored") return { ...deal, standing: "active", mergedIntoId: null, removedOn: null }
  if (event.type === "DealRateFrozen") return { ...deal, closeRate: event.payload.rate }
  if (event.type === "DealMoveAsserted")
    return moved(deal, { ...event.payload, lostReasonId: event.payload.lostReasonId ?? null }, position)
  return moved(deal, event.payload, position)
}

/** What an event says by itself of whose result the deal is; undefined where it says nothing. */
const toldSeller = ({ imported: stated }: Deal, { type, payload }: DealEvent): RepId | null | undefined => {
  if (type === "DealImported") return payload.kept.sellerId
  if (type === "DealAmended") return payload.closedById
  return type === "DealMoveAsserted" ? stated?.sellerId : undefined
}

const evolve = (before: Deal | null, event: DealEvent, position: EventPosition): Deal => {
  const after = changed(before, event, position)
  const { sellerId, closedById } = resultOf(before, after, toldSeller(after, event))
  return after.sellerId === sellerId && after.closedById === closedById ? after : { ...after, sellerId, closedById }
}

const moved = (
  deal: Deal,
  { to, outcome, closedOn, lostReasonId, closeRate, reopenedOn, finishedOn, movedBack }: DealMoved["payload"],
  position: EventPosition,
): Deal => {
  const keptRate = outcome === "open" ? null : deal.closeRate
  const course = courseOf(deal, outcome, reopenedOn ?? null)
  const isKept = movedBack === true || course.earlierStays.length > 0 || isLost(deal, outcome)
  return {
    ...deal,
    ...course,
    // Most deals are never moved back nor lost, and of those nothing is kept.
    earlierStays: isKept ? withStay(deal, position.occurredAt) : course.earlierStays,
    stageId: to,
    outcome,
    closedOn,
    lostReasonId,
    closeRate: closeRate ?? keptRate,
    finishedOn: finishedOn ?? null,
    enteredStageAt: position.occurredAt,
  }
}

const mark = (before: Deal | null, after: Deal): HistoryMark => {
  const moved = before !== null && before.stageId !== after.stageId
  const enteredAt = before?.enteredStageAt ?? null
  // What takes a move back restores when the earlier stage was entered: the later one was left when that was done.
  const leftAt =
    enteredAt !== null && after.enteredStageAt !== null && after.enteredStageAt < enteredAt
      ? after.changedAt
      : after.enteredStageAt
  const mixed =
    after.amount !== null && after.listAmount !== null && after.amount.currency !== after.listAmount.currency
  return {
    pipelineId: after.pipelineId,
    stageId: after.stageId,
    previousStageId: before?.stageId ?? null,
    previousStageSeconds:
      moved && enteredAt !== null && leftAt !== null && leftAt >= enteredAt
        ? Math.floor((epochMsOf(leftAt) - epochMsOf(enteredAt)) / 1000)
        : null,
    outcome: after.standing === "active" ? after.outcome : "removed",
    amountMinor: after.amount?.amountMinor ?? null,
    listAmountMinor: mixed ? null : (after.listAmount?.amountMinor ?? null),
    currency: after.amount?.currency ?? after.listAmount?.currency ?? null,
    ownerId: after.ownerId,
    expectedCloseOn: after.expectedCloseOn,
  }
}

/** Deals as a kind of record. */
export const dealAggregate: Aggregate<
  Deal,
  DealEvent,
  "clientId" | "ownerId" | "stageId" | "outcome" | "standing" | "expectedCloseOn" | "amount"
> = {
  kind: "deal",
  indexes: ["clientId", "ownerId", "stageId", "outcome", "standing", "expectedCloseOn", "amount"],
  indexKinds: { expectedCloseOn: "date", amount: "money" },
  ownership: { field: "ownerId" },
  hasCustomFields: true,
  upcasters: {
    DealImported: [(imported1: DealImported1): DealImported["payload"] => imported1],
    DealMoveAsserted: [(asserted1: DealMoveAsserted1): DealMoveAsserted["payload"] => asserted1],
  },
  evolve,
  mark,
}

/** A deal among those that its client has won; null where it is none of them. */
const winOf = (deal: Deal | null): Deal | null =>
  deal !== null && deal.outcome === "won" && deal.standing === "active" && deal.clientId !== null ? deal : null

/**
 * Clients of whose other deals a change of this one bears on the gates: whether a client is a regular one depends on what it has
 * won and when, and on nothing else of its deals.
 */
export const clientsBorneOn = (before: Deal | null, after: Deal): ReadonlyArray<string> => {
  const [was, is] = [winOf(before), winOf(after)]
  if (was?.clientId === is?.clientId && was?.closedOn === is?.closedOn) return []
  return [was?.clientId, is?.clientId].flatMap((id) => id ?? [])
}

/**
 * A deal as analysis reads it: its owner is its seller, who it counts for.
 *
 * @param deal - the record
 * @param tenantCurrency - ISO 4217 code for a deal that states no amount in any currency
 *
 * @example
 * ```ts
 * import { dealFact } from "@salesdept/core/deal"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store: memory(), department })
 * const { deal } = await dept.tenant("default").as("user:42").deals.open({ title: "Audit" })
 * dealFact(deal, "RUB") // { …, stageId: "newLead", outcome: "open", productId: null, amountMinor: null, …, currency: "RUB", … }
 * ```
 */
export const dealFact = (deal: Deal, tenantCurrency: string): DealFact => ({
  id: deal.id,
  clientId: deal.clientId,
  ownerId: deal.sellerId,
  pipelineId: deal.pipelineId,
  stageId: deal.stageId,
  outcome: deal.outcome,
  productId: deal.productId,
  amountMinor: deal.amount?.amountMinor ?? null,
  listAmountMinor: deal.listAmount?.amountMinor ?? null,
  currency: deal.amount?.currency ?? deal.listAmount?.currency ?? tenantCurrency,
  openedOn: deal.openedOn,
  closedOn: deal.closedOn,
})
