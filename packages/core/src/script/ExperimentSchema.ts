import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { Id } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ExperimentAdvice, ExperimentArm, ExperimentPlan } from "./ExperimentVerdict.ts"
import type { ScriptId, ScriptProposalId, ScriptVersionId } from "./ScriptSchema.ts"

/** Id of an experiment. */
export type ScriptExperimentId = Id<"scriptExperiment">

/** Where an experiment stands. */
export type ExperimentStatus = "running" | "kept" | "rolledBack"

/** What was known when an experiment was settled. */
export interface ExperimentReading {
  /** What was advised. */
  readonly advice: ExperimentAdvice
  /** The version in force. */
  readonly baseline: ExperimentArm
  /** The version on trial. */
  readonly trial: ExperimentArm
}

/** Two versions of a script side by side, deals assigned to them at random and for good. Why it ended is a text. */
export interface ScriptExperiment extends RecordState, ExperimentPlan {
  readonly id: ScriptExperimentId
  /** The script. */
  readonly scriptId: ScriptId
  /** The version in force. */
  readonly baselineVersionId: ScriptVersionId
  /** The version on trial. */
  readonly trialVersionId: ScriptVersionId
  /** What the draws are made from. */
  readonly seed: string
  /** Proposals behind the trial version. */
  readonly proposalIds: ReadonlyArray<ScriptProposalId>
  /** When it began. */
  readonly startedAt: Instant
  /** Where it stands. */
  readonly status: ExperimentStatus
  /** Who settled it; null while it runs. */
  readonly settledBy: string | null
  /** When; null while it runs. */
  readonly settledAt: Instant | null
  /** What was known then; null while it runs. */
  readonly reading: ExperimentReading | null
}

const whole = (least: number, most: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${least} to ${most}`, ru: `должно быть от ${least} до ${most}` },
      (value) => value >= least && value <= most,
    ),
  )

/** Input of `scriptExperiments.start`. */
export const StartExperiment = Schema.Struct({
  /** An id of your own, beginning with `experiment_`; a new one where left out. */
  id: Schema.optionalKey(idField("scriptExperiment")),
  /** The version to try beside the one in force: approved with `putInForce: false`. */
  trialVersionId: idField("scriptVersion"),
  /** Share of deals that get the trial version, in whole percent, 1 to 99 (inclusive). Default 50. */
  trialSharePercent: Schema.optionalKey(whole(1, 99)),
  /**
   * The first deals to come to the script, both versions together, by which it is decided once they are closed or their days are over:
   * whole, 2 to 10,000,000 (inclusive).
   */
  plannedClosed: whole(2, 10_000_000),
  /**
   * For how many days each deal is followed from its first dialog by the script: whole, 1 to 3650 (inclusive). What is won later is not won
   * in time, so take so many that hardly a deal is. Default 180.
   */
  followDays: Schema.optionalKey(whole(1, 3650)),
})

/** Input of `scriptExperiments.settle`. */
export const SettleExperiment = Schema.Struct({
  /** The experiment, which still runs. */
  experimentId: idField("scriptExperiment"),
  /** `keep` puts the version on trial into force, `rollBack` retires it. */
  decision: Schema.Literals(["keep", "rollBack"]),
  /** Why, 1 to 2,000 characters. */
  reason: textField(2000),
})

/** Decoded input of `scriptExperiments.start`. */
export type StartExperiment = typeof StartExperiment.Type
/** Decoded input of `scriptExperiments.settle`. */
export type SettleExperiment = typeof SettleExperiment.Type
