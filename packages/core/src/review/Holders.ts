import { textAt } from "../shared/Columns.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"

/**
 * Who looks after each deal, by its id: what is due after a sale is theirs, whoever sold it. Where control is not read, that is who the
 * deal counts for.
 */
export const holdersOf = ({ control, deals }: ReviewFacts): ReadonlyMap<string, string | null> =>
  new Map([
    ...deals.id.map((id, row) => [id, textAt(deals.owner, row)] as const),
    ...(control?.base.deal ?? []).map(({ id, ownerId }) => [id, ownerId] as const),
  ])
