import * as Schema from "effect/Schema"
import { messageField, slug } from "../../ports/input/FieldSchema.ts"
import { creditMoments } from "../facts/CreditRule.ts"
import type { DriverNode } from "../drivers/DriverTree.ts"

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
  /** The tree by which `plans.variance` explains; the usual drivers of deals where left out. */
  driverTree: Schema.optionalKey(
    Schema.Struct({
      /** The root; its value is in minor units. At most 6 levels. */
      tree: driverTree,
      /** Where the tree's measures are read, 1 to 50, each once. */
      measures: Schema.Array(
        Schema.Struct({
          /** The measure, as the tree's leaves name it. */
          id: slug,
          /** The facts it counts. */
          of: moment,
          /** The facts it is divided by, for rates and means: won deals per closed deals; not divided where absent. */
          per: Schema.optionalKey(moment),
        }),
      ).check(Schema.isMinLength(1), Schema.isMaxLength(50)),
      /** The money that the tree explains; `wonMoney` where absent. What the tree does not give of it is a line of its own. */
      explains: Schema.optionalKey(moment),
      /** How a change is split; the Shapley value where absent. */
      method: Schema.optionalKey(Schema.Literals(["lmdi", "shapley", "owen", "sequential"])),
      /**
       * Measures that belong together (marketing's, sales'), for the Owen value: it replaces the drivers of a group one after
       * another. A measure in none is a group of its own.
       */
      groups: Schema.optionalKey(
        Schema.Array(Schema.Array(slug).check(Schema.isMinLength(1), Schema.isMaxLength(50))).check(
          Schema.isMaxLength(50),
        ),
      ),
    }),
  ),
})
