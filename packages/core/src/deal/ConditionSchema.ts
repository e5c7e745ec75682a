import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { problemKey } from "../ports/input/InputProblems.ts"
import type { Condition } from "./Condition.ts"
import { conditionLimits } from "./Condition.ts"
import type { FactPathOf, FactType } from "./ConditionFacts.ts"
import { conditionFacts } from "./ConditionFacts.ts"
import { validateCondition } from "./ConditionReading.ts"

const pathsOf = <Type extends FactType>(type: Type): ReadonlyArray<FactPathOf<Type>> =>
  conditionFacts
    .filter((definition) => definition.type === type)
    // The filter is what the path's type says.
    .map(({ path }) => path as FactPathOf<Type>)

const comparisons = ["is", "isNot", "atLeast", "atMost", "above", "below"] as const

const Text = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(conditionLimits.text))
const Texts = Schema.Array(Text).check(Schema.isMinLength(1), Schema.isMaxLength(conditionLimits.list))
const Limit = Schema.Finite.check(
  Schema.isBetween({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
)
const MoneyLimit = Schema.Union([
  Schema.Literal(0),
  Schema.Struct({ amountMinor: Schema.Int, currency: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/u)) }),
])

const CustomLimit = Schema.Union([
  Limit,
  Schema.Struct({ amountMinor: Schema.Int, currency: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/u)) }),
])
const CustomPath = Schema.TemplateLiteral([Schema.Literals(["client", "deal"]), ".custom.", Schema.String])

const self = Schema.suspend((): Schema.Codec<Condition> => Shape)
const parts = Schema.Array(self).check(Schema.isMinLength(1), Schema.isMaxLength(conditionLimits.nodes - 1))

const Shape: Schema.Codec<Condition> = Schema.Union([
  Schema.Struct({ all: parts }).annotate({ description: "True where every part is" }),
  Schema.Struct({ any: parts }).annotate({ description: "True where at least one part is" }),
  Schema.Struct({ not: self }).annotate({ description: "True where the part is false; unknown where it is unknown" }),
  Schema.Struct({ fact: Schema.Literals(pathsOf("boolean")), op: Schema.Literal("is"), value: Schema.Boolean }),
  Schema.Struct({ fact: Schema.Literals(pathsOf("number")), op: Schema.Literals(comparisons), value: Limit }),
  Schema.Struct({ fact: Schema.Literals(pathsOf("money")), op: Schema.Literals(comparisons), value: MoneyLimit }),
  Schema.Struct({ fact: Schema.Literals(pathsOf("text")), op: Schema.Literals(["is", "isNot"]), value: Text }),
  Schema.Struct({ fact: Schema.Literals(pathsOf("text")), op: Schema.Literals(["in", "notIn"]), value: Texts }),
  Schema.Struct({ fact: Schema.Literals(pathsOf("textSet")), op: Schema.Literals(["has", "hasNot"]), value: Text }),
  Schema.Struct({ fact: CustomPath, op: Schema.Literal("is"), value: Schema.Boolean }),
  Schema.Struct({ fact: CustomPath, op: Schema.Literals(comparisons), value: CustomLimit }),
  Schema.Struct({ fact: CustomPath, op: Schema.Literals(["is", "isNot"]), value: Text }),
  Schema.Struct({ fact: CustomPath, op: Schema.Literals(["has", "hasNot"]), value: Text }),
  Schema.Struct({ fact: CustomPath, op: Schema.Literals(["in", "notIn"]), value: Texts }),
  Schema.Struct({ fact: CustomPath, op: Schema.Literals(["isSet", "isAbsent"]) }),
  Schema.Struct({
    fact: Schema.Literals([...pathsOf("boolean"), ...pathsOf("number"), ...pathsOf("money"), ...pathsOf("text")]),
    op: Schema.Literals(["isSet", "isAbsent"]),
  }),
]).annotate({ identifier: "Condition" })

/**
 * Reads a condition from JSON in schemas of larger inputs. The bounds of {@link conditionLimits} and everything else that
 * `readCondition` checks are checked first, so that hostile JSON is refused before anything walks into it; its problems
 * become the schema's issues, with their paths.
 */
export const ConditionSchema: Schema.Codec<Condition, unknown> = Schema.Unknown.check(
  Schema.makeFilter((json: unknown) =>
    validateCondition(json).map(({ path, code, message }) => ({
      path: segmentsOf(path),
      issue: new SchemaIssue.InvalidValue({ message: message.en, [problemKey]: { code, message } }),
    })),
  ),
).pipe(Schema.decodeTo(Shape, SchemaTransformation.passthrough({ strict: false })))

const segmentsOf = (path: string): ReadonlyArray<string | number> =>
  path
    .split(/[.[\]]/)
    .filter((segment) => segment !== "")
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment))

/**
 * The JSON Schema (draft 2020-12) of conditions, for editors: it offers facts, the operators of each and the form of values.
 * It accepts a little more than `readCondition`, which stays the authority: JSON Schema cannot say how deep or large a
 * condition may be as a whole.
 *
 * @returns a new plain object with `$schema` and `$defs`
 *
 * @example
 * ```ts
 * import { conditionJsonSchema } from "@salesdept/core/deal/service"
 *
 * conditionJsonSchema()["$schema"] // "https://json-schema.org/draft/2020-12/schema"
 * ```
 */
export const conditionJsonSchema = (): { readonly [keyword: string]: unknown } => {
  const document = Schema.toJsonSchemaDocument(Shape, { onExcessProperty: "error" })
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Condition",
    ...document.schema,
    $defs: document.definitions,
  }
}
