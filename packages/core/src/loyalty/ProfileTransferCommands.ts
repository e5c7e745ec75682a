import type { Change } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ClientId } from "../shared/Ids.ts"
import type { LoyaltyProfile } from "./ActionSchema.ts"
import type { LoyaltyProfileEvent } from "./LoyaltyProfile.ts"
import { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"

const changed = (
  profile: LoyaltyProfile | null,
  events: ReadonlyArray<LoyaltyProfileEvent>,
  { occurredAt }: CommandContext,
): ReadonlyArray<Change> => {
  const [first, ...rest] = events
  return first === undefined ? [] : [recordEvents(loyaltyProfileAggregate, profile, [first, ...rest], { occurredAt })]
}

/** What of a profile goes to another client's. */
type Carried = Pick<LoyaltyProfile, "touches" | "openComplaintIds" | "timeZone">

/** Takes turns to a client, its open complaints and its zone, where the other has none, from one profile to another. */
function* carry(
  giverId: ClientId,
  takerId: ClientId,
  choose: (giver: LoyaltyProfile) => Carried,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Change>, unknown> {
  const [from, to] = [
    { id: loyaltyProfileId(giverId), clientId: giverId },
    { id: loyaltyProfileId(takerId), clientId: takerId },
  ]
  const profiles = yield* byIds(loyaltyProfileAggregate, [from.id, to.id])
  const giver = profiles.get(from.id)
  if (giver === undefined) return []
  const taker = profiles.get(to.id) ?? null
  const { touches, openComplaintIds, timeZone } = choose(giver)
  const given: Array<LoyaltyProfileEvent> = []
  const taken: Array<LoyaltyProfileEvent> = []
  for (const { actionId } of touches) given.push({ type: "ClientTouchCancelled", payload: { ...from, actionId } })
  // Turns that the other remembers already stay: none is older than this day.
  if (touches.length > 0) taken.push({ type: "ClientTouched", payload: { ...to, touches, keptFrom: "0001-01-01" } })
  for (const complaintId of openComplaintIds) {
    given.push({ type: "ClientReconciled", payload: { ...from, complaintId } })
    taken.push({ type: "ClientComplained", payload: { ...to, complaintId } })
  }
  if (timeZone !== null && (taker?.timeZone ?? null) === null) {
    taken.push({ type: "ClientTimeZoneSet", payload: { ...to, timeZone } })
  }
  return [...changed(giver, given, context), ...changed(taker, taken, context)]
}

/**
 * What holds offers back and limits turns goes with a client that is merged: open complaints and turns to it are those of the one that
 * stays.
 */
export const mergeProfiles = (fromId: ClientId, intoId: ClientId, context: CommandContext) =>
  carry(fromId, intoId, (giver) => giver, context)

/** They go back with its undoing: what the merge brought and is open, or remembered, still. */
export const unmergeProfiles = (
  fromId: ClientId,
  intoId: ClientId,
  brought: ReadonlyArray<{ readonly id: string }>,
  context: CommandContext,
) => {
  const ids = new Set(brought.map(({ id }) => id))
  return carry(
    intoId,
    fromId,
    ({ touches, openComplaintIds }) => ({
      touches: touches.filter(({ actionId }) => ids.has(actionId)),
      openComplaintIds: openComplaintIds.filter((id) => ids.has(id)),
      timeZone: null,
    }),
    context,
  )
}
