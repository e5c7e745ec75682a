import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { productAggregate } from "./Product.ts"
import type { StateProducts } from "./ProductSchema.ts"

/** What stating products changed. */
export interface ProductsAnswer {
  /** Products that were not there. */
  readonly created: number
  /** Products that took new values. */
  readonly changed: number
  /** Products of which nothing new was said. */
  readonly unchanged: number
}

/** Records products as they are stated; what is already so changes nothing. */
export function* stateProducts(input: StateProducts, context: CommandContext): Work<ProductsAnswer, never> {
  const products = yield* byIds(
    productAggregate,
    input.rows.map(({ id }) => id),
  )
  const changes: Array<Change> = []
  let created = 0
  for (const stated of input.rows) {
    const product = products.get(stated.id) ?? null
    const price = product?.listPrice ?? null
    const samePrice =
      price?.amountMinor === stated.listPrice?.amountMinor && price?.currency === stated.listPrice?.currency
    if (product !== null && product.name === stated.name && samePrice) continue
    if (product === null) created += 1
    changes.push(
      recordEvents(productAggregate, product, [{ type: "ProductStated", payload: stated }], {
        occurredAt: context.occurredAt,
      }),
    )
  }
  const changed = changes.length - created
  return Result.succeed(decision(changes, { created, changed, unchanged: input.rows.length - changes.length }))
}
