import { dialogAggregate } from "../client/Dialog.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { narrowed } from "../journal/Narrowed.ts"
import { heldInPart } from "../ports/reading/ScannedOnce.ts"
import type { ScannedKind } from "../ports/reading/ScannedOnce.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Period } from "../shared/Period.ts"
import type { OwnRule } from "./OwnRule.ts"
import { instantsAround } from "./InstantsAround.ts"

/** What is asked of a dialog, of which there is most: what control asks, and what was said. */
export const reviewedDialog = narrowed(dialogAggregate, [
  "clientId",
  "dealId",
  "direction",
  "heldAt",
  "id",
  "leadId",
  "repId",
  "scriptSteps",
])

/** What is asked of a next step: what control asks, whose it is and how often it was moved. */
export const reviewedStep = narrowed(nextStepAggregate, [
  "clientId",
  "dealId",
  "doneAt",
  "dueOn",
  "id",
  "leadId",
  "moves",
  "ownerId",
  "status",
])

/** By what it is told which dialogs and steps bear on a period. */
export interface Bearing {
  /** The period. */
  readonly period: Period
  /** The moment as of which it is looked through. */
  readonly end: Instant
  /** All deals as they stand, those that left the base too. */
  readonly deals: ReadonlyArray<Pick<Deal, "id" | "changedAt" | "closedOn" | "outcome">>
  /** All invoices as they stand. */
  readonly invoices: ReadonlyArray<Pick<Invoice, "dealId" | "promise" | "promisesBroken">>
  /** Steps of scripts by which clients are asked for a recommendation. */
  readonly referralStepIds: ReadonlyArray<string>
  /** The department's own rules that are in force. */
  readonly ownRules: ReadonlyArray<OwnRule>
}

/** What own rules know of a deal's dialogs. */
const dialogFacts = new Set(["dialogs", "silentDays"])

/**
 * Dialogs and next steps on which a rule may look in a period, as kinds to be scanned once: the others are given to control, which sums
 * them up, and are not held. Of dialogs those of the period, those that asked for a recommendation, and those about deals that were not
 * over before it, or for which money was promised; of steps those that are open, fall due or ended since it began, or changed since.
 * An own rule may ask about any.
 */
export const bearingKinds = ({
  period,
  end,
  deals,
  invoices,
  referralStepIds,
  ownRules,
}: Bearing): ReadonlyArray<ScannedKind> => {
  const { from, to } = instantsAround(period)
  // What was changed after the moment may have been open at it.
  const dealIds = new Set<string>(
    deals.flatMap(({ id, changedAt, closedOn, outcome }) =>
      outcome === "open" || closedOn === null || closedOn >= period.from || changedAt > end ? [id] : [],
    ),
  )
  for (const { dealId, promise, promisesBroken } of invoices) {
    if (promise !== null || promisesBroken > 0) dealIds.add(dealId)
  }
  const requests = new Set(referralStepIds)
  const asksAnyDialog = ownRules.some(
    ({ over, when }) => over === "deal" && when.some(({ fact }) => dialogFacts.has(fact)),
  )
  const asksAnyStep = ownRules.some(({ over }) => over === "nextStep")
  return [
    heldInPart(
      reviewedDialog,
      ({ dealId, heldAt, scriptSteps }) =>
        (dealId !== null && (asksAnyDialog || dealIds.has(dealId))) ||
        (heldAt >= from && heldAt < to) ||
        scriptSteps.some((step) => requests.has(step)),
    ),
    heldInPart(
      reviewedStep,
      ({ changedAt, doneAt, dueOn, status }) =>
        asksAnyStep ||
        status === "open" ||
        dueOn >= period.from ||
        changedAt >= from ||
        (doneAt !== null && doneAt >= from),
    ),
  ]
}
