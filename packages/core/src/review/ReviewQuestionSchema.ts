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
export const growthQuestion = Schema.Struct({ repId: opaqueId, asOf: Schema.optionalKey(dateField) })

/** Of `debriefs.support`. */
export const supportQuestion = Schema.Struct({ mentorId: opaqueId })

/** Of `debriefs.agenda`. */
export const agendaQuestion = Schema.Struct({ debriefId: idField("debrief") })

/** Of `summaries.preview`. */
export const previewQuestion = Schema.Struct({ ...ClosePeriod.fields, repId: Schema.optionalKey(opaqueId) })

/** Of `summaries.corrections`. */
export const correctionsQuestion = Schema.Struct({ summaryId: idField("summary") })

/** Of `summaries.signals`. */
export const signalsQuestion = Schema.Struct({
  ...ClosePeriod.fields,
  periods: Schema.optionalKey(
    Schema.Int.check(
      check<number>(
        "periods.bounds",
        { en: "must be 1 to 1000", ru: "должно быть от 1 до 1000" },
        (periods) => periods >= 1 && periods <= 1000,
      ),
    ),
  ),
  falseDiscoveryRate: settingField,
  leastPeriods: settingField,
})
