import * as Schema from "effect/Schema"
import { messageField, slug, textField } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"
import type { OwnCondition, OwnRule } from "./OwnRule.ts"
import { ownFacts } from "./OwnRule.ts"
import { settingProblems } from "./RuleSet.ts"
import type { RuleSetting } from "./RuleSet.ts"

const severity = Schema.Literals(["critical", "major", "minor"])
const kind = Schema.Literals(["mistake", "missedOpportunity", "win"])
const route = Schema.Literals(["personal", "collectiveUnnamed", "collectiveNamed"])

const wholeFrom = (from: number, to: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${from} to ${to}`, ru: `должно быть от ${from} до ${to}` },
      (n) => n >= from && n <= to,
    ),
  )

const condition = Schema.Struct({
  fact: slug,
  is: Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])),
  oneOf: Schema.optionalKey(Schema.Array(Schema.String).check(Schema.isMaxLength(1000))),
  atLeast: Schema.optionalKey(Schema.Finite),
  atMost: Schema.optionalKey(Schema.Finite),
  isSet: Schema.optionalKey(Schema.Boolean),
})

const kindsOf = ({ is, oneOf, atLeast, atMost }: OwnCondition): ReadonlyArray<"text" | "number" | "flag"> => [
  ...(is === undefined
    ? []
    : ([typeof is === "string" ? "text" : typeof is === "number" ? "number" : "flag"] as const)),
  ...(oneOf === undefined ? [] : (["text"] as const)),
  ...(atLeast === undefined && atMost === undefined ? [] : (["number"] as const)),
]

const ownRule = Schema.Struct({
  id: slug,
  version: wholeFrom(1, 1_000_000),
  name: messageField,
  kind,
  severity,
  over: Schema.Literals(["deal", "lead", "nextStep"]),
  when: Schema.Array(condition).check(
    check<ReadonlyArray<unknown>>(
      "when.count",
      { en: "must be 1 to 20 conditions", ru: "должно быть от 1 до 20 условий" },
      (conditions) => conditions.length >= 1 && conditions.length <= 20,
    ),
  ),
  next: messageField,
}).check(
  check<OwnRule>(
    "ownRule.fact",
    {
      en: "a condition asks a fact that there is not, or asks it as what it is not",
      ru: "условие называет факт, которого нет, или спрашивает его не по его виду",
    },
    ({ over, when }) =>
      when.every((one) => {
        const known = Object.hasOwn(ownFacts[over], one.fact) ? ownFacts[over][one.fact] : undefined
        return known !== undefined && kindsOf(one).every((asked) => asked === known)
      }),
  ),
)

const distinctIds = check<ReadonlyArray<{ readonly id: string }>>(
  "list.repeatedId",
  { en: "two entries have the same id", ru: "у двух записей один идентификатор" },
  (entries) => new Set(entries.map(({ id }) => id)).size === entries.length,
)

const ids = Schema.Array(slug).check(Schema.isMaxLength(200))

const routing = Schema.Struct({
  sensitiveRuleIds: Schema.Array(textField(100)).check(Schema.isMaxLength(200)),
  rules: Schema.Array(
    Schema.Struct({
      kinds: Schema.optionalKey(Schema.Array(kind)),
      severities: Schema.optionalKey(Schema.Array(severity)),
      ruleIds: Schema.optionalKey(Schema.Array(textField(100))),
      leastReps: Schema.optionalKey(wholeFrom(1, 100_000)),
      isRecurring: Schema.optionalKey(Schema.Boolean),
      route,
    }),
  ).check(Schema.isMaxLength(100)),
  otherwise: route,
  leastRepsUnnamed: Schema.optionalKey(wholeFrom(2, 1000)),
})

/** A department's rules of reviews, as they are published. What is left out is as the library has it. */
export const ReviewPolicyInput = Schema.Struct({
  rules: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        ruleId: textField(100),
        isOff: Schema.optionalKey(Schema.Boolean),
        thresholds: Schema.optionalKey(Schema.Record(Schema.String, Schema.Finite)),
      }),
    ).check(
      Schema.isMaxLength(200),
      check<ReadonlyArray<RuleSetting>>(
        "rules.unsound",
        {
          en: "names a rule or a threshold that there is not, or a value out of its bounds",
          ru: "названо правило или порог, которых нет, или значение вне пределов",
        },
        (settings) => settingProblems(settings).length === 0,
      ),
    ),
  ),
  ownRules: Schema.optionalKey(Schema.Array(ownRule).check(Schema.isMaxLength(200), distinctIds)),
  proposalStageIds: Schema.optionalKey(ids),
  referralStepIds: Schema.optionalKey(ids),
  newcomerDays: Schema.optionalKey(wholeFrom(0, 3650)),
  routing: Schema.optionalKey(routing),
})

/** Decoded rules of reviews. */
export type ReviewPolicyInput = typeof ReviewPolicyInput.Type
