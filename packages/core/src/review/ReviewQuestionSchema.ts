import * as Schema from "effect/Schema"
import { dateField, idField, opaqueId, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { ReviewedPeriod } from "./FindingRecordSchema.ts"
import { ClosePeriod } from "./SummarySchema.ts"

// Bounds of settings are told by what counts with them.
const settingField = Schema.optionalKey(Schema.Finite)

const rulesField = Schema.Array(
  Schema.Struct({
    ruleId: textField(100),
    isOff: Schema.optionalKey(Schema.Boolean),
    thresholds: Schema.optionalKey(Schema.Record(Schema.String, Schema.Finite)),
  }),
).check(Schema.isMaxLength(200))

/** Of `findings.find` and `findings.review`. */
export const findingsQuestion = Schema.Struct({
  ...ReviewedPeriod.fields,
  rules: Schema.optionalKey(rulesField),
})

const limitField = Schema.optionalKey(
  Schema.Finite.check(
    check<number>("limit.negative", { en: "must be 0 or more", ru: "должно быть 0 или больше" }, (limit) => limit >= 0),
  ),
)

/** Of `findings.peers`. */
export const peersQuestion = Schema.Struct({
  ...ReviewedPeriod.fields,
  falseDiscoveryRate: settingField,
  leastOccasions: settingField,
  leastClosed: settingField,
  level: settingField,
  limits: Schema.optionalKey(Schema.Struct({ discountPercent: limitField, unsentAfterDays: limitField })),
})

/** Of `findings.growth`. */
export const growthQuestion = Schema.Struct({
  /** The host's id of the rep. */
  repId: opaqueId,
  /** The day up to which what is open is followed, `YYYY-MM-DD`; today in the department's time zone where left out. */
  on: Schema.optionalKey(dateField),
})

/** Of `debriefs.support`. */
export const supportQuestion = Schema.Struct({
  /** The host's id of the mentor. */
  mentorId: opaqueId,
})

/** Of `debriefs.agenda`. */
export const agendaQuestion = Schema.Struct({
  /** The debrief: one that the actor may know of. */
  debriefId: idField("debrief"),
})

/** Of `summaries.preview`. */
export const previewQuestion = Schema.Struct({
  ...ClosePeriod.fields,
  /** The host's id of a rep whose figures are asked for; everybody's together where left out. */
  repId: Schema.optionalKey(opaqueId),
})

/** Of `summaries.corrections`. */
export const correctionsQuestion = Schema.Struct({
  /** The summary, of a period that was closed. */
  summaryId: idField("summary"),
})

/** Of `summaries.signals`. */
export const signalsQuestion = Schema.Struct({
  ...ClosePeriod.fields,
  /** How many closed periods are looked back on, the one asked about among them; 1 to 1,000 (inclusive). Default 36. */
  periods: Schema.optionalKey(
    Schema.Int.check(
      check<number>(
        "periods.bounds",
        { en: "must be 1 to 1000", ru: "должно быть от 1 до 1000" },
        (periods) => periods >= 1 && periods <= 1000,
      ),
    ),
  ),
  /** Expected share of false discoveries, between 0 and 1, both excluded. Default 0.1. */
  falseDiscoveryRate: settingField,
  /** Earlier periods that a chart needs: whole, 2 or more. Default 6. */
  leastPeriods: settingField,
})

/** Whose growth is asked for. */
export type GrowthQuestion = typeof growthQuestion.Encoded
/** Whose support is asked for. */
export type SupportQuestion = typeof supportQuestion.Encoded
/** Which debrief's agenda is asked for. */
export type AgendaQuestion = typeof agendaQuestion.Encoded
/** Which period's figures are asked for, and whose. */
export type PreviewQuestion = typeof previewQuestion.Encoded
/** Which period is held against its past, and by what. */
export type SignalsQuestion = typeof signalsQuestion.Encoded
/** Of which summary corrections are asked for. */
export type CorrectionsQuestion = typeof correctionsQuestion.Encoded
