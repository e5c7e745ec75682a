import * as Schema from "effect/Schema"
import { check, inputDecoder } from "../ports/Input.ts"
import { isCalendarDate } from "../shared/CalendarDate.ts"
import { isInstant } from "../shared/Instant.ts"
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
        en: "must be a UTC time such as 2026-11-23T09:30:00.000Z or a date such as 2026-11-23",
        ru: "ожидается время UTC вида 2026-11-23T09:30:00.000Z или дата вида 2026-11-23",
      },
      (text) => isInstant(text) || isCalendarDate(text),
    ),
  )

const limitField = Schema.Number.check(check("control.limit", limitText, isLimit))

const kindsField = Schema.Array(Schema.Literals(controlKinds))

const controlFields = {
  asOf: Schema.optionalKey(momentField("asOf.shape")),
  knownAt: Schema.optionalKey(momentField("knownAt.shape")),
  records: Schema.optionalKey(Schema.Literals(["then", "now"])),
  stalledByHistory: Schema.optionalKey(Schema.Boolean),
} satisfies FieldsOf<ControlOptions>

const partitionFields = { idsPerState: Schema.optionalKey(limitField) } satisfies FieldsOf<PartitionOptions>

const listFields = {
  kinds: Schema.optionalKey(kindsField),
  ownerId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  viewerId: Schema.optionalKey(Schema.String),
  limit: Schema.optionalKey(limitField),
} satisfies FieldsOf<ControlListOptions>

const promisedFields = {
  kinds: kindsField,
  states: Schema.Array(Schema.Literals(controlStates)),
} satisfies FieldsOf<CoveragePolicy>

/** Decodes what every question about control is given. */
export const decodeControl = inputDecoder(Schema.Struct(controlFields))

/** Decodes what the partition is asked with. */
export const decodePartition = inputDecoder(Schema.Struct({ ...controlFields, ...partitionFields }))

/** Decodes what the list is asked with. */
export const decodeList = inputDecoder(Schema.Struct({ ...controlFields, ...listFields }))

/** Decodes what coverage is asked with. */
export const decodeCoverage = inputDecoder(
  Schema.Struct({ ...controlFields, promised: Schema.optionalKey(Schema.Struct(promisedFields)) }),
)

/** Decodes whom a question is about. */
export const decodePerson = inputDecoder(Schema.Struct({ personId: Schema.String }))

/** Decodes whose records a plan is for, and by which seed it chooses. */
export const decodeOffboarding = inputDecoder(
  Schema.Struct({ personId: Schema.String, seed: Schema.optionalKey(Schema.String) }),
)
