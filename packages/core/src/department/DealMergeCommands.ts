import * as Result from "effect/Result"
import type { DealAmended, DealLinesSet } from "../deal/DealEvent.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { DealMergeRule } from "../deal/DealMergeErrors.ts"
import { DealMergeRefused, DealRemovalRefused } from "../deal/DealMergeErrors.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { CustomFieldsSet } from "../journal/CustomFields.ts"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { offerAggregate } from "../loyalty/Offer.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoicesJoined } from "../settlement/DueRules.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { DealId } from "../shared/Ids.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { dependents } from "./Dependents.ts"
import { departmentRules } from "./DepartmentRules.ts"
import type { MergeDeals, RemoveDeal, RestoreDeal } from "./DealMergeSchema.ts"

/** A deal as `deals.remove` and `deals.restore` answer it. */
export interface DealStandingAnswer {
  /** The deal after the command. */
  readonly deal: Deal
}

/** In what two deals that are the same may differ. */
export type DealMergeConflict =
  | (typeof fields)[number]
  | "stageId"
  | "lines"
  | "creditShares"
  | "sellerId"
  | `custom.${string}`

/** What merging two deals does, or would do. */
export interface DealMergeAnswer {
  /** The deal that stays, after the merge. */
  readonly into: Deal
  /** The deal that went into it. */
  readonly from: Deal
  /**
   * In what both differed, where those of the deal that stays were kept: fields in which both had a value, custom ones by their keys;
   * where they stood (`stageId`); what was sold line by line and who is credited, where the other says something of it; whose result they
   * are (`sellerId`), where both are closed.
   */
  readonly conflicts: ReadonlyArray<DealMergeConflict>
  /** Records that move, by kind; kinds without any are left out. */
  readonly moved: ReadonlyArray<{ readonly kind: string; readonly count: number }>
}

/** Records that one merge moves at most, so that it stays one transaction. */
const mostRecords = 20_000

interface DealRecord extends RecordState {
  readonly dealId: DealId | null
}

type DealKind = Aggregate<DealRecord, DomainEvent>

/** Every kind of record that is found by its deal and moves with it; points stay in the ledger that they were booked in. */
const dealKinds: ReadonlyArray<DealKind> = [
  ...dependents.deal.flatMap(({ of, field }) => (field === "dealId" ? [of] : [])),
  offerAggregate,
  // What such records are beside naming their deal does not matter to a move.
].map((of) => of as unknown as DealKind)

const fields = ["clientId", "ownerId", "productId", "amount", "listAmount", "expectedCloseOn"] as const

function* active(id: DealId): Generator<Read, Deal | null, unknown> {
  const deal = yield* byId(dealAggregate, id)
  return deal === null || deal.standing !== "active" ? null : deal
}

const mergeProblem = (into: Deal, from: Deal): DealMergeRule | null => {
  if (into.id === from.id) return "same"
  if (into.clientId !== null && from.clientId !== null && into.clientId !== from.clientId) return "otherClient"
  if (into.outcome !== from.outcome) return "otherOutcome"
  if (into.amount !== null && from.amount !== null && into.amount.currency !== from.amount.currency) {
    return "otherCurrency"
  }
  return null
}

const isSame = (left: Deal[(typeof fields)[number]], right: Deal[(typeof fields)[number]]): boolean =>
  JSON.stringify(left) === JSON.stringify(right)

const differ = (left: unknown, right: unknown): boolean => canonicalJson(left) !== canonicalJson(right)

/** Whether what the other deal says of its price fits the one that stays: a list price beside another amount would make up a discount. */
const isSamePrice = (into: Deal, from: Deal): boolean => into.amount === null || isSame(into.amount, from.amount)

/** Whether the deal that stays takes over what was sold, line by line. */
const takesLines = (into: Deal, from: Deal): boolean =>
  into.lines.length === 0 && from.lines.length > 0 && isSamePrice(into, from)

/** Fields that the deal that stays has none of and the other has. */
const lacking = (into: Deal, from: Deal): ReadonlyArray<(typeof fields)[number]> =>
  fields.filter((field) => {
    if (into[field] !== null || from[field] === null) return false
    // Amounts of lines come from the lines.
    if (field === "amount") return into.amountFrom !== "lines" && !takesLines(into, from)
    if (field === "listAmount") return into.amountFrom !== "lines" && isSamePrice(into, from)
    return true
  })

/** A closed deal that is nobody's result is whose the other one is, but where its source says that it is nobody's. */
const lackedSeller = (into: Deal, from: Deal): Pick<DealAmended["payload"], "closedById"> => {
  const isNobodys = into.outcome !== "open" && into.sellerId === null && into.imported?.sellerId !== null
  return isNobodys && from.sellerId !== null ? { closedById: from.sellerId } : {}
}

/** What the deal that stays takes over: values that it has none of, those of custom fields among them. */
const fillings = (
  into: Deal,
  from: Deal,
  hasTexts: boolean,
): ReadonlyArray<DealAmended | DealLinesSet | CustomFieldsSet> => {
  const filled = lacking(into, from)
  const payload = { ...Object.fromEntries(filled.map((field) => [field, from[field]])), ...lackedSeller(into, from) }
  const custom = Object.entries(from.custom ?? {}).filter(([key]) => into.custom?.[key] === undefined)
  const { amount, amountFrom, lines } = from
  const listAmount = into.listAmount ?? from.listAmount
  return [
    ...(Object.keys(payload).length === 0 && !hasTexts ? [] : [{ type: "DealAmended" as const, payload }]),
    ...(takesLines(into, from)
      ? [{ type: "DealLinesSet" as const, payload: { amount, amountFrom, lines, listAmount } }]
      : []),
    ...(custom.length === 0
      ? []
      : [{ type: "CustomFieldsSet" as const, payload: { values: Object.fromEntries(custom) } }]),
  ]
}

/** Whether closed deals are results of different people. An open deal's follows from who owns it and who is credited. */
const haveOtherSellers = (into: Deal, from: Deal): boolean =>
  into.outcome !== "open" && into.sellerId !== null && from.sellerId !== null && into.sellerId !== from.sellerId

/** In what the deals differ, and the one that stays keeps its own. */
const conflictsOf = (into: Deal, from: Deal): ReadonlyArray<DealMergeConflict> => [
  ...fields.filter((field) => into[field] !== null && from[field] !== null && !isSame(into[field], from[field])),
  ...(into.pipelineId !== from.pipelineId || into.stageId !== from.stageId ? (["stageId"] as const) : []),
  ...(from.lines.length > 0 && !takesLines(into, from) && differ(into.lines, from.lines) ? (["lines"] as const) : []),
  ...(from.creditShares.length > 0 && differ(into.creditShares, from.creditShares) ? (["creditShares"] as const) : []),
  ...(haveOtherSellers(into, from) ? (["sellerId"] as const) : []),
  ...Object.entries(from.custom ?? {}).flatMap(([key, value]): ReadonlyArray<DealMergeConflict> => {
    const own = into.custom?.[key]
    return own === undefined || !differ(own, value) ? [] : [`custom.${key}`]
  }),
]

/**
 * The texts of a deal with those of the other's custom fields that it has none of, and of its lines where they are taken over; undefined
 * where there are none.
 */
const withTextsOf = (from: Texts | undefined, into: Texts | undefined, hasLines: boolean): Texts | undefined => {
  const kept = Object.entries(from ?? {}).filter(
    ([key]) => (key.startsWith("custom.") || (hasLines && key.startsWith("line."))) && into?.[key] === undefined,
  )
  return kept.length === 0 ? undefined : { ...into, ...Object.fromEntries(kept) }
}

/**
 * Merges a deal into another that is the same: what it has beside the other fills what the other lacks, everything that belongs to it
 * moves, and it leaves the base, with its own record and journal. Money is conserved: invoices and payments move together.
 */
export function* mergeDeals(
  { intoId, fromId }: MergeDeals,
  context: CommandContext,
): Work<DealMergeAnswer, RecordNotFound | DealMergeRefused | DepartmentMissing> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const deals = yield* byIds(dealAggregate, [intoId, fromId])
  const [into, from] = [deals.get(intoId), deals.get(fromId)]
  if (into === undefined || into.standing !== "active") return Result.fail(new RecordNotFound("deal", intoId))
  if (from === undefined || from.standing !== "active") return Result.fail(new RecordNotFound("deal", fromId))
  const problem = mergeProblem(into, from)
  if (problem !== null) return Result.fail(new DealMergeRefused(fromId, intoId, problem))
  const { occurredAt } = context
  const moves: Array<Change> = []
  const counts = new Map<string, number>()
  const correction = {
    type: "RecordCorrected",
    payload: { cause: "merge", causeId: fromId, values: { dealId: intoId } },
  } as const
  moves.push(...(yield* invoicesJoined(intoId, fromId, correction, context)))
  for (const of of dealKinds) {
    for (const record of yield* where(of, "dealId", [fromId])) {
      if (of.kind !== invoiceAggregate.kind) moves.push(recordEvents(of, record, [correction], { occurredAt }))
      counts.set(of.kind, (counts.get(of.kind) ?? 0) + 1)
    }
  }
  if (moves.length > mostRecords) return Result.fail(new DealMergeRefused(fromId, intoId, "tooLarge"))
  const both = yield* textsOf([into, from])
  const texts = withTextsOf(both.get(fromId), both.get(intoId), takesLines(into, from))
  const [first, ...others] = fillings(into, from, texts !== undefined)
  const stays =
    first === undefined ? [] : [recordEvents(dealAggregate, into, [first, ...others], { occurredAt, texts })]
  const removedOn = localDateOf(occurredAt, config.timeZone)
  const gone = recordEvents(
    dealAggregate,
    from,
    [{ type: "DealRemoved", payload: { mergedIntoId: intoId, removedOn } }],
    { occurredAt },
  )
  const clients = [into.clientId, from.clientId].flatMap((id) => id ?? [])
  return Result.succeed(
    decision(
      [...stays, gone, ...moves],
      {
        into: stays[0]?.after ?? into,
        from: gone.after,
        conflicts: conflictsOf(into, from),
        moved: [...counts].map(([kind, count]) => ({ kind, count })),
      },
      {
        touches: [intoId, fromId],
        touchedClients: [...new Set(clients)],
        retires: [intoId, fromId].map((id) => ({ kind: "deal", id })),
      },
    ),
  )
}

/** Calls off what is still to be done about a deal that leaves the base. */
function* stepsCalledOff(
  dealId: DealId,
  reason: string,
  { occurredAt }: CommandContext,
): Generator<Read, ReadonlyArray<Change>, unknown> {
  const open = (yield* where(nextStepAggregate, "dealId", [dealId])).filter(({ status }) => status === "open")
  const texts = yield* textsOf(open)
  return open.map((step) =>
    recordEvents(nextStepAggregate, step, [{ type: "NextStepCancelled", payload: {} }], {
      occurredAt,
      texts: { ...texts.get(step.id), cancelReason: reason },
    }),
  )
}

/**
 * Takes a deal out of the base that was entered by mistake, and calls off its next steps. Deals with money or documents are not
 * removed.
 */
export function* removeDeal(
  { dealId, reason }: RemoveDeal,
  context: CommandContext,
): Work<DealStandingAnswer, RecordNotFound | DealRemovalRefused | DepartmentMissing> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const deal = yield* active(dealId)
  if (deal === null) return Result.fail(new RecordNotFound("deal", dealId))
  const held = [
    ...(yield* where(invoiceAggregate, "dealId", [dealId])),
    ...(yield* where(paymentAggregate, "dealId", [dealId])),
    ...(yield* where(closingDocumentAggregate, "dealId", [dealId])),
  ]
  if (held.length > 0) return Result.fail(new DealRemovalRefused(dealId, "holdsRecords"))
  const texts = (yield* textsOf([deal])).get(dealId)
  const removedOn = localDateOf(context.occurredAt, config.timeZone)
  const change = recordEvents(
    dealAggregate,
    deal,
    [{ type: "DealRemoved", payload: { mergedIntoId: null, removedOn } }],
    { occurredAt: context.occurredAt, texts: { ...texts, removalReason: reason } },
  )
  const steps = yield* stepsCalledOff(dealId, reason, context)
  const retires = [{ kind: "deal", id: dealId }]
  return Result.succeed(decision([change, ...steps], { deal: change.after }, { ...touched(deal), retires }))
}

/** Puts a removed deal back into the base; what moved away by a merge stays where it went, and steps stay called off. */
export function* restoreDeal(
  { dealId }: RestoreDeal,
  context: CommandContext,
): Work<DealStandingAnswer, RecordNotFound | DealRemovalRefused> {
  const deal = yield* byId(dealAggregate, dealId)
  if (deal === null) return Result.fail(new RecordNotFound("deal", dealId))
  if (deal.removedOn === null) return Result.fail(new DealRemovalRefused(dealId, "notRemoved"))
  const change = recordEvents(dealAggregate, deal, [{ type: "DealRestored", payload: {} }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { deal: change.after }, touched(deal)))
}

const touched = ({ id, clientId, factsVersion }: Deal) => ({
  touches: [id],
  // An invoice that comes while its deal is removed is seen by one of the two.
  guards: [{ dealId: id, factsVersion }],
  touchedClients: clientId === null ? [] : [clientId],
})
