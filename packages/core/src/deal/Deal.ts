import type { Aggregate, EventPosition } from "../journal/Aggregate.ts"
import type { DomainEvent, HistoryMark } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, RepId } from "../shared/Ids.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"
import type { DealFact, DealOutcome } from "./DealFact.ts"
import type { Deal, DealValues } from "./DealSchema.ts"

/** A deal was opened here. */
export type DealOpened = DomainEvent<
  "DealOpened",
  {
    readonly id: DealId
    readonly pipelineId: string
    readonly pipelineVersion: number
    readonly stageId: string
    readonly openedOn: CalendarDate
    readonly clientId: ClientId | null
    readonly ownerId: RepId | null
    readonly productId: string | null
    readonly amount: Money | null
    readonly listAmount: Money | null
    readonly expectedCloseOn: CalendarDate | null
  }
>

/** A deal moved to another stage; where the outcome changes with it, the day on which it was won, lost or reopened. */
export type DealMoved = DomainEvent<
  "DealMoved",
  {
    readonly from: string
    readonly to: string
    readonly outcome: DealOutcome
    readonly closedOn: CalendarDate | null
    readonly lostReasonId: string | null
  }
>

/** Stated values of a deal changed. */
export type DealAmended = DomainEvent<
  "DealAmended",
  {
    readonly clientId?: ClientId | null
    readonly ownerId?: RepId | null
    readonly productId?: string | null
    readonly amount?: Money | null
    readonly listAmount?: Money | null
    readonly expectedCloseOn?: CalendarDate | null
  }
>

/** A source asserted a deal as it stands there: its history before this is the source's own. */
export type DealImported = DomainEvent<
  "DealImported",
  {
    readonly id: DealId
    readonly sourceId: string
    readonly pipelineId: string
    readonly pipelineVersion: number
    /** What the source says. */
    readonly stated: DealValues
    /** What the deal is from now on: the source's values, but for fields that were changed here since. */
    readonly kept: DealValues
  }
>

/** Everything that can happen to a deal. */
export type DealEvent = DealOpened | DealMoved | DealAmended | DealImported

const opened = (event: DealOpened, { version, occurredAt }: EventPosition): Deal => ({
  ...event.payload,
  version,
  textsVersion: 0,
  changedAt: occurredAt,
  factsVersion: 0,
  enteredStageAt: occurredAt,
  outcome: "open",
  closedOn: null,
  lostReasonId: null,
  sourceId: null,
  imported: null,
})

const imported = (before: Deal | null, event: DealImported, { version, occurredAt }: EventPosition): Deal => {
  const { id, sourceId, pipelineId, pipelineVersion, stated, kept } = event.payload
  return {
    textsVersion: before?.textsVersion ?? 0,
    factsVersion: before?.factsVersion ?? 0,
    expectedCloseOn: before?.expectedCloseOn ?? null,
    lostReasonId: before?.lostReasonId ?? null,
    // The source says where the deal is, not since when.
    enteredStageAt: before?.stageId === kept.stageId ? before.enteredStageAt : null,
    ...kept,
    id,
    version,
    changedAt: occurredAt,
    pipelineId,
    pipelineVersion,
    sourceId,
    imported: stated,
  }
}

const evolve = (before: Deal | null, event: DealEvent, position: EventPosition): Deal => {
  if (event.type === "DealOpened") return opened(event, position)
  if (event.type === "DealImported") return imported(before, event, position)
  // Streams begin with DealOpened or DealImported: the write path numbers events, and rebuilds are verified.
  const deal = { ...(before as Deal), version: position.version, changedAt: position.occurredAt }
  if (event.type === "DealAmended") return { ...deal, ...event.payload }
  const { to, outcome, closedOn, lostReasonId } = event.payload
  return { ...deal, stageId: to, outcome, closedOn, lostReasonId, enteredStageAt: position.occurredAt }
}

const mark = (before: Deal | null, after: Deal): HistoryMark => {
  const moved = before !== null && before.stageId !== after.stageId
  return {
    pipelineId: after.pipelineId,
    stageId: after.stageId,
    previousStageId: before?.stageId ?? null,
    previousStageSeconds:
      moved && before.enteredStageAt !== null && after.enteredStageAt !== null
        ? Math.floor((epochMsOf(after.enteredStageAt) - epochMsOf(before.enteredStageAt)) / 1000)
        : null,
    outcome: after.outcome,
    amountMinor: after.amount?.amountMinor ?? null,
    currency: after.amount?.currency ?? null,
    ownerId: after.ownerId,
    expectedCloseOn: after.expectedCloseOn,
  }
}

/** Deals as a kind of record. */
export const dealAggregate: Aggregate<Deal, DealEvent> = {
  kind: "deal",
  indexes: ["clientId", "ownerId", "stageId"],
  evolve,
  mark,
}

/** A deal as analysis reads it. */
export const dealFact = (deal: Deal, tenantCurrency: string): DealFact => ({
  id: deal.id,
  clientId: deal.clientId,
  ownerId: deal.ownerId,
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
