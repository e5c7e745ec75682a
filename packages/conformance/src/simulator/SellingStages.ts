import type { DialogKind, NextStepKind } from "./DialogActions.ts"
import type { LossReason } from "./DealActions.ts"
import type { Choices } from "./Random.ts"
import type { SellingStageId } from "./StageIds.ts"

/** How deals pass through a stage before the client has decided. */
export interface SellingStage {
  /** The stage. */
  readonly id: SellingStageId
  /** Median working days in it. */
  readonly medianDays: number
  /** Share of the deals that are lost which are lost here; the shares sum to 1. */
  readonly lossShare: number
  /** What the rep plans to do. */
  readonly stepKind: NextStepKind
  /** How people speak here, by weight. */
  readonly dialogKinds: Choices<readonly [kind: DialogKind, weight: number]>
  /** Why deals are lost here, by weight. */
  readonly lossReasons: Choices<readonly [reason: LossReason, weight: number]>
}

/** Spread of the time in a stage: standard deviation of its logarithm. */
export const stageSigma = 0.9

/** The stages before the client has decided, in order. Medians add up to about four weeks of work. */
export const sellingStages: ReadonlyArray<SellingStage> = [
  {
    id: "newLead",
    medianDays: 0.4,
    lossShare: 0.06,
    stepKind: "call",
    dialogKinds: [["call", 1]],
    lossReasons: [
      ["noResponse", 3],
      ["needGone", 1],
    ],
  },
  {
    id: "contact",
    medianDays: 2,
    lossShare: 0.16,
    stepKind: "call",
    dialogKinds: [
      ["call", 6],
      ["chat", 2],
      ["mail", 2],
    ],
    lossReasons: [
      ["noResponse", 4],
      ["needGone", 3],
      ["postponed", 2],
    ],
  },
  {
    id: "needs",
    medianDays: 3,
    lossShare: 0.2,
    stepKind: "call",
    dialogKinds: [
      ["call", 4],
      ["meeting", 4],
      ["visit", 2],
    ],
    lossReasons: [
      ["noBudget", 4],
      ["needGone", 3],
      ["postponed", 3],
      ["competitor", 1],
    ],
  },
  {
    id: "proposal",
    medianDays: 4,
    lossShare: 0.3,
    stepKind: "sendProposal",
    dialogKinds: [
      ["mail", 6],
      ["call", 3],
      ["meeting", 1],
    ],
    lossReasons: [
      ["price", 5],
      ["competitor", 3],
      ["noResponse", 3],
      ["noBudget", 1],
    ],
  },
  {
    id: "negotiation",
    medianDays: 5.5,
    lossShare: 0.22,
    stepKind: "awaitDecision",
    dialogKinds: [
      ["call", 5],
      ["meeting", 3],
      ["mail", 2],
      ["visit", 1],
    ],
    lossReasons: [
      ["price", 4],
      ["competitor", 4],
      ["postponed", 2],
      ["terms", 2],
    ],
  },
  {
    id: "contract",
    medianDays: 3.5,
    lossShare: 0.06,
    stepKind: "agreeContract",
    dialogKinds: [
      ["mail", 5],
      ["call", 4],
      ["meeting", 1],
    ],
    lossReasons: [
      ["terms", 4],
      ["postponed", 2],
      ["competitor", 1],
    ],
  },
]
