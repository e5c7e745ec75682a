import type { RepId } from "../shared/Ids.ts"
import type { Deal } from "./DealSchema.ts"

/** Whether its source says that a deal, closed as the source has it, is nobody's result. */
const isSaidNobodys = ({ imported, outcome, closedOn }: Deal): boolean =>
  imported?.sellerId === null && imported.outcome === outcome && imported.closedOn === closedOn

/**
 * Whose result a deal was when it was closed: of who owned it then, or who its source says; a result does not move because somebody else
 * looks after the deal from now on. A closed deal that nobody owned is that of the first who gets it, unless its source says that it is
 * nobody's. Null while it is open.
 */
const closerOf = (before: Deal | null, after: Deal, told: RepId | null | undefined): RepId | null => {
  if (after.outcome === "open") return null
  if (told !== undefined) return told
  if (before === null || before.outcome === "open") return after.ownerId
  if (before.closedById !== null) return before.closedById
  return before.ownerId === null && !isSaidNobodys(after) ? after.ownerId : null
}

/**
 * Whose result a deal is. Whoever is alone credited with it, also where their credit is shared later; else its owner while it is open, and
 * from the close on whose it was then.
 *
 * @param before - the deal before a change; null where it begins
 * @param after - the deal after it; whose result it is is not looked at
 * @param told - whose it is newly said to be, by its source or by the same deal that is merged into it, null for nobody; undefined where nothing is said
 */
export const resultOf = (
  before: Deal | null,
  after: Deal,
  told?: RepId | null,
): Pick<Deal, "sellerId" | "closedById"> => {
  const { creditShares, outcome, ownerId } = after
  const closedById = closerOf(before, after, told)
  if (creditShares.length === 1) return { sellerId: creditShares[0]?.repId ?? null, closedById }
  if (outcome === "open") return { sellerId: ownerId, closedById }
  // Somebody else was credited alone before, and shares that now.
  const isShared = creditShares.length > 0 && before !== null && before.outcome !== "open"
  const stays = isShared && before.sellerId !== before.closedById
  return { sellerId: stays ? before.sellerId : closedById, closedById }
}
