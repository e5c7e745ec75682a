import type { Approval } from "../deal/ApprovalSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ReviewApproval } from "./ReviewFacts.ts"

/** An approval as it stood before a day; none where it was asked later. */
export const approvalBefore = (
  { dealId, askedBy, askedOf, askedAt, decidedAt, expiresAt, status }: Approval,
  to: CalendarDate,
  dayOf: (instant: string) => CalendarDate,
): ReadonlyArray<ReviewApproval> => {
  const askedOn = dayOf(askedAt)
  if (askedOn >= to) return []
  const one = { dealId, askedBy, askedOf, askedOn, expiredOn: null }
  // A granted one whose time ran out later was decided all the same.
  if (decidedAt !== null && dayOf(decidedAt) < to) {
    return [{ ...one, fate: status === "refused" ? "refused" : "granted" }]
  }
  const expiredOn = expiresAt === null ? null : dayOf(expiresAt)
  return expiredOn === null || expiredOn >= to ? [{ ...one, fate: "asked" }] : [{ ...one, fate: "expired", expiredOn }]
}
