import * as Schema from "effect/Schema"
import { messageField, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { problemKey } from "../ports/input/InputProblems.ts"
import type { Message } from "../shared/Message.ts"
import type { OwnCondition, OwnRule, OwnRuleSubject } from "./OwnRule.ts"
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
  /** Name of the fact, see `ownFacts`. */
  fact: slug,
  /** It is this. */
  is: Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])),
  /** It is one of these. */
  oneOf: Schema.optionalKey(Schema.Array(Schema.String).check(Schema.isMaxLength(1000))),
  /** It is at least so much (inclusive). */
  atLeast: Schema.optionalKey(Schema.Finite),
  /** It is at most so much (inclusive). */
  atMost: Schema.optionalKey(Schema.Finite),
  /** Whether it is known at all. */
  isSet: Schema.optionalKey(Schema.Boolean),
})

const kindsOf = ({ is, oneOf, atLeast, atMost }: OwnCondition): ReadonlyArray<"text" | "number" | "flag"> => [
  ...(is === undefined
    ? []
    : ([typeof is === "string" ? "text" : typeof is === "number" ? "number" : "flag"] as const)),
  ...(oneOf === undefined ? [] : (["text"] as const)),
  ...(atLeast === undefined && atMost === undefined ? [] : (["number"] as const)),
]

const kindNames = { text: "текст", number: "число", flag: "да или нет" }

const isAsked = (over: OwnRuleSubject, condition: OwnCondition): boolean => {
  const known = Object.hasOwn(ownFacts[over], condition.fact) ? ownFacts[over][condition.fact] : undefined
  return known !== undefined && kindsOf(condition).every((asked) => asked === known)
}

/** Conditions ask facts of what the rule looks at, each as what it is; those that do not are named, with what there is. */
const asksFactsOf = (over: OwnRuleSubject) => {
  const facts = Object.entries(ownFacts[over])
  const message: Message = {
    en: `must ask one of these facts, as what it is: ${facts.map(([name, of]) => `${name} (${of})`).join(", ")}`,
    ru: `нужен один из этих фактов, и по его виду: ${facts.map(([name, of]) => `${name} (${kindNames[of]})`).join(", ")}`,
  }
  return Schema.makeFilter<OwnRule>(
    (rule) =>
      rule.over === over
        ? rule.when.flatMap((one, at) => (isAsked(over, one) ? [] : [{ path: ["when", at], issue: message.en }]))
        : true,
    { [problemKey]: { code: "ownRule.fact", message } },
  )
}

const ownRule = Schema.Struct({
  /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. In findings it is `own.` and this name. */
  id: slug,
  /** Raised whenever the rule would judge the same facts otherwise; whole, 1 to 1,000,000 (inclusive). */
  version: wholeFrom(1, 1_000_000),
  /** Name for people; the finding's title. */
  name: messageField,
  /** What its findings are. */
  kind,
  /** How grave they are. */
  severity,
  /** The records it looks at. */
  over: Schema.Literals(["deal", "lead", "nextStep"]),
  /** Conditions, 1 to 20; all must hold. */
  when: Schema.Array(condition).check(
    check<ReadonlyArray<unknown>>(
      "when.count",
      { en: "must be 1 to 20 conditions", ru: "должно быть от 1 до 20 условий" },
      (conditions) => conditions.length >= 1 && conditions.length <= 20,
    ),
  ),
  /** A question or a step for the review. */
  next: messageField,
}).check(asksFactsOf("deal"), asksFactsOf("lead"), asksFactsOf("nextStep"))

const distinctIds = check<ReadonlyArray<{ readonly id: string }>>(
  "list.repeatedId",
  { en: "two entries have the same id", ru: "у двух записей один идентификатор" },
  (entries) => new Set(entries.map(({ id }) => id)).size === entries.length,
)

const ids = Schema.Array(slug).check(Schema.isMaxLength(200))

const routing = Schema.Struct({
  /** Rules of findings that are never talked about before others, whatever the rules below say; up to 200. */
  sensitiveRuleIds: Schema.Array(textField(100)).check(Schema.isMaxLength(200)),
  /** The first rule that fits decides; up to 100. */
  rules: Schema.Array(
    Schema.Struct({
      /** Kinds of findings. */
      kinds: Schema.optionalKey(Schema.Array(kind)),
      /** Severities. */
      severities: Schema.optionalKey(Schema.Array(severity)),
      /** Rules of findings. */
      ruleIds: Schema.optionalKey(Schema.Array(textField(100))),
      /** How many reps at least the same rule was found with in the period, 1 or more. */
      leastReps: Schema.optionalKey(wholeFrom(1, 100_000)),
      /** Whether it must have come again after an earlier period. */
      isRecurring: Schema.optionalKey(Schema.Boolean),
      route,
    }),
  ).check(Schema.isMaxLength(100)),
  /** Where no rule fits. */
  otherwise: route,
  /**
   * How many reps a collective debrief that names nobody needs at least, 2 to 1,000 (inclusive); below it, one could guess who
   * is meant. Default 3.
   */
  leastRepsUnnamed: Schema.optionalKey(wholeFrom(2, 1000)),
})

/** A department's rules of reviews, as they are published. What is left out is as the library has it. */
export const ReviewPolicyInput = Schema.Struct({
  /** Shipped rules that are off or have other thresholds, up to 200; none where left out. */
  rules: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        /** The rule, by its id, such as `deal.discountBeyondLimit`. */
        ruleId: textField(100),
        /** True leaves the rule out. Default false. */
        isOff: Schema.optionalKey(Schema.Boolean),
        /** Thresholds that differ from the defaults, by name, within the bounds of the rule. */
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
  /** The department's own rules, beside the shipped ones; up to 200, none where left out. */
  ownRules: Schema.optionalKey(Schema.Array(ownRule).check(Schema.isMaxLength(200), distinctIds)),
  /** Stages in which the client holds a proposal, up to 200; `proposal` and `quote` where left out. */
  proposalStageIds: Schema.optionalKey(ids),
  /** Steps of scripts that ask for a recommendation, up to 200; `referralRequest` where left out. */
  referralStepIds: Schema.optionalKey(ids),
  /** For how many days a rep is a newcomer, compared with newcomers; 0 to 3650 (inclusive). Default 90. */
  newcomerDays: Schema.optionalKey(wholeFrom(0, 3650)),
  /** Who talks about what; where left out, wins by name, what three reps share without names, all else in private. */
  routing: Schema.optionalKey(routing),
})

/** Decoded rules of reviews. */
export type ReviewPolicyInput = typeof ReviewPolicyInput.Type
