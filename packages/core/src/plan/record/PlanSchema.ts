import * as Schema from "effect/Schema"
import type { RecordState } from "../../journal/Aggregate.ts"
import {
  currencyField,
  dateField,
  idField,
  minorFromZero,
  opaqueId,
  slug,
  textField,
} from "../../ports/input/FieldSchema.ts"
import { check } from "../../ports/input/Input.ts"
import type { ActorId } from "../../shared/Actor.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { FiscalCalendar } from "../../shared/FiscalCalendar.ts"
import type { PlanId, PlanVersionId, RepId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import { creditMoments, creditSources } from "../facts/CreditRule.ts"
import type { CreditMoment } from "../facts/CreditRule.ts"
import { isPlanPeriodLabel } from "./PlanPeriods.ts"

/**
 * What a measure counts. `money` is in minor units of the plan's currency: won or invoiced amounts; `payments` and `debts` are
 * money too, received and still owed; `units` are pieces sold; `counts` are leads, dialogs, meetings, proposals, deals;
 * `documents` are closing documents signed.
 */
const measureKinds = ["money", "units", "counts", "documents", "payments", "debts"] as const

/** A kind of measure. */
export type MeasureKind = (typeof measureKinds)[number]

/** Whether numbers of a kind are money, in minor units of the plan's currency. */
export const isMoneyKind = (kind: MeasureKind): boolean => kind === "money" || kind === "payments" || kind === "debts"

const isMoneyFact = (credit: CreditMoment): boolean => creditSources[credit].money !== null

const moneyFacts = creditMoments.filter(isMoneyFact).join(", ")

/** Something that a plan sets targets for. */
export interface PlanMeasure {
  /** Its name within the plan, such as `wonMinor` or `meetings`. */
  readonly id: string
  /** What it counts. */
  readonly kind: MeasureKind
  /** Which fact counts towards it, and when; null where the host brings its facts itself. */
  readonly credit: CreditMoment | null
  /** Of proposals, the type of the next steps that are, in the tenant's own words; `proposal` where absent. */
  readonly stepTypeId?: string
}

/** By what a target may be narrowed; each is an id, or null where the target is for all of them. */
export interface TargetScope {
  /** Whose target; null for a target of no one person. */
  readonly repId: RepId | null
  /** Of which team. */
  readonly teamId: string | null
  /** For which product. */
  readonly productId: string | null
  /** For which segment of clients. */
  readonly segmentId: string | null
  /** In which pipeline. */
  readonly pipelineId: string | null
  /** With which client. */
  readonly clientId: string | null
}

/** One planned figure: of what, for when, whose. */
export interface Target extends TargetScope {
  /** A measure of the plan. */
  readonly measure: string
  /**
   * Label of a period: `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3`, `2026`, or of the plan's fiscal calendar: `FY2026`,
   * `FY2026-Q3`, `FY2026-M07`.
   */
  readonly period: string
  /** Whole units or minor units, 0 or more. */
  readonly value: number
  /** The part of the value laid on above what the level above had to reach, 0 to `value` (inclusive); it stays visible. */
  readonly padding: number
}

/** What one rep is to sell in one calendar quarter: the short form that `plans.publish` takes. */
export interface QuarterTarget {
  /** The rep. */
  readonly ownerId: RepId
  /** Calendar quarter, such as `2026-Q3`. */
  readonly quarter: string
  /** Amount to be won, minor units of the plan's currency. */
  readonly amountMinor: number
}

/**
 * What a version is for: the plan first agreed, the plan as corrected, one that is aimed for above it; what people offer from
 * below; and what is only looked at side by side.
 */
export const planBaselines = ["original", "current", "stretch", "proposal", "scenario"] as const

/** What a version is for. */
export type PlanBaseline = (typeof planBaselines)[number]

/**
 * Where a version stands. `adopted`: stated by a source or host that had agreed on it elsewhere; nothing was approved here.
 * `approved` and `adopted` versions are in force from their day on; `returned` and `withdrawn` ones never are.
 */
export type PlanVersionStatus = "draft" | "submitted" | "approved" | "adopted" | "returned" | "withdrawn"

/** Why a version differs from the one it is based on. */
export interface PlanReason {
  /** The tenant's own code, such as `marketShift`. */
  readonly code: string
  /** The review, debrief or variance that asked for it, as the host or the review area names it; null where none did. */
  readonly reviewId: string | null
  /** Labels of the periods whose deviation it answers, such as `2026-Q3`; none where it answers none. `plans.replan` states those it went by. */
  readonly variancePeriods: ReadonlyArray<string>
}

/** A plan's versions as the plan itself knows them. */
export interface PlanVersionMark {
  /** The version's record. */
  readonly versionId: PlanVersionId
  /** 1, 2, 3… in the order of drafting. */
  readonly number: number
  /** What it is for. */
  readonly baseline: PlanBaseline
  /** Where it stands. */
  readonly status: PlanVersionStatus
  /** First day on which it holds. */
  readonly effectiveFrom: CalendarDate
  /** When the library learnt that it is in force; null while it is not. */
  readonly inForceSince: Instant | null
}

/** A plan: its currency, measures and the list of its versions. Targets stand in the versions; none is ever deleted. */
export interface Plan extends RecordState {
  readonly id: PlanId
  /** ISO 4217 code of all its money. */
  readonly currency: string
  /** Fiscal calendar of its fiscal periods; null where it has none. */
  readonly fiscalCalendar: FiscalCalendar | null
  /** What it sets targets for. */
  readonly measures: ReadonlyArray<PlanMeasure>
  /** Its versions by number. */
  readonly versions: ReadonlyArray<PlanVersionMark>
}

/** One version of a plan. Its targets never change: a correction is another version. */
export interface PlanVersion extends RecordState {
  readonly id: PlanVersionId
  /** The plan. */
  readonly planId: PlanId
  /** 1, 2, 3… within the plan. */
  readonly number: number
  /** What it is for. */
  readonly baseline: PlanBaseline
  /** Where it stands. */
  readonly status: PlanVersionStatus
  /** Number of the version it was made from; null where it was made from none. */
  readonly basedOn: number | null
  /** First day on which it holds, once approved. */
  readonly effectiveFrom: CalendarDate
  /** Why it differs from the one it is based on. */
  readonly reasons: ReadonlyArray<PlanReason>
  /** The targets, each scope, measure and period at most once. */
  readonly targets: ReadonlyArray<Target>
  /** Who drew it up. */
  readonly draftedBy: ActorId
  /** Who submitted it; null while nobody has. */
  readonly submittedBy: ActorId | null
  /** Who approved, returned or withdrew it; null while nobody has. */
  readonly decidedBy: ActorId | null
  /** When the library learnt that it is in force; null while it is not. */
  readonly inForceSince: Instant | null
}

const scopeFields = {
  /** Whose target it is, by the host's id; a target of no one person where null or left out. */
  repId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** Of which team; of none where null or left out. */
  teamId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** For which product; for all where null or left out. */
  productId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** For which segment of clients; for all where null or left out. */
  segmentId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** In which pipeline of the department's; in all where null or left out. */
  pipelineId: Schema.optionalKey(Schema.NullOr(slug)),
  /** With which client; with all where null or left out. */
  clientId: Schema.optionalKey(Schema.NullOr(opaqueId)),
}

const periodLabel = Schema.String.check(
  check(
    "period.label",
    {
      en: "must be the label of a period such as 2026-11, 2026-W47, 2026-Q3 or FY2026-M07",
      ru: "ожидается обозначение периода вида 2026-11, 2026-W47, 2026-Q3 или FY2026-M07",
    },
    isPlanPeriodLabel,
  ),
)

const targetField = Schema.Struct({
  /** A measure of the plan, by its short name. */
  measure: slug,
  /**
   * Label of the period: `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3` or `2026`; `FY2026-Q3` and its like where the plan has a
   * fiscal calendar.
   */
  period: periodLabel,
  /** Whole pieces or counts, or minor units of the plan's currency; 0 or more. */
  value: minorFromZero,
  /** The part of the value that is laid on above what the level above has to reach; 0 to `value` (inclusive). Default 0. */
  padding: Schema.optionalKey(minorFromZero),
  ...scopeFields,
}).check(
  check<{ readonly value: number; readonly padding?: number }>(
    "padding.tooLarge",
    { en: "padding is a part of the value and cannot exceed it", ru: "запас — часть плана и не может его превышать" },
    ({ value, padding = 0 }) => padding <= value,
  ),
)

/** One target as commands take it: what is left out of the scope is null, padding is 0. */
export type TargetInput = typeof targetField.Type

const targetsField = Schema.Array(targetField).check(Schema.isMinLength(1), Schema.isMaxLength(10_000))

const reasonField = Schema.Struct({
  /** The department's own code of the reason, 1 to 60 letters, digits, `_`, `-` or `.`, such as `marketShift`. */
  code: slug,
  /** The review, debrief or variance that asked for it, by its id; none where null or left out. */
  reviewId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** Labels of the periods whose deviation it answers, such as `2026-Q3`, at most 100; none where left out. */
  variancePeriods: Schema.optionalKey(Schema.Array(periodLabel).check(Schema.isMaxLength(100))),
})

const wholeFrom = (from: number, to: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${from} to ${to}`, ru: `должно быть от ${from} до ${to}` },
      (value) => value >= from && value <= to,
    ),
  )
const namedBy = Schema.Literals(["start", "end"])
const fiscalCalendarField = Schema.Union([
  Schema.Struct({ form: Schema.Literal("months"), startMonth: wholeFrom(1, 12), namedBy }),
  Schema.Struct({
    form: Schema.Literal("weeks"),
    pattern: Schema.Literals(["4-4-5", "4-5-4", "5-4-4"]),
    endMonth: wholeFrom(1, 12),
    endWeekday: wholeFrom(1, 7),
    endRule: Schema.Literals(["last", "nearest"]),
    extraWeekMonth: Schema.optionalKey(wholeFrom(1, 12)),
    namedBy,
  }),
])

/** Input of `plans.open`. Up to 50 measures (inclusive). */
export const OpenPlan = Schema.Struct({
  /** An id of your own, beginning with `plan_`; a new one where left out. */
  id: Schema.optionalKey(idField("plan")),
  /** What people call it; 1 to 300 characters. */
  name: textField(300),
  /** ISO 4217 code of all its money. */
  currency: currencyField,
  /** Fiscal years of the plan, so that targets may be by `FY2026-Q3`; the calendar's own where left out. */
  fiscalCalendar: Schema.optionalKey(fiscalCalendarField),
  /** What is planned: 1 to 50 measures (inclusive), each by its own name. */
  measures: Schema.Array(
    Schema.Struct({
      /** Its short name, by which targets name it: `wonMinor`. */
      id: slug,
      /** What its numbers are; of facts in money `money`, `payments` or `debts`, which are in minor units. */
      kind: Schema.Literals(measureKinds),
      /** Which facts count for it; null or left out where the host compares it itself. */
      credit: Schema.optionalKey(Schema.NullOr(Schema.Literals(creditMoments))),
      /** Of the fact `proposals`, and refused with others: the type of the next steps that are proposals; `proposal` where left out. */
      stepTypeId: Schema.optionalKey(slug),
    }).check(
      check<{ readonly credit?: string | null; readonly stepTypeId?: string }>(
        "stepTypeId.credit",
        { en: "stepTypeId goes with the credit proposals", ru: "stepTypeId указывают только с фактом proposals" },
        ({ credit, stepTypeId }) => stepTypeId === undefined || credit === "proposals",
      ),
      check<{ readonly kind: MeasureKind; readonly credit?: CreditMoment | null }>(
        "measure.kind",
        {
          en: `kind and credit do not go together: ${moneyFacts} are of the kind money, payments or debts, all other facts of units, counts or documents`,
          ru: `kind не подходит к credit: у ${moneyFacts} вид money, payments или debts, у остальных фактов — units, counts или documents`,
        },
        ({ kind, credit }) => credit === undefined || credit === null || isMoneyKind(kind) === isMoneyFact(credit),
      ),
    ),
  ).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(50),
    check<ReadonlyArray<Pick<PlanMeasure, "id">>>(
      "measures.repeated",
      { en: "a measure is named twice", ru: "показатель указан дважды" },
      (measures) => new Set(measures.map(({ id }) => id)).size === measures.length,
    ),
  ),
})

/** Input of `plans.draft`. Up to 10,000 targets (inclusive). */
export const DraftPlanVersion = Schema.Struct({
  /** The plan. */
  planId: idField("plan"),
  /** An id of your own, beginning with `planversion_`; a new one where left out. */
  versionId: Schema.optionalKey(idField("planVersion")),
  /** What it is read beside: `original` and `current` hold, `stretch` stands above, `proposal` and `scenario` are only looked at. */
  baseline: Schema.Literals(planBaselines),
  /** The day from which it holds once it is approved, `YYYY-MM-DD`. */
  effectiveFrom: dateField,
  /** Number of the version that it corrects, from 1; none where left out. */
  basedOn: Schema.optionalKey(wholeFrom(1, Number.MAX_SAFE_INTEGER)),
  /** Why, with the review that asked for it; up to 50. */
  reasons: Schema.optionalKey(Schema.Array(reasonField).check(Schema.isMaxLength(50))),
  /** In words; up to 2,000 characters. A text. */
  comment: Schema.optionalKey(textField(2000)),
  /** Each for a measure, a period and any of rep, team, product, segment, pipeline and client; up to 10,000. */
  targets: targetsField,
})

/** Input of `plans.submit` and `plans.approve`. */
export const DecidePlanVersion = Schema.Struct({
  /** The version: a draft to `submit`, a submitted one to `approve`, by somebody who neither drew it up nor handed it in. */
  versionId: idField("planVersion"),
})

/** Input of `plans.sendBack` and `plans.withdraw`: with the reason in the tenant's own code. */
export const RefusePlanVersion = Schema.Struct({
  /** The version: a submitted one to `return`, a draft or a submitted one to `withdraw`. */
  versionId: idField("planVersion"),
  /** Why, by the department's own code, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonCode: slug,
})

const quarterField = Schema.String.check(
  check("quarter.shape", { en: "must be a quarter such as 2026-Q3", ru: "ожидается квартал вида 2026-Q3" }, (text) =>
    /^\d{4}-Q[1-4]$/.test(text),
  ),
)

/** Input of `plans.publish`. Up to 10,000 targets (inclusive). */
export const PublishPlan = Schema.Struct({
  /** The plan's id, beginning with `plan_`: a new plan where there is none, else another version of it. */
  id: idField("plan"),
  /** ISO 4217 code of all its money; of a plan that is there already, the same as before. */
  currency: currencyField,
  /** The whole of its targets, 1 to 10,000 (inclusive), each rep and quarter once; the same again change nothing. */
  targets: Schema.Array(
    Schema.Struct({
      /** The host's id of the rep. */
      ownerId: opaqueId,
      /** Quarter of the calendar, such as `2026-Q3`. */
      quarter: quarterField,
      /** Amount to be won in the quarter, in whole minor units of the plan's currency, 0 or more. */
      amountMinor: minorFromZero,
    }),
  ).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(10_000),
    check<ReadonlyArray<QuarterTarget>>(
      "targets.repeated",
      { en: "a rep has two targets for one quarter", ru: "у менеджера две цели на один квартал" },
      (targets) => new Set(targets.map(({ ownerId, quarter }) => `${quarter} ${ownerId}`)).size === targets.length,
    ),
  ),
})

/** Decoded input of `plans.open`. */
export type OpenPlan = typeof OpenPlan.Type
/** Decoded input of `plans.draft`. */
export type DraftPlanVersion = typeof DraftPlanVersion.Type
/** Decoded input of `plans.submit` and `plans.approve`. */
export type DecidePlanVersion = typeof DecidePlanVersion.Type
/** Decoded input of `plans.sendBack` and `plans.withdraw`. */
export type RefusePlanVersion = typeof RefusePlanVersion.Type
/** Decoded input of `plans.publish`. */
export type PublishPlan = typeof PublishPlan.Type
