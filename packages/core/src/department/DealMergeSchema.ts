import * as Schema from "effect/Schema"
import { idField, textField } from "../ports/input/FieldSchema.ts"

/** Input of `deals.merge`: the deal that stays, and the one that is the same. */
export const MergeDeals = Schema.Struct({
  /** The deal that stays: its own values are kept, those it lacks are filled from the other. */
  intoId: idField("deal"),
  /** The deal that is the same, and leaves the base; what belongs to it moves to the one that stays. */
  fromId: idField("deal"),
})

/** Input of `deals.remove`; why is kept among the deal's texts. */
export const RemoveDeal = Schema.Struct({
  /** The deal; refused where it has invoices, payments or closing documents. */
  dealId: idField("deal"),
  /** Why it is removed, 1 to 2,000 characters. A text of the deal. */
  reason: textField(2000),
})

/** Input of `deals.restore`. */
export const RestoreDeal = Schema.Struct({
  /** The deal that was removed or merged. */
  dealId: idField("deal"),
})

/** Decoded input of `deals.merge`. */
export type MergeDeals = typeof MergeDeals.Type
/** Decoded input of `deals.remove`. */
export type RemoveDeal = typeof RemoveDeal.Type
/** Decoded input of `deals.restore`. */
export type RestoreDeal = typeof RestoreDeal.Type
