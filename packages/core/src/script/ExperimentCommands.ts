import * as Result from "effect/Result"
import type { Deal } from "../deal/DealSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Work } from "../journal/Work.ts"
import { byId, byIds, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { ScriptExperiment, SettleExperiment, StartExperiment } from "./ExperimentSchema.ts"
import type { ExperimentReach } from "./ExperimentReach.ts"
import { experimentReach } from "./ExperimentReach.ts"
import type { ExperimentVerdict } from "./ExperimentVerdict.ts"
import { experimentVerdict } from "./ExperimentVerdict.ts"
import { putInForce } from "./ScriptCommands.ts"
import { scriptAggregate } from "./Script.ts"
import { ScriptRefused } from "./ScriptErrors.ts"
import { experimentArms, scriptExperimentAggregate } from "./ScriptExperiment.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"

/** An experiment as commands answer it. */
export interface ScriptExperimentAnswer {
  /** The experiment after the command. */
  readonly experiment: ScriptExperiment
}

/** An experiment that began. */
export interface StartedExperimentAnswer extends ScriptExperimentAnswer {
  /** What the planned deals can show: where that is less than is hoped for, settle it and start one with more. */
  readonly reach: ExperimentReach
}

/** Hardly a sale takes longer than half a year; where they do, it is for whoever plans to say so. */
const usualFollowDays = 180

type Rejection = RecordNotFound | RecordExists | ScriptRefused

/** Begins to try an approved version beside the one in force; one experiment at a time for a script. */
export function* startExperiment(
  input: StartExperiment,
  context: CommandContext,
): Work<StartedExperimentAnswer, Rejection> {
  const id = input.id ?? context.newId("scriptExperiment")
  if ((yield* byId(scriptExperimentAggregate, id)) !== null) {
    return Result.fail(new RecordExists("scriptExperiment", id))
  }
  const trial = yield* byId(scriptVersionAggregate, input.trialVersionId)
  if (trial === null) return Result.fail(new RecordNotFound("scriptVersion", input.trialVersionId))
  if (trial.status !== "approved") {
    return Result.fail(new ScriptRefused("versionNotInUse", trial.id, "trialVersionId"))
  }
  const script = yield* byId(scriptAggregate, trial.scriptId)
  const baselineVersionId = script?.currentVersionId ?? null
  if (script === null || baselineVersionId === null) {
    return Result.fail(new ScriptRefused("versionNotInUse", trial.scriptId, "scriptId"))
  }
  if (baselineVersionId === trial.id) {
    return Result.fail(new ScriptRefused("sameVersion", trial.id, "trialVersionId"))
  }
  const others = yield* where(scriptExperimentAggregate, "scriptId", [script.id])
  const running = others.find(({ status }) => status === "running")
  if (running !== undefined) return Result.fail(new ScriptRefused("experimentRunning", running.id, "scriptId"))
  const change = recordEvents(
    scriptExperimentAggregate,
    null,
    [
      {
        type: "ExperimentStarted",
        payload: {
          id,
          scriptId: script.id,
          baselineVersionId,
          trialVersionId: trial.id,
          trialSharePercent: input.trialSharePercent ?? 50,
          plannedClosed: input.plannedClosed,
          followDays: input.followDays ?? usualFollowDays,
          seed: id,
          proposalIds: trial.proposalIds,
        },
      },
    ],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { experiment: change.after, reach: experimentReach(change.after) }))
}

/**
 * Ends an experiment: the trial version comes into force, or is retired. What was known then is kept with the decision, also where
 * somebody decided against the advice.
 */
export function* settleExperiment(
  input: SettleExperiment,
  context: CommandContext,
): Work<ScriptExperimentAnswer & { readonly verdict: ExperimentVerdict }, Rejection | DepartmentMissing> {
  const experiment = yield* byId(scriptExperimentAggregate, input.experimentId)
  if (experiment === null) return Result.fail(new RecordNotFound("scriptExperiment", input.experimentId))
  if (experiment.status !== "running") {
    return Result.fail(new ScriptRefused("experimentSettled", experiment.id, "experimentId"))
  }
  const script = yield* byId(scriptAggregate, experiment.scriptId)
  if (script === null) return Result.fail(new RecordNotFound("script", experiment.scriptId))
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const runs = yield* where(scriptRunAggregate, "scriptId", [script.id])
  const dealIds = new Set(runs.flatMap(({ dealId }) => (dealId === null ? [] : [dealId])))
  const deals: ReadonlyMap<string, Deal> = yield* byIds(dealAggregate, [...dealIds])
  const inBase = new Map([...deals].filter(([, deal]) => isInBase(deal)))
  const { occurredAt, actor } = context
  const { timeZone } = config
  const today = { timeZone, on: localDateOf(occurredAt, timeZone) }
  const { baseline, trial } = experimentArms(experiment, runs, inBase, today)
  const verdict = experimentVerdict(baseline, trial, experiment)
  const isKept = input.decision === "keep"
  const change = recordEvents(
    scriptExperimentAggregate,
    experiment,
    [
      {
        type: "ExperimentSettled",
        payload: {
          status: isKept ? "kept" : "rolledBack",
          by: actor,
          reading: { advice: verdict.advice, baseline, trial },
        },
      },
    ],
    { occurredAt, texts: { reason: input.reason } },
  )
  const answer = { experiment: change.after, verdict }
  if (isKept) {
    const others = yield* putInForce(script, experiment.trialVersionId, context)
    return Result.succeed(decision([change, ...others], answer))
  }
  const version = yield* byId(scriptVersionAggregate, experiment.trialVersionId)
  const retired =
    version === null || version.status === "retired"
      ? []
      : [
          recordEvents(
            scriptVersionAggregate,
            version,
            [{ type: "ScriptVersionMoved", payload: { to: "retired", by: actor } }],
            { occurredAt },
          ),
        ]
  return Result.succeed(decision([change, ...retired], answer))
}
