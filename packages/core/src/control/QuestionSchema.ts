import * as Schema from "effect/Schema"
import { dateField, opaqueId, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { isCalendarDate } from "../shared/CalendarDate.ts"
import { hasDates, isInstant } from "../shared/Instant.ts"
import type { DateRange } from "../shared/Period.ts"
import type { ControlListOptions } from "./ControlList.ts"
import { controlKinds, controlStates } from "./ControlPolicy.ts"
import type { CoveragePolicy } from "./Coverage.ts"
import type { PartitionOptions } from "./Partition.ts"
import type { ControlOptions } from "./ReadControlService.ts"
import { isLimit, limitText } from "./Worst.ts"

/** A schema for every option: one that is added later is not refused as unknown. */
type FieldsOf<Options> = { readonly [Option in keyof Options]-?: Schema.Top }

const momentField = (code: string) =>
  Schema.String.check(
    check(
      code,
      {
        en: "must be a UTC time with milliseconds, such as 2026-11-23T09:30:00.000Z or a date such as 2026-11-23",
        ru: "ожидается время UTC с миллисекундами, вида 2026-11-23T09:30:00.000Z или дата вида 2026-11-23",
      },
      (text) => isInstant(text) || isCalendarDate(text),
    ),
    check(
      code.replace("shape", "bounds"),
      { en: "must lie from 0001-01-02 to 9999-12-30", ru: "должно быть от 0001-01-02 до 9999-12-30" },
      (text) => !(isInstant(text) || isCalendarDate(text)) || hasDates(text),
    ),
  )

const limitField = Schema.Number.check(check("control.limit", limitText, isLimit))

const kindsField = Schema.Array(Schema.Literals(controlKinds))

const statesField = Schema.Array(Schema.Literals(controlStates))

const controlFields = {
  asOf: Schema.optionalKey(momentField("asOf.shape")),
  knownAt: Schema.optionalKey(momentField("knownAt.shape")),
  records: Schema.optionalKey(Schema.Literals(["then", "now"])),
  stalledByHistory: Schema.optionalKey(Schema.Boolean),
} satisfies FieldsOf<ControlOptions>

const partitionFields = { idsPerState: Schema.optionalKey(limitField) } satisfies FieldsOf<PartitionOptions>

const listFields = {
  kinds: Schema.optionalKey(kindsField),
  states: Schema.optionalKey(statesField),
  ownerId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  viewerId: Schema.optionalKey(Schema.String),
  limit: Schema.optionalKey(limitField),
  after: Schema.optionalKey(Schema.NullOr(textField(8000))),
} satisfies FieldsOf<ControlListOptions>

const promisedFields = {
  kinds: kindsField,
  states: statesField,
} satisfies FieldsOf<CoveragePolicy>

/** Of every question about control. */
export const controlQuestion = Schema.Struct(controlFields)

/** Of `control.partition`. */
export const partitionQuestion = Schema.Struct({ ...controlFields, ...partitionFields })

/** Of `control.list`. */
export const listQuestion = Schema.Struct({ ...controlFields, ...listFields })

/** Of `control.coverage` and `control.assertCovered`. */
export const coverageQuestion = Schema.Struct({
  ...controlFields,
  promised: Schema.optionalKey(Schema.Struct(promisedFields)),
})

/** Of `control.owned`. */
export const ownedQuestion = Schema.Struct({
  /** The host's id of the person. */
  personId: opaqueId,
})

/** Of `control.planOffboarding`. */
export const offboardingQuestion = Schema.Struct({
  /** The host's id of who leaves or is away. */
  personId: opaqueId,
  /** Decides between people who are alike: the same seed gives the same plan. The person's id where left out. */
  seed: Schema.optionalKey(Schema.String),
})

/** Whose records are asked for. */
export type OwnedQuestion = typeof ownedQuestion.Encoded
/** Whose records are to be planned for others. */
export type OffboardingQuestion = typeof offboardingQuestion.Encoded

/** Of `control.fairness`. */
export const fairnessQuestion = Schema.Struct({ from: dateField, to: dateField }).check(
  check<DateRange>(
    "range.order",
    { en: "must end after it begins", ru: "конец должен быть позже начала" },
    ({ from, to }) => from < to,
  ),
)
