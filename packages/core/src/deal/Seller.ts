import type { RepId } from "../shared/Ids.ts"
import type { Deal } from "./DealSchema.ts"

const soleOf = ({ creditShares }: Deal): RepId | undefined =>
  creditShares.length === 1 ? creditShares[0]?.repId : undefined

/** What a source says of whose result a deal is that is closed as the source has it. */
const saidOf = ({ imported, outcome, closedOn }: Deal): RepId | null | undefined =>
  imported?.outcome === outcome && imported.closedOn === closedOn ? imported.sellerId : undefined

/**
 * Whose result a deal is. Whoever is alone credited with it; else its owner while it is open, and from the close on who owned it then, or
 * who its source says: a result does not move because somebody else looks after the deal from now on. A closed deal that nobody owned is
 * that of the first who gets it, unless its source says that it is nobody's; one whose only credit is taken back is whose its source
 * says, or else its owner's.
 *
 * @param before - the deal before a change; null where it begins
 * @param after - the deal after it; its seller is not looked at
 * @param told - who its source newly says, null for nobody; undefined where it says nothing
 */
export const sellerOf = (before: Deal | null, after: Deal, told?: RepId | null): RepId | null => {
  const sole = soleOf(after)
  if (sole !== undefined) return sole
  if (after.outcome === "open") return after.ownerId
  if (told !== undefined) return told
  if (before === null || before.outcome === "open") return after.ownerId
  const said = saidOf(after)
  if (soleOf(before) !== undefined && after.creditShares.length === 0) return said === undefined ? after.ownerId : said
  return before.sellerId ?? (before.ownerId === null && said !== null ? after.ownerId : null)
}
