import type { RepId } from "../shared/Ids.ts"
import type { Deal } from "./DealSchema.ts"

/** What a source newly says of whose result a closed deal is; undefined where it says nothing, or the deal was opened here. */
const toldSeller = (before: Deal | null, { imported }: Deal, wasClosed: boolean): RepId | null | undefined => {
  if (imported === null || imported.sellerId === undefined) return undefined
  if (before === null) return imported.sellerId
  if (before.imported === null) return undefined
  return wasClosed && before.imported.sellerId === imported.sellerId ? undefined : imported.sellerId
}

/**
 * Whose result a deal is. Whoever is alone credited with it; else its owner while it is open, and from the close on who owned it then, or
 * who its source says: a result does not move because somebody else looks after the deal from now on. A closed deal that was nobody's is
 * that of the first who gets it; one whose only credit is taken back is its owner's.
 *
 * @param before - the deal before a change; null where it begins
 * @param after - the deal after it; its seller is not looked at
 */
export const sellerOf = (before: Deal | null, after: Deal): RepId | null => {
  const sole = after.creditShares.length === 1 ? after.creditShares[0] : undefined
  if (sole !== undefined) return sole.repId
  if (after.outcome === "open") return after.ownerId
  const wasClosed = before !== null && before.outcome !== "open"
  const told = toldSeller(before, after, wasClosed)
  if (told !== undefined) return told
  return wasClosed && before.creditShares.length !== 1 ? (before.sellerId ?? after.ownerId) : after.ownerId
}
