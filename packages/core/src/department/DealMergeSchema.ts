import * as Schema from "effect/Schema"
import { idField, textField } from "../ports/FieldSchema.ts"

/** Input of `deals.merge`: the deal that stays, and the one that is the same. */
export const MergeDeals = Schema.Struct({ intoId: idField("deal"), fromId: idField("deal") })

/** Input of `deals.remove`; why is kept among the deal's texts. */
export const RemoveDeal = Schema.Struct({ dealId: idField("deal"), reason: textField(2000) })

/** Input of `deals.restore`. */
export const RestoreDeal = Schema.Struct({ dealId: idField("deal") })

/** Decoded input of `deals.merge`. */
export type MergeDeals = typeof MergeDeals.Type
/** Decoded input of `deals.remove`. */
export type RemoveDeal = typeof RemoveDeal.Type
/** Decoded input of `deals.restore`. */
export type RestoreDeal = typeof RestoreDeal.Type
