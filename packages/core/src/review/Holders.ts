import { textAt } from "../shared/Columns.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"

const holdersIn = new WeakMap<ReviewFacts, ReadonlyMap<string, string | null>>()

/**
 * Who looks after each deal, by its id: what is due after a sale is theirs, whoever sold it. Where control is not read, that is who the
 * deal counts for. Made once of the same facts: several rules ask for it.
 */
export const holdersOf = (facts: ReviewFacts): ReadonlyMap<string, string | null> => {
  const known = holdersIn.get(facts)
  if (known !== undefined) return known
  const { control, deals } = facts
  const holders = new Map<string, string | null>()
  for (const [row, id] of deals.id.entries()) holders.set(id, textAt(deals.owner, row))
  for (const { id, ownerId } of control?.base.deal ?? []) holders.set(id, ownerId)
  holdersIn.set(facts, holders)
  return holders
}
