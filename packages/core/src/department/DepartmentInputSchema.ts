import * as Schema from "effect/Schema"
import { BasePolicyInput } from "../client/BasePolicySchema.ts"
import { controlStates } from "../control/ControlPolicy.ts"
import { SlaPolicyInput } from "../control/SlaPolicySchema.ts"
import { overrideApprovalKind } from "../deal/Approval.ts"
import { ConditionSchema } from "../deal/ConditionSchema.ts"
import { touchKinds } from "../deal/StageStall.ts"
import { LoyaltyPolicyInput } from "../loyalty/LoyaltyPolicySchema.ts"
import { CustomFieldsInput } from "../ports/CustomFieldSchema.ts"
import { PlanPolicyInput } from "../plan/PlanPolicySchema.ts"
import { currencyField, instantField, messageField, slug } from "../ports/FieldSchema.ts"
import { ReviewPolicyInput } from "../review/ReviewPolicySchema.ts"
import { SettlementPolicyInput } from "../settlement/SettlementPolicySchema.ts"
import { check } from "../ports/Input.ts"
import { isTimeZone } from "../shared/TimeZone.ts"
import { TeamPolicyInput } from "../team/TeamPolicySchema.ts"

const stage = Schema.Struct({
  id: slug,
  name: messageField,
  meaning: Schema.Literals(["open", "awaitingPayment", "fulfilment", "awaitingDocuments", "aftercare", "done", "lost"]),
  limitDays: Schema.optionalKey(Schema.Int),
  entry: Schema.optionalKey(ConditionSchema),
  exit: Schema.optionalKey(ConditionSchema),
})

const transition = Schema.Struct({
  from: slug,
  to: slug,
  kind: Schema.Literals(["forward", "back", "lose", "reopen"]),
  requiresReason: Schema.optionalKey(Schema.Boolean),
  roles: Schema.optionalKey(Schema.Array(slug)),
})

const pipeline = Schema.Struct({
  id: slug,
  version: Schema.Int,
  name: messageField,
  entryStageId: Schema.optionalKey(slug),
  stages: Schema.Array(stage).check(Schema.isMaxLength(100)),
  transitions: Schema.Array(transition).check(Schema.isMaxLength(2000)),
  retiredStages: Schema.optionalKey(
    Schema.Array(Schema.Struct({ stageId: slug, to: slug })).check(Schema.isMaxLength(100)),
  ),
})

const reason = Schema.Struct({
  id: slug,
  name: messageField,
  textRequired: Schema.Boolean,
  removes: Schema.optionalKey(Schema.Boolean),
})

const source = Schema.Struct({
  id: slug,
  name: messageField,
  carries: Schema.Array(Schema.Literals(["nextSteps", "dialogs", "payments", "documents", "leads", "targets"])),
  cutOverAt: Schema.optionalKey(instantField),
})

const limit = Schema.Int.check(
  check("limit.bounds", { en: "must be 1 to 3650", ru: "должно быть от 1 до 3650" }, (n) => n >= 1 && n <= 3650),
)

const parking = Schema.Struct({
  reasons: Schema.Array(Schema.Struct({ id: slug, name: messageField, limitDays: Schema.optionalKey(limit) })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(100),
    check(
      "reasons.repeatedId",
      { en: "two reasons have the same id", ru: "у двух причин один идентификатор" },
      (reasons: ReadonlyArray<{ readonly id: string }>) => new Set(reasons.map(({ id }) => id)).size === reasons.length,
    ),
  ),
  limitDays: limit,
  snoozeLimitDays: limit,
})

const control = Schema.Struct({
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
  answerWithinHours: limit,
  stalledAfterDays: limit,
  regularFromWonDeals: limit,
  quietAfterDays: limit,
  commitWithinDays: Schema.optionalKey(limit),
  parking: Schema.optionalKey(parking),
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
  name: messageField,
  roles: Schema.optionalKey(rolesField),
  validHours: Schema.optionalKey(
    Schema.Int.check(
      check(
        "validHours.bounds",
        { en: "must be 1 to 87600", ru: "должно быть от 1 до 87600" },
        (n) => n >= 1 && n <= 87_600,
      ),
    ),
  ),
})

const overrides = Schema.Struct({
  perPerson: Schema.Int.check(
    check("perPerson.bounds", { en: "must be 0 to 1000", ru: "должно быть от 0 до 1000" }, (n) => n >= 0 && n <= 1000),
  ),
  period: Schema.Literals(["day", "week", "month", "quarter"]),
  roles: rolesField,
})

/** A department's whole configuration, as it is published. */
export const DepartmentInput = Schema.Struct({
  name: messageField,
  team: Schema.optionalKey(TeamPolicyInput),
  timeZone: Schema.String.check(
    check("timeZone.unknown", { en: "must be an IANA time zone", ru: "ожидается часовой пояс IANA" }, isTimeZone),
  ),
  currency: currencyField,
  pipelines: Schema.Array(pipeline).check(Schema.isMinLength(1), Schema.isMaxLength(200)),
  defaultPipelineId: slug,
  lostReasons: Schema.Array(reason).check(distinctIds),
  disqualifyReasons: Schema.Array(reason).check(distinctIds),
  dialogOutcomes: Schema.Array(Schema.Struct({ id: slug, name: messageField })).check(distinctIds),
  sources: Schema.Array(source).check(distinctIds),
  approvalKinds: Schema.optionalKey(Schema.Array(approvalKind).check(Schema.isMaxLength(100), distinctIds)),
  overrides: Schema.optionalKey(overrides),
  touches: Schema.optionalKey(Schema.Array(Schema.Literals(touchKinds)).check(Schema.isMaxLength(touchKinds.length))),
  control,
  base: Schema.optionalKey(BasePolicyInput),
  customFields: Schema.optionalKey(CustomFieldsInput),
  loyalty: Schema.optionalKey(LoyaltyPolicyInput),
  review: Schema.optionalKey(ReviewPolicyInput),
  settlement: Schema.optionalKey(SettlementPolicyInput),
  plan: Schema.optionalKey(PlanPolicyInput),
})

/** Decoded configuration. */
export type DepartmentInput = typeof DepartmentInput.Type
