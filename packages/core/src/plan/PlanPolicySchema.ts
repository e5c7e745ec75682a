import * as Schema from "effect/Schema"
import { messageField, slug } from "../ports/FieldSchema.ts"
import { creditMoments } from "./CreditRule.ts"
import type { DriverNode } from "./DriverTree.ts"

const named = { id: slug, name: messageField }

const leaf = Schema.Struct({ kind: Schema.Literal("leaf"), ...named, measure: Schema.optionalKey(slug) })

const levels = 6

const above = (below: Schema.Codec<DriverNode>, level: number): Schema.Codec<DriverNode> => {
  const nodes = Schema.Array(below).check(Schema.isMaxLength(50))
  return Schema.Union([
    leaf,
    Schema.Struct({ kind: Schema.Literal("product"), ...named, children: nodes }),
    Schema.Struct({ kind: Schema.Literal("sum"), ...named, children: nodes, minus: Schema.optionalKey(nodes) }),
    Schema.Struct({
      kind: Schema.Literal("ratio"),
      ...named,
      numerator: below,
      denominator: below,
      whenDenominatorZero: Schema.optionalKey(Schema.Finite),
    }),
  ]).annotate({ identifier: `DriverNode${level}` })
}

/** A tree of so many levels at most, spelt out: JSON cannot lead a reader deeper. */
const driverTree = Array.from({ length: levels - 1 }, (_, index) => index + 2).reduce<Schema.Codec<DriverNode>>(
  (below, level) => above(below, level),
  leaf,
)

const moment = Schema.Literals(creditMoments)

/** Reads a tenant's rules of plans. */
export const PlanPolicyInput = Schema.Struct({
  driverTree: Schema.optionalKey(
    Schema.Struct({
      tree: driverTree,
      measures: Schema.Array(Schema.Struct({ id: slug, of: moment, per: Schema.optionalKey(moment) })).check(
        Schema.isMinLength(1),
        Schema.isMaxLength(50),
      ),
      explains: Schema.optionalKey(moment),
      method: Schema.optionalKey(Schema.Literals(["lmdi", "shapley", "owen", "sequential"])),
      groups: Schema.optionalKey(
        Schema.Array(Schema.Array(slug).check(Schema.isMinLength(1), Schema.isMaxLength(50))).check(
          Schema.isMaxLength(50),
        ),
      ),
    }),
  ),
})
