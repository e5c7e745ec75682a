import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Product } from "./ProductSchema.ts"

/** Somebody stated what a product is and what it costs. */
export type ProductStated = DomainEvent<"ProductStated", Pick<Product, "id" | "name" | "listPrice">>

/** Products as a kind of record. */
export const productAggregate: Aggregate<Product, ProductStated, never> = {
  kind: "product",
  indexes: [],
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}
