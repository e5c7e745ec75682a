import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, moneyField, textField, rowsOf } from "../ports/input/FieldSchema.ts"
import type { ProductId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"

/** Something that is sold. */
export interface Product extends RecordState {
  readonly id: ProductId
  /** Its name. */
  readonly name: string
  /** Its list price; null where there is none. */
  readonly listPrice: Money | null
}

const productRow = Schema.Struct({
  /** Its id, beginning with `product_`. */
  id: idField("product"),
  /** What people call it, 1 to 300 characters. */
  name: textField(300),
  /** Its list price in whole minor units, 0 or more; null where there is none. */
  listPrice: Schema.NullOr(moneyField),
})

/** Input of `products.state`: products as they are now. 1 to 5,000 rows (inclusive) a call. */
export const StateProducts = Schema.Struct({
  /** The products as they are now, 1 to 5,000 (inclusive), each at most once; products that are not named stay as they are. */
  rows: rowsOf(productRow),
})

/** Decoded input of `products.state`. */
export type StateProducts = typeof StateProducts.Type
