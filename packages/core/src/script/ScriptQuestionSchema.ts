import * as Schema from "effect/Schema"
import { dateField, idField, opaqueId, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

// Bounds of settings are told by what counts with them.
const settingField = Schema.optionalKey(Schema.Finite)

const ofScript = { scriptId: idField("script") }
const onDay = { ...ofScript, asOf: Schema.optionalKey(dateField) }
const ofExperiment = { experimentId: idField("scriptExperiment") }

/** Of `scripts.adoption`. */
export const adoptionQuestion = Schema.Struct(ofScript)

const winFields = {
  ...onDay,
  by: Schema.optionalKey(Schema.Literals(["runs", "scorecards"])),
  falseDiscoveryRate: settingField,
  leastWon: settingField,
  level: settingField,
}

/** Of `scripts.winAnalysis`. */
export const winQuestion = Schema.Struct(winFields)

/** Of `scriptProposals.fromWins`. */
export const proposalsQuestion = Schema.Struct({
  ...winFields,
  reviewId: Schema.optionalKey(opaqueId),
  variancePeriod: Schema.optionalKey(textField(50)),
})

/** Of `scripts.overPerformance`. */
export const overPerformanceQuestion = Schema.Struct({
  ...onDay,
  planId: idField("plan"),
  falseDiscoveryRate: settingField,
  leastReps: settingField,
  level: settingField,
})

/** Of `scripts.beforeAfter`. */
export const beforeAfterQuestion = Schema.Struct({
  ...onDay,
  // Days are counted with before the comparison looks at its settings.
  followDays: Schema.optionalKey(
    Schema.Int.check(
      check<number>(
        "beforeAfter.setting",
        { en: "must be a whole number from 1 to 3650", ru: "должно быть целым числом от 1 до 3650" },
        (days) => days >= 1 && days <= 3650,
      ),
    ),
  ),
  leastDeals: settingField,
  level: settingField,
})

/** Of `scripts.lineage` and `scorecards.agreement`. */
export const versionQuestion = Schema.Struct({ versionId: idField("scriptVersion") })

/** Of `scriptExperiments.assign`. */
export const assignQuestion = Schema.Struct({ ...ofExperiment, dealId: opaqueId })

/** Of `scriptExperiments.verdict`. */
export const verdictQuestion = Schema.Struct(ofExperiment)
