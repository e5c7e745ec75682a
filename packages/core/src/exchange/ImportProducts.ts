import { productAggregate } from "../deal/Product.ts"
import type { ProductsAnswer } from "../deal/ProductCommands.ts"
import { stateProducts } from "../deal/ProductCommands.ts"
import type { StateProducts } from "../deal/ProductSchema.ts"
import type { Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"

/** Records the products of a source. One of which it states no price, such as one that deals only name, keeps the price that it has here. */
export function* importProducts({ rows }: StateProducts, context: CommandContext): Work<ProductsAnswer, never> {
  const known = yield* byIds(
    productAggregate,
    rows.map(({ id }) => id),
  )
  const whole = rows.map((row) => ({ ...row, listPrice: row.listPrice ?? known.get(row.id)?.listPrice ?? null }))
  return yield* stateProducts({ rows: whole }, context)
}
