import * as Schema from "effect/Schema"
import { BasePolicyInput } from "../client/BasePolicySchema.ts"
import { controlStates } from "../control/ControlPolicy.ts"
import { SlaPolicyInput } from "../control/SlaPolicySchema.ts"
import { approvalCovers, overrideApprovalKind } from "../deal/Approval.ts"
import { ConditionSchema } from "../deal/ConditionSchema.ts"
import { touchKinds } from "../deal/StageStall.ts"
import { LoyaltyPolicyInput } from "../loyalty/LoyaltyPolicySchema.ts"
import { CustomFieldsInput } from "../ports/input/CustomFieldSchema.ts"
import { PlanPolicyInput } from "../plan/record/PlanPolicySchema.ts"
import { currencyField, instantField, messageField, slug } from "../ports/input/FieldSchema.ts"
import { ReviewPolicyInput } from "../review/ReviewPolicySchema.ts"
import { SettlementPolicyInput } from "../settlement/SettlementPolicySchema.ts"
import { check } from "../ports/input/Input.ts"
import { isTimeZone } from "../shared/TimeZone.ts"
import { TeamPolicyInput } from "../team/TeamPolicySchema.ts"

const stage = Schema.Struct({
  /** Short name, unique in the pipeline: a letter, then letters, digits, `_` or `-`; 60 characters at most. */
  id: slug,
  /** Name for people. */
  name: messageField,
  /** What standing in it means; a deal's outcome follows from it. */
  meaning: Schema.Literals(["open", "awaitingPayment", "fulfilment", "awaitingDocuments", "aftercare", "done", "lost"]),
  /** Days in the stage after which a deal counts as stalled, above 0, whole in what is published; the policy's limit where left out. */
  limitDays: Schema.optionalKey(Schema.Int),
  /** What must be true to enter it, whatever the kind of move, in the language of gates; nothing where left out. */
  entry: Schema.optionalKey(ConditionSchema),
  /** What must be true to leave it forward; nothing where left out. Moves back and losing do not ask for it. */
  exit: Schema.optionalKey(ConditionSchema),
})

const transition = Schema.Struct({
  /** Id of the stage that is left. */
  from: slug,
  /** Id of the stage that is entered. */
  to: slug,
  /** Direction of the move. */
  kind: Schema.Literals(["forward", "back", "lose", "reopen"]),
  /** Whether a reason must be given; default false. Losing always needs one. */
  requiresReason: Schema.optionalKey(Schema.Boolean),
  /** Roles of people who may make it; everyone where left out. The access policy decides who has a role. */
  roles: Schema.optionalKey(Schema.Array(slug)),
})

const pipeline = Schema.Struct({
  /** Short name, the same in all versions; of the same form as a stage's. */
  id: slug,
  /** Number of the version, from 1. A deal is judged by the version it lives under. */
  version: Schema.Int,
  /** Name for people. */
  name: messageField,
  /** Where new deals begin; the first open stage where left out. */
  entryStageId: Schema.optionalKey(slug),
  /** Stages in their order, up to 100: the order of funnels and of "forward" and "back". */
  stages: Schema.Array(stage).check(Schema.isMaxLength(100)),
  /** Allowed moves, up to 2,000; what is not listed is not allowed. */
  transitions: Schema.Array(transition).check(Schema.isMaxLength(2000)),
  /**
   * Stages of earlier versions that are gone, up to 100, and where their deals go; none where left out. A stage that holds deals
   * is never dropped without it.
   */
  retiredStages: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        /** Id of the stage in earlier versions. */
        stageId: slug,
        /** Id of the stage that takes its deals. */
        to: slug,
      }),
    ).check(Schema.isMaxLength(100)),
  ),
})

const reason = Schema.Struct({
  /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. */
  id: slug,
  /** Name for people. */
  name: messageField,
  /** Whether a text must be given with it. */
  textRequired: Schema.Boolean,
  /**
   * Of a reason to lose a deal: it never was one of its own, but a duplicate merged into another or an entry by mistake.
   * Waterfalls show it as removed and not as lost. Default false.
   */
  removes: Schema.optionalKey(Schema.Boolean),
})

const source = Schema.Struct({
  /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. */
  id: slug,
  /** Name for people. */
  name: messageField,
  /** What its records carry; what is not named is not observable, never "none". */
  carries: Schema.Array(Schema.Literals(["nextSteps", "dialogs", "payments", "documents", "leads", "targets"])),
  /**
   * From this instant on, by the library's own clock, deals are led here: the source moves none of them any more, and new ones
   * of it begin in the entry stage. Until then, and where left out, it asserts stages past the gates.
   */
  cutOverAt: Schema.optionalKey(instantField),
})

const limit = Schema.Int.check(
  check("limit.bounds", { en: "must be 1 to 3650", ru: "должно быть от 1 до 3650" }, (n) => n >= 1 && n <= 3650),
)

const parking = Schema.Struct({
  /** The reasons a person picks from, 1 to 100. */
  reasons: Schema.Array(
    Schema.Struct({
      /** Short name. */
      id: slug,
      /** Name for people. */
      name: messageField,
      /** For how many days at most, 1 to 3650 (inclusive); the policy's limit holds where left out. */
      limitDays: Schema.optionalKey(limit),
    }),
  ).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(100),
    check(
      "reasons.repeatedId",
      { en: "two reasons have the same id", ru: "у двух причин один идентификатор" },
      (reasons: ReadonlyArray<{ readonly id: string }>) => new Set(reasons.map(({ id }) => id)).size === reasons.length,
    ),
  ),
  /** For how many days a record may be parked at most, 1 to 3650, counted from the day it was first parked (inclusive). */
  limitDays: limit,
  /** For how many days a row of the control list may be snoozed at most (inclusive), 1 to 3650. */
  snoozeLimitDays: limit,
})

const control = Schema.Struct({
  /**
   * Every control state once, the worst first: where several hold at once, the record is in the first. Parking excuses what
   * stands after `parked`, and nothing before it. `notObservable`, `onTrack` and `closed` are what is left when none of the
   * others holds, and stand last in that order of certainty.
   */
  priority: Schema.Array(Schema.Literals(controlStates)).check(
    check(
      "priority.incomplete",
      {
        en: "must name every control state exactly once",
        ru: "должны быть названы все состояния контроля, каждое один раз",
      },
      (names) => names.length === controlStates.length && new Set(names).size === controlStates.length,
    ),
  ),
  /**
   * A lead or an inbound dialog must be answered within so many hours, 1 to 3650, wall clock. It waits on us from the moment the
   * hours are over (exclusive); until then the answer is under way. Where `sla` agrees on working time, that counts instead.
   */
  answerWithinHours: limit,
  /**
   * A deal in progress counts as stalled after so many days, 1 to 3650, in one stage (exclusive), unless its stage has a limit
   * of its own.
   */
  stalledAfterDays: limit,
  /** A client is regular from so many won deals on (inclusive), 1 to 3650. */
  regularFromWonDeals: limit,
  /** A regular client is quiet after so many days, 1 to 3650, without a dialog or a sale (exclusive). */
  quietAfterDays: limit,
  /**
   * A next step, or the day to which a lead is put off, keeps a record under control where it lies at most so many days ahead, 1
   * to 3650 (inclusive); 366 where left out. Further ahead it is as good as none.
   */
  commitWithinDays: Schema.optionalKey(limit),
  /** Rules of parking and snoozing; the usual ones where left out. */
  parking: Schema.optionalKey(parking),
  /** Agreed times of answers in working time, reminders and escalation; none where left out. */
  sla: Schema.optionalKey(SlaPolicyInput),
})

const distinctIds = check<ReadonlyArray<{ readonly id: string }>>(
  "list.repeatedId",
  { en: "two entries have the same id", ru: "у двух записей один идентификатор" },
  (entries) => new Set(entries.map(({ id }) => id)).size === entries.length,
)

const rolesField = Schema.Array(slug).check(
  check<ReadonlyArray<unknown>>(
    "roles.count",
    { en: "must be 1 to 50 roles", ru: "должно быть от 1 до 50 ролей" },
    (roles) => roles.length >= 1 && roles.length <= 50,
  ),
)

const approvalKind = Schema.Struct({
  /**
   * Short name, such as `discount`, 1 to 60 letters, digits, `_`, `-` or `.`; the value of the fact `approvals.granted`.
   * `override` is there already.
   */
  id: slug.check(
    check(
      "approvalKind.reserved",
      {
        en: "override is there already: its rules are in overrides",
        ru: "override уже есть: его правила — в overrides",
      },
      (id) => id !== overrideApprovalKind,
    ),
  ),
  /** Name for people. */
  name: messageField,
  /** Roles of those who may decide, 1 to 50; anybody but who asked where left out. */
  roles: Schema.optionalKey(rolesField),
  /** Hours for which it holds from asking, 1 to 87,600 (inclusive), where the asker names no end; without end where left out. */
  validHours: Schema.optionalKey(
    Schema.Int.check(
      check(
        "validHours.bounds",
        { en: "must be 1 to 87600", ru: "должно быть от 1 до 87600" },
        (n) => n >= 1 && n <= 87_600,
      ),
    ),
  ),
  /**
   * What it holds for once granted: the amount it was asked for, or less at no deeper a discount (`terms`), that amount or less (`amount`),
   * or the deal whatever becomes of its amounts (`deal`); `terms` where left out.
   */
  covers: Schema.optionalKey(Schema.Literals(approvalCovers)),
})

const overrides = Schema.Struct({
  /** How many overrides a person may make in a period, 0 to 1,000 (inclusive). */
  perPerson: Schema.Int.check(
    check("perPerson.bounds", { en: "must be 0 to 1000", ru: "должно быть от 0 до 1000" }, (n) => n >= 0 && n <= 1000),
  ),
  /** The period, by the tenant's calendar. */
  period: Schema.Literals(["day", "week", "month", "quarter"]),
  /** Roles of those who may approve one, 1 to 50; who has such a role approves their own. */
  roles: rolesField,
})

/** A department's whole configuration, as it is published. */
export const DepartmentInput = Schema.Struct({
  /** Name for people. */
  name: messageField,
  /** Rules about the team and about how leads find their owners; the usual ones where left out. */
  team: Schema.optionalKey(TeamPolicyInput),
  /** IANA time zone in which the tenant's days begin. */
  timeZone: Schema.String.check(
    check("timeZone.unknown", { en: "must be an IANA time zone", ru: "ожидается часовой пояс IANA" }, isTimeZone),
  ),
  /** Currency of its plans and totals, ISO 4217. */
  currency: currencyField,
  /** Pipelines in every version that deals may still live under, 1 to 200. */
  pipelines: Schema.Array(pipeline).check(Schema.isMinLength(1), Schema.isMaxLength(200)),
  /** Pipeline of deals that name none. */
  defaultPipelineId: slug,
  /**
   * Pipelines in which people open no new deals, while those that live in them go on, up to 200; none where left out. What a publication leaves
   * out of its pipelines comes among them, but for those of sources.
   */
  closedPipelineIds: Schema.optionalKey(Schema.Array(slug).check(Schema.isMaxLength(200))),
  /** Why a deal may be lost. */
  lostReasons: Schema.Array(reason).check(distinctIds),
  /** Why a lead may be disqualified. */
  disqualifyReasons: Schema.Array(reason).check(distinctIds),
  /** What a dialog may come to. */
  dialogOutcomes: Schema.Array(
    Schema.Struct({
      /** Short name, unique in the list: 1 to 60 letters, digits, `_`, `-` or `.`. */
      id: slug,
      /** Name for people. */
      name: messageField,
    }),
  ).check(distinctIds),
  /** Where imported records come from. */
  sources: Schema.Array(source).check(distinctIds),
  /** What a deal may need approval for, up to 100 kinds; nothing but overrides where left out. */
  approvalKinds: Schema.optionalKey(Schema.Array(approvalKind).check(Schema.isMaxLength(100), distinctIds)),
  /** Who may pass a gate whose conditions are not met, and how often; nobody where left out. */
  overrides: Schema.optionalKey(overrides),
  /** What counts as moving a deal on within its stage, beside entering it; nothing else where left out. */
  touches: Schema.optionalKey(Schema.Array(Schema.Literals(touchKinds)).check(Schema.isMaxLength(touchKinds.length))),
  /** Rules of control. */
  control,
  /** Rules of the client base: lists to choose from, who is regular, how often to speak with whom. None where left out. */
  base: Schema.optionalKey(BasePolicyInput),
  /** Fields of the department's own on clients, contact persons, leads and deals, up to 200; none where left out. */
  customFields: Schema.optionalKey(CustomFieldsInput),
  /** Rules of loyalty: caps, hours of rest, reasons; the library's usual ones where left out. */
  loyalty: Schema.optionalKey(LoyaltyPolicyInput),
  /** Rules of reviews: finding rules, who talks about what; what is left out is as the library has it. */
  review: Schema.optionalKey(ReviewPolicyInput),
  /** Rules of settlement; where left out, nothing that needs them is done. */
  settlement: Schema.optionalKey(SettlementPolicyInput),
  /** Rules of plans: the tree of drivers that explains a deviation. The usual drivers of deals where left out. */
  plan: Schema.optionalKey(PlanPolicyInput),
})

/** Decoded configuration. */
export type DepartmentInput = typeof DepartmentInput.Type
