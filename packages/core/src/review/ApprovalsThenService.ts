import * as Effect from "effect/Effect"
import { approvalAggregate } from "../deal/Approval.ts"
import type { Approval } from "../deal/ApprovalSchema.ts"
import { replay } from "../journal/Replay.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { ReviewApproval } from "./ReviewFacts.ts"

/** An approval as it stood before a day, by what is known of its last decision; none where it was asked later. */
const approvalBefore = (
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

/**
 * Approvals as they stood before a day; those that were asked later are not among them. One that was granted before it and taken back since
 * was granted: only its journal tells.
 */
export const approvalsBefore = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  approvals: ReadonlyArray<Approval>,
  to: CalendarDate,
  dayOf: (instant: string) => CalendarDate,
) {
  const isTakenBackSince = ({ status, decidedAt, version }: Approval): boolean =>
    status === "refused" && version > 2 && decidedAt !== null && dayOf(decidedAt) >= to
  const then = new Map<string, Approval>()
  const ids = approvals.flatMap((approval) => (isTakenBackSince(approval) ? approval.id : []))
  yield* eachStream(store, tenant, ids, (id, rows) => {
    const stood = replay(
      approvalAggregate,
      rows.filter(({ occurredAt }) => dayOf(occurredAt) < to),
    )
    if (stood !== null) then.set(id, stood)
  })
  return approvals.flatMap((approval) => approvalBefore(then.get(approval.id) ?? approval, to, dayOf))
})
