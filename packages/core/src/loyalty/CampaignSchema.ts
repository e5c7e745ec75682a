import * as Schema from "effect/Schema"
import type { Condition } from "../deal/Condition.ts"
import { ConditionSchema } from "../deal/ConditionSchema.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, messageField, moneyField, opaqueId, slug } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CampaignOutcomesDesign } from "./CampaignDesign.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween, isCalendarDate } from "../shared/CalendarDate.ts"
import type { CampaignId } from "../shared/Ids.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { wholeFrom } from "./LoyaltyPolicySchema.ts"
import type { SatisfactionMetric } from "./SignalSchema.ts"
import { isAnswer } from "./SignalSchema.ts"
import type { Trigger } from "./Trigger.ts"

/** What is to be done. The library decides and records it; the host does it. */
export type LoyaltyAction =
  /** A task for a rep: of the deal's owner, else the client's, where no person is named, or one who has left. */
  | { readonly kind: "task"; readonly typeId: string; readonly dueInDays: number; readonly assigneeId?: string }
  /** An offer that costs the budget so much while it is open, and stands for so many days. */
  | { readonly kind: "offer"; readonly offerTypeId: string; readonly cost: Money; readonly validDays: number }
  /** A request for a recommendation. */
  | { readonly kind: "recommendation" }
  /** A question about satisfaction. */
  | { readonly kind: "satisfaction"; readonly metric: SatisfactionMetric }
  /** A repeat deal in a pipeline, the default one where none is named. */
  | { readonly kind: "repeatDeal"; readonly pipelineId?: string }

/** A part of the clients that is let alone, so that the effect can be seen. */
export interface Holdout {
  /** Its share, above 0, below 1. */
  readonly share: number
  /** Seed of the draw: another one draws all anew. */
  readonly seed: string
}

/** A campaign's rule. */
export interface CampaignPlan {
  /** Name for people. */
  readonly name: Message
  /** What makes it due. */
  readonly trigger: Trigger
  /** What must hold of the deal it is about, in the language of gates; nothing where null. */
  readonly condition: Condition | null
  /** What is to be done. */
  readonly action: LoyaltyAction
  /** The channel the client is turned to by; null where it is not turned to, which no cap counts. */
  readonly channelId: string | null
  /** The purpose the client must have agreed to; null where no consent is needed. */
  readonly consentPurposeId: string | null
  /** Where several campaigns want the same client, those with less go first; whole, 0 to 1000 (inclusive). */
  readonly priority: number
  /** At most so many actions for one client within so many days; no such limit where null. */
  readonly perClient: { readonly count: number; readonly days: number } | null
  /** At most so many actions in all; no such limit where null. */
  readonly maxActions: number | null
  /** What its offers may cost together; null where it offers nothing. */
  readonly budget: Money | null
  /** Who is let alone; nobody where null. */
  readonly holdout: Holdout | null
}

/** A campaign of repeat sale: a rule with what it has done so far. */
export interface Campaign extends RecordState {
  readonly id: CampaignId
  /** Draft until it is switched on; paused, it may be changed and switched on again; ended, it stays as it is. */
  readonly status: "draft" | "on" | "paused" | "ended"
  /** The rule in force. */
  readonly plan: CampaignPlan
  /** Day on which it was switched on first: what fell due before is left alone. Null while a draft. */
  readonly startedOn: CalendarDate | null
  /** By what its effect is read: stated when it was switched on, and never changed. Null where nothing was stated. */
  readonly design: CampaignOutcomesDesign | null
  /** Actions decided so far, less those cancelled; counted where there is a limit. */
  readonly actionCount: number
  /** Cost of offers that are open, minor units of the budget's currency. */
  readonly reservedMinor: number
  /** Cost of offers that were accepted, minor units. */
  readonly usedMinor: number
}

const afterDays = wholeFrom(0, 3650)

const triggerField = Schema.Union([
  Schema.Struct({ on: Schema.Literal("dealFinished"), afterDays }),
  Schema.Struct({ on: Schema.Literal("consumption"), productId: opaqueId, everyDays: wholeFrom(1, 3650) }),
  Schema.Struct({ on: Schema.Literal("season"), month: wholeFrom(1, 12), day: wholeFrom(1, 31) }).check(
    check<{ readonly month: number; readonly day: number }>(
      "season.day",
      { en: "no year has such a day", ru: "такого дня нет ни в одном году" },
      // Of a leap year, which has all days that there are.
      ({ month, day }) => isCalendarDate(`2028-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`),
    ),
  ),
  Schema.Struct({ on: Schema.Literal("contractEnd"), beforeDays: afterDays }),
  Schema.Struct({ on: Schema.Literal("milestone"), kindId: slug, afterDays: wholeFrom(-3650, 3650) }),
  Schema.Struct({ on: Schema.Literal("dealCount"), count: wholeFrom(1, 10_000), afterDays }),
  Schema.Struct({
    on: Schema.Literal("quiet"),
    times: Schema.Finite.check(
      check("times.bounds", { en: "must be 1 to 10", ru: "должно быть от 1 до 10" }, (n) => n >= 1 && n <= 10),
    ),
  }),
  Schema.Struct({ on: Schema.Literal("dialogOutcome"), outcomeId: slug, afterDays }),
  Schema.Struct({
    on: Schema.Literal("satisfaction"),
    metric: Schema.Literals(["nps", "csat"]),
    from: wholeFrom(0, 10),
    to: wholeFrom(0, 10),
    afterDays,
  }).check(
    check<{ readonly metric: SatisfactionMetric; readonly from: number; readonly to: number }>(
      "satisfaction.scores",
      {
        en: "from must not be above to, and both must be answers: 0 to 10 of nps, 1 to 5 of csat",
        ru: "from не должно быть больше to, и оба — из возможных оценок: от 0 до 10 для nps, от 1 до 5 для csat",
      },
      ({ metric, from, to }) => from <= to && isAnswer(metric, from) && isAnswer(metric, to),
    ),
  ),
])

const actionField = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("task"),
    typeId: slug,
    dueInDays: wholeFrom(0, 366),
    assigneeId: Schema.optionalKey(opaqueId),
  }),
  Schema.Struct({ kind: Schema.Literal("offer"), offerTypeId: slug, cost: moneyField, validDays: wholeFrom(1, 366) }),
  Schema.Struct({ kind: Schema.Literal("recommendation") }),
  Schema.Struct({ kind: Schema.Literal("satisfaction"), metric: Schema.Literals(["nps", "csat"]) }),
  Schema.Struct({ kind: Schema.Literal("repeatDeal"), pipelineId: Schema.optionalKey(slug) }),
])

const shareField = Schema.Finite.check(
  check(
    "share.bounds",
    { en: "must be above 0 and below 1", ru: "должно быть больше 0 и меньше 1" },
    (n) => n > 0 && n < 1,
  ),
)

/** A campaign's rule, as it is stated. */
const CampaignPlanInput = Schema.Struct({
  /** What people call it. */
  name: messageField,
  /** What makes it due, such as `{ on: "dealFinished", afterDays: 30 }`; days are counted from what records assert. */
  trigger: triggerField,
  /** What must hold of the deal it is about, in the language of gates; nothing where null or left out. */
  condition: Schema.optionalKey(Schema.NullOr(ConditionSchema)),
  /** What is to be done, such as `{ kind: "recommendation" }`; the library decides and records it, the host does it. */
  action: actionField,
  /** The channel by which the client is turned to; null where it is not turned to, which no cap counts. */
  channelId: Schema.NullOr(slug),
  /** The purpose that the client must have agreed to; null where no consent is needed. */
  consentPurposeId: Schema.NullOr(slug),
  /** Where several campaigns want the same client, those with less go first; whole, 0 to 1,000 (inclusive). 500 where left out. */
  priority: Schema.optionalKey(wholeFrom(0, 1000)),
  /** The limit of actions for one client; none where null or left out. */
  perClient: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        /** At most so many actions, 1 to 1,000 (inclusive). */
        count: wholeFrom(1, 1000),
        /** Within so many days, 1 to 366 (inclusive). */
        days: wholeFrom(1, 366),
      }),
    ),
  ),
  /** At most so many actions in all, whole, 1 or more; no such limit where null or left out. */
  maxActions: Schema.optionalKey(Schema.NullOr(wholeFrom(1, Number.MAX_SAFE_INTEGER))),
  /** What its offers may cost together, at least the cost of one, in its currency; null or left out where the action is no offer. */
  budget: Schema.optionalKey(Schema.NullOr(moneyField)),
  /** The part of the clients that is let alone, so that the effect can be seen; nobody where null or left out. */
  holdout: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        /** Its share of the clients, above 0 and below 1. */
        share: shareField,
        /** Seed of the draw, 1 to 60 letters, digits, `_`, `-` or `.`: another one draws all clients anew. */
        seed: slug,
      }),
    ),
  ),
}).check(
  check<{ readonly action: LoyaltyAction; readonly budget?: Money | null }>(
    "campaign.budget",
    {
      en: "an offer needs a budget in the currency of its cost, and nothing else has one",
      ru: "предложению нужен бюджет в валюте его стоимости, остальным действиям бюджет не нужен",
    },
    ({ action, budget = null }) =>
      action.kind === "offer" ? budget !== null && budget.currency === action.cost.currency : budget === null,
  ),
  check<{ readonly action: LoyaltyAction; readonly budget?: Money | null }>(
    "campaign.budgetTooSmall",
    {
      en: "the budget must suffice for one offer at least: with less nothing would ever be offered",
      ru: "бюджета должно хватать хотя бы на одно предложение: иначе кампания ничего не предложит",
    },
    ({ action, budget = null }) =>
      action.kind !== "offer" ||
      budget === null ||
      budget.currency !== action.cost.currency ||
      budget.amountMinor >= action.cost.amountMinor,
  ),
)

/** A campaign's rule as it is stated, decoded. */
export type StatedCampaignPlan = typeof CampaignPlanInput.Type

/** Input of `campaigns.plan`: a new campaign, or another rule for one that is not on. */
export const PlanCampaign = Schema.Struct({
  /** A campaign that is neither on nor ended, or an id of your own, beginning with `campaign_`; a new one where left out. */
  id: Schema.optionalKey(idField("campaign")),
  /** Its rule, in place of the one it had. */
  plan: CampaignPlanInput,
})

/** Input of `campaigns.pause` and `campaigns.end`. */
export const NamedCampaign = Schema.Struct({
  /** The campaign: one that is on to `pause`, one that is not ended to `end`. */
  campaignId: idField("campaign"),
})

const designField = Schema.Struct({
  /** A client has come back where it won a deal within so many days after the action fell due (inclusive); 1 to 3,660. */
  withinDays: wholeFrom(1, 3660),
  /** Share of clients expected to come back without the campaign, above 0 and below 1. */
  baselineShare: shareField,
  /** The smallest difference of shares worth finding, above 0; with the baseline below 1. */
  minimumDifference: shareField,
}).check(
  check<{ readonly baselineShare: number; readonly minimumDifference: number }>(
    "outcomes.shares",
    {
      en: "baseline and difference together must be below 1",
      ru: "базовая доля и разница вместе должны быть меньше 1",
    },
    ({ baselineShare, minimumDifference }) => baselineShare + minimumDifference < 1,
  ),
)

/** Input of `campaigns.start`. */
export const StartCampaign = Schema.Struct({
  /** The campaign: a draft or a paused one. */
  campaignId: idField("campaign"),
  /**
   * By what its effect is going to be read. Has to be stated where the campaign lets a part of the clients alone, and holds once it is: who tries
   * several finds one that pleases. May be left out where it was stated before.
   */
  design: Schema.optionalKey(designField),
})

/** Question of `loyalty.simulate`: what a rule would have done between two days (inclusive), at most ten years apart. */
export const SimulateCampaign = Schema.Struct({
  /** The rule that is tried; nothing of it is stored. */
  plan: CampaignPlanInput,
  /** First day, `YYYY-MM-DD`. */
  from: dateField,
  /** Last day (inclusive), not before the first, at most 3,660 days after it. */
  to: dateField,
}).check(
  check<{ readonly from: CalendarDate; readonly to: CalendarDate }>(
    "simulation.days",
    {
      en: "from must not be after to, nor more than ten years before it",
      ru: "from не должно быть позже to или раньше него больше чем на десять лет",
    },
    ({ from, to }) => from <= to && daysBetween(from, to) <= 3660,
  ),
)

/** Question of `campaigns.outcomes`. */
export const OutcomesQuestion = Schema.Struct({
  /** The campaign. */
  campaignId: idField("campaign"),
  /** By what it is read, where nothing was stated when it was switched on; else left out, or the same. */
  design: Schema.optionalKey(designField),
})

/** Decoded question of `campaigns.outcomes`. */
export type OutcomesQuestion = typeof OutcomesQuestion.Type
/** Decoded input of `campaigns.plan`. */
export type PlanCampaign = typeof PlanCampaign.Type
/** Decoded input of `campaigns.start`. */
export type StartCampaign = typeof StartCampaign.Type
/** Decoded input of `campaigns.pause` and `campaigns.end`. */
export type NamedCampaign = typeof NamedCampaign.Type
