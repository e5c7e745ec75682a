import { dealIdAt } from "../BenchBase.ts"

/** Stages that deals are moved through; no gate stands between them. */
export const stages = ["newLead", "contact", "needs", "proposal", "negotiation"] as const

/** Moves that one deal takes before it stands at the last of {@link stages}. */
export const movesPerDeal = stages.length - 1

/** One move: the command's input and key. */
export interface Move {
  /** The deal. */
  readonly dealId: `deal_${string}`
  /** The stage to move to. */
  readonly to: string
  /** The key under which a repeated call would get the first result. */
  readonly idempotencyKey: string
}

/** The move at a position: all deals in turn to the second stage, then all to the third, and so on. */
export const moveAt = (position: number, deals: number): Move => {
  const dealId = dealIdAt(position % deals)
  const to = stages[Math.floor(position / deals) + 1] ?? "negotiation"
  return { dealId, to, idempotencyKey: `move-${position}-${dealId}` }
}
