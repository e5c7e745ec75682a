import { murmur3 } from "../stats/Murmur3.ts"
import { refuse } from "./Bounds.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"

/** Whether a customer is let alone, so that what would have happened anyway can be seen. */
export type HoldoutArm = "holdout" | "treated"

/** What a customer's place is drawn from. */
export interface HoldoutKey {
  /** Tenant's own seed: another one draws all anew. */
  readonly seed: string
  /** The campaign; draws of different campaigns have nothing to do with each other. */
  readonly campaignId: string
  /** The customer. */
  readonly customerId: string
}

/** A customer's place and arm. */
export interface HoldoutAssignment {
  /** The arm. */
  readonly arm: HoldoutArm
  /** The draw, 0 (inclusive) to 1 (exclusive); below the holdout's share is the holdout. */
  readonly draw: number
}

/**
 * Assigns a customer at random, and for good: the draw is a hash of seed, campaign and customer, so every call on every
 * machine agrees and nothing need be stored. A larger share only moves treated customers into the holdout, never back.
 *
 * @param key - seed, campaign, customer
 * @param holdoutShare - 0 to 1 (inclusive)
 * @throws InputInvalid where the share is out of bounds
 *
 * @example
 * ```ts
 * import { assignHoldout } from "@salesdept/core/loyalty"
 *
 * assignHoldout({ seed: "2026", campaignId: "spring", customerId: "c1" }, 0.1).arm
 * ```
 */
export const assignHoldout = (key: HoldoutKey, holdoutShare: number): HoldoutAssignment => {
  if (!(holdoutShare >= 0 && holdoutShare <= 1)) {
    refuse([
      loyaltyProblem(
        "holdoutShare",
        "loyalty.setting",
        `expected a number from 0 to 1, got ${holdoutShare}`,
        `ожидается число от 0 до 1, получено ${holdoutShare}`,
      ),
    ])
  }
  // Quoted, so that no two keys run together into one text.
  const draw = murmur3(JSON.stringify([key.seed, key.campaignId, key.customerId])) / 2 ** 32
  return { arm: draw < holdoutShare ? "holdout" : "treated", draw }
}
