import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { DialogId, Id, RepId } from "../shared/Ids.ts"
import { maxScriptSteps } from "./ScriptGraph.ts"
import type { ScriptVersionId } from "./ScriptSchema.ts"

/** Id of a scorecard. */
export type ScorecardId = Id<"scorecard">

/** Who filled a scorecard: the mentor, the rep, or the host's own analysis of the dialog. */
export type RaterKind = "mentor" | "self" | "host"

/** How a step was done; `notApplicable` where the dialog did not come to it. */
export type StepMark = "met" | "notMet" | "notApplicable"

/** How one rater saw one dialog, step by step of the version it was held by. The comment is a text. */
export interface Scorecard extends RecordState {
  readonly id: ScorecardId
  /** The dialog. */
  readonly dialogId: DialogId
  /** The version whose steps are the criteria. */
  readonly versionId: ScriptVersionId
  /** Who spoke. */
  readonly repId: RepId
  /** Who filled it. */
  readonly raterId: string
  /** As what. */
  readonly raterKind: RaterKind
  /** Marks in the order of the version's steps; steps that were not marked are left out. */
  readonly marks: ReadonlyArray<{ readonly stepId: string; readonly mark: StepMark }>
  /** Steps met, of those that apply; null where none does. */
  readonly score: { readonly met: number; readonly of: number } | null
}

/** Input of `scorecards.record`. Of one dialog, each rater fills one. */
export const RecordScorecard = Schema.Struct({
  /** The dialog, of which the caller has filled no scorecard yet. */
  dialogId: idField("dialog"),
  /** The version of the script whose steps are the criteria. */
  versionId: idField("scriptVersion"),
  /** Who spoke. */
  repId: opaqueId,
  /** As what the caller fills it: `self` where that is the rep, and only then. */
  raterKind: Schema.Literals(["mentor", "self", "host"]),
  /** Marks of steps of the version, 1 to 200, each step once. */
  marks: Schema.Array(
    Schema.Struct({
      /** The step, by its short name in the version. */
      stepId: slug,
      /** Whether it was met, or did not apply to the dialog. */
      mark: Schema.Literals(["met", "notMet", "notApplicable"]),
    }),
  ).check(
    check(
      "marks.count",
      { en: `must be 1 to ${maxScriptSteps}`, ru: `должно быть от 1 до ${maxScriptSteps}` },
      (marks) => marks.length >= 1 && marks.length <= maxScriptSteps,
    ),
    check(
      "marks.repeated",
      { en: "a step is marked twice", ru: "шаг оценён дважды" },
      (marks) => new Set(marks.map(({ stepId }) => stepId)).size === marks.length,
    ),
  ),
  /** 1 to 4,000 characters. */
  comment: Schema.optionalKey(textField(4000)),
})

/** Decoded input of `scorecards.record`. */
export type RecordScorecard = typeof RecordScorecard.Type
