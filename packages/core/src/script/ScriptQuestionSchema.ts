import * as Schema from "effect/Schema"
import { dateField, idField, opaqueId, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

// Bounds of settings are told by what counts with them.
const settingField = Schema.optionalKey(Schema.Finite)

const ofScript = {
  /** The script. */
  scriptId: idField("script"),
}
const onDay = {
  ...ofScript,
  /** The day up to which deals are followed, `YYYY-MM-DD`; today in the department's time zone where left out. */
  on: Schema.optionalKey(dateField),
}
const ofExperiment = {
  /** The experiment. */
  experimentId: idField("scriptExperiment"),
}

/** Of `scripts.adoption`. */
export const adoptionQuestion = Schema.Struct(ofScript)

const winFields = {
  ...onDay,
  /**
   * What tells that a step was used: the runs, or the scorecards of dialogs, where a criterion counts as used if it was met and as left
   * out if it was not. Default `runs`.
   */
  by: Schema.optionalKey(Schema.Literals(["runs", "scorecards"])),
  /** Expected share of false discoveries, between 0 and 1, both excluded. Default 0.1. */
  falseDiscoveryRate: settingField,
  /** Won deals that both groups must have, or would have by chance alone, before anything is said of a step: whole, 1 or more. Default 10. */
  leastWon: settingField,
  /** Confidence level of intervals, between 0 and 1, both excluded. Default 0.95. */
  level: settingField,
}

/** Of `scripts.winAnalysis`. */
export const winQuestion = Schema.Struct(winFields)

/** Of `scriptProposals.fromWins`. */
export const proposalsQuestion = Schema.Struct({
  ...winFields,
  /**
   * The review it was looked for in: a finding, a summary or a debrief; none where left out. Of a talk in private the link is
   * not kept.
   */
  reviewId: Schema.optionalKey(opaqueId),
  /**
   * Label of the period whose deviation from the plan it was looked for in, such as `2026-Q3`, 1 to 50 characters; none where
   * left out.
   */
  variancePeriod: Schema.optionalKey(textField(50)),
})

/** Of `scripts.overPerformance`. */
export const overPerformanceQuestion = Schema.Struct({
  ...ofScript,
  /** The day up to which facts count, `YYYY-MM-DD`; periods that are not over by then are left out. Today where left out. */
  on: Schema.optionalKey(dateField),
  /** The plan whose targets and facts are taken. */
  planId: idField("plan"),
  /** Expected share of false discoveries, between 0 and 1, both excluded. Default 0.1. */
  falseDiscoveryRate: settingField,
  /** Reps whose use varied that a step must have: whole, 3 or more. Default 5. */
  leastReps: settingField,
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  level: settingField,
})

/** Of `scripts.beforeAfter`. */
export const beforeAfterQuestion = Schema.Struct({
  ...onDay,
  // Days are counted with before the comparison looks at its settings.
  /** For how many days each deal is followed: whole, 1 to 3650. Default 60. */
  followDays: Schema.optionalKey(
    Schema.Int.check(
      check<number>(
        "beforeAfter.setting",
        { en: "must be a whole number from 1 to 3650", ru: "должно быть целым числом от 1 до 3650" },
        (days) => days >= 1 && days <= 3650,
      ),
    ),
  ),
  /** Deals that each side must have: whole, 1 or more. Default 30. */
  leastDeals: settingField,
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  level: settingField,
})

/** Of `scriptProposals.askedBy`. */
export const proposedByQuestion = Schema.Struct({
  /** The review that they name: a finding, a summary or a debrief. */
  reviewId: opaqueId,
})

/** Of `scripts.lineage` and `scorecards.agreement`. */
export const versionQuestion = Schema.Struct({
  /** The version. */
  versionId: idField("scriptVersion"),
})

/** Of `scriptExperiments.assign`. */
export const assignQuestion = Schema.Struct({
  ...ofExperiment,
  /** The deal, which gets the same version at every call. */
  dealId: opaqueId,
})

/** Of `scriptExperiments.verdict`. */
export const verdictQuestion = Schema.Struct(ofExperiment)

/** Of which script the use of steps is asked for. */
export type AdoptionQuestion = typeof adoptionQuestion.Encoded
/** What is asked of wins. */
export type WinQuestion = typeof winQuestion.Encoded
/** What is asked of wins, and what the proposals made of them name as their origin. */
export type ProposalsQuestion = typeof proposalsQuestion.Encoded
/** What is asked of results above target. */
export type OverPerformanceQuestion = typeof overPerformanceQuestion.Encoded
/** What is asked of the times before and after a version. */
export type BeforeAfterQuestion = typeof beforeAfterQuestion.Encoded
/** Of which review the proposals are asked for. */
export type ProposedByQuestion = typeof proposedByQuestion.Encoded
/** Which version of a script is asked about. */
export type ScriptVersionQuestion = typeof versionQuestion.Encoded
/** Which experiment is to tell the version of a deal. */
export type AssignVersionQuestion = typeof assignQuestion.Encoded
/** Which experiment is asked for its verdict. */
export type VerdictQuestion = typeof verdictQuestion.Encoded
