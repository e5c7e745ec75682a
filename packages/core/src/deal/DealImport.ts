import type { StatedCustom } from "../journal/CustomFields.ts"
import type { ImportedDeal } from "./DealImportSchema.ts"
import type { Deal, DealValues, StatedReason, StatedSeller } from "./DealSchema.ts"
import type { DealImported } from "./DealEvent.ts"
import type { DealOutcome } from "./DealFact.ts"

/** A field that both the source and somebody here changed since the last import; ours was kept. */
export interface ImportConflict {
  /** The deal. */
  readonly dealId: string
  /** The field. */
  readonly field: keyof DealValues | "lostReasonId" | "sellerId" | "title"
}

/** What importing one row would do. */
export type DealImportStep =
  | { readonly _tag: "unchanged" }
  | { readonly _tag: "changed"; readonly event: DealImported; readonly conflicts: ReadonlyArray<ImportConflict> }

const fields: ReadonlyArray<keyof DealValues> = [
  "stageId",
  "outcome",
  "clientId",
  "ownerId",
  "productId",
  "amount",
  "listAmount",
  "openedOn",
  "closedOn",
]

const place: ReadonlyArray<keyof DealValues> = ["stageId", "outcome", "closedOn"]
const close = ["outcome", "closedOn"] as const

/** Values that a row may leave out. */
type LeftOut = "clientId" | "ownerId" | "productId" | "amount" | "listAmount" | "openedOn" | "closedOn"

/** A row of a source that leaves nothing out. */
export type WholeRow = ImportedDeal & Pick<DealValues, LeftOut>

/**
 * A row with what its source stated before in place of what it leaves out: a source that does not say this time takes nothing back. Of a
 * deal that was opened here that is what it has here; of a deal that closes by the row the day is not known.
 *
 * @param row - what the source says of the deal
 * @param deal - the deal as it is here; null where it is not here yet
 * @param outcome - what the row's stage means
 */
export const wholeRow = (row: ImportedDeal, deal: Deal | null, outcome: DealOutcome): WholeRow => {
  const before = deal?.imported ?? deal
  const {
    clientId = before?.clientId ?? null,
    ownerId = before?.ownerId ?? null,
    productId = before?.productId ?? null,
    amount = before?.amount ?? null,
    listAmount = before?.listAmount ?? null,
    openedOn = before?.openedOn ?? null,
    closedOn = before?.outcome === outcome ? before.closedOn : null,
  } = row
  return { ...row, clientId, ownerId, productId, amount, listAmount, openedOn, closedOn }
}

const same = (left: DealValues[keyof DealValues], right: DealValues[keyof DealValues]): boolean => {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right
  return left.amountMinor === right.amountMinor && left.currency === right.currency
}

// In the order of the journal's canonical text, here and in the payload: then it is one native call instead of a sort of each object.
const statedBy = (
  row: WholeRow,
  outcome: DealOutcome,
  lostReasonId: string | null | undefined,
  sellerId: string | null | undefined,
): DealValues & StatedReason & StatedSeller => ({
  amount: row.amount,
  clientId: row.clientId,
  closedOn: row.closedOn,
  listAmount: row.listAmount,
  ...(lostReasonId === undefined ? {} : { lostReasonId: outcome === "lost" ? lostReasonId : null }),
  openedOn: row.openedOn,
  outcome,
  ownerId: row.ownerId,
  productId: row.productId,
  ...(sellerId === undefined || outcome === "open" ? {} : { sellerId }),
  stageId: row.stageId,
})

/** Whether the source states another reason than it did. */
const isNewReason = (stated: StatedReason, last: StatedReason): boolean =>
  stated.lostReasonId !== undefined && stated.lostReasonId !== (last.lostReasonId ?? null)

/** What a row says of custom fields. */
export interface RowCustom {
  /** What the source has stated by now. */
  readonly stated: StatedCustom
  /** Whether the row states anything else than the source did before. */
  readonly isNews: boolean
}

const noCustom: RowCustom = { isNews: false, stated: {} }

/** Where a row lands. */
export interface ImportTarget {
  /** The source. */
  readonly sourceId: string
  /** The pipeline. */
  readonly pipelineId: string
  /** Its version. */
  readonly pipelineVersion: number
  /** What the row's stage means. */
  readonly outcome: DealOutcome
  /** Whether the source has been cut over: deals are led here, and it moves none of them any more. */
  readonly isCutOver: boolean
}

/**
 * Compares a source's row with the deal: new values of the source win, except in fields that were changed here since the
 * last import. There ours stay and the field is reported. Of a deal that was opened here everything that is stated was stated
 * here. A row that says nothing new changes nothing.
 *
 * @param deal - the deal as it is here; null where it is not here yet
 * @param row - what the source says of it, whole
 * @param target - source, pipeline and what the row's stage means
 * @param custom - what the row says of custom fields; nothing where left out
 *
 * @example
 * ```ts
 * import { importStep } from "@salesdept/core/deal"
 *
 * const row = { id: "deal_17", title: "Audit", stageId: "contract", clientId: null, ownerId: null, productId: null,
 *   amount: { amountMinor: 95_000_00, currency: "RUB" }, listAmount: null, openedOn: "2026-09-01", closedOn: null } as const
 * const target = { sourceId: "crm", pipelineId: "sales", pipelineVersion: 1, outcome: "open", isCutOver: false } as const
 * const step = importStep(null, row, target)
 * step._tag === "changed" && step.event.payload.kept.amount?.amountMinor // 9500000
 * ```
 */
export const importStep = (
  deal: Deal | null,
  row: WholeRow,
  target: ImportTarget,
  custom: RowCustom = noCustom,
): DealImportStep => {
  const last = deal?.imported ?? null
  // A row that says nothing of reasons takes none back.
  const reason = row.lostReasonId === undefined ? last?.lostReasonId : row.lostReasonId
  const seller = row.sellerId === undefined ? last?.sellerId : row.sellerId
  const stated = statedBy(row, target.outcome, reason, seller)
  // What people took out of the base does not come back by the source.
  if (deal !== null && deal.removedOn !== null) return { _tag: "unchanged" }
  if (
    last !== null &&
    deal?.standing !== "void" &&
    !custom.isNews &&
    !isNewReason(stated, last) &&
    stated.sellerId === last.sellerId &&
    fields.every((field) => same(last[field], stated[field]))
  )
    return { _tag: "unchanged" }
  const conflicts: Array<ImportConflict> = []
  const isNewSeller = stated.sellerId !== undefined && (last === null || stated.sellerId !== last.sellerId)
  let kept = stated
  let { pipelineId, pipelineVersion } = target
  if (deal !== null) {
    const changedHere = (field: keyof DealValues): boolean =>
      last === null ? deal[field] !== null : !same(deal[field], last[field])
    // Stage, outcome and closing day stand or fall together: won and stage can never disagree.
    const keepsPlace = target.isCutOver || last === null || place.some(changedHere)
    const ours = fields.filter((field) => (place.includes(field) ? keepsPlace : changedHere(field)))
    for (const field of ours) {
      if (!same(deal[field], stated[field]) && (last === null || !same(last[field], stated[field])))
        conflicts.push({ dealId: deal.id, field })
    }
    // A stage means nothing without its pipeline.
    if (keepsPlace) ({ pipelineId, pipelineVersion } = deal)
    kept = { ...stated, ...Object.fromEntries(ours.map((field) => [field, deal[field]])) }
    // The reason is ours where the place is, or where it was given here.
    if (keepsPlace || deal.lostReasonId !== (last.lostReasonId ?? null)) {
      const { lostReasonId, ...others } = kept
      const isOther = lostReasonId !== undefined && lostReasonId !== deal.lostReasonId
      if (isOther && (last === null || isNewReason(stated, last)))
        conflicts.push({ dealId: deal.id, field: "lostReasonId" })
      kept = others
    }
    // Whose result it is goes with the close, and what was said before is no news.
    const isClosedHere =
      last === null || close.some(changedHere) || close.some((field) => kept[field] !== stated[field])
    // A deal that is nobody's result here is whose the source says, as an owner that it lacks is filled.
    const isOurs = isClosedHere && !(deal.outcome === kept.outcome && deal.sellerId === null)
    if (isOurs || !isNewSeller) {
      const { sellerId, ...others } = kept
      if (isNewSeller && kept.outcome !== "open" && sellerId !== deal.sellerId)
        conflicts.push({ dealId: deal.id, field: "sellerId" })
      kept = others
    }
  }
  const { sourceId } = target
  const told = custom.stated.custom === undefined ? stated : { ...stated, ...custom.stated }
  return {
    _tag: "changed",
    event: { type: "DealImported", payload: { id: row.id, kept, pipelineId, pipelineVersion, sourceId, stated: told } },
    conflicts,
  }
}
