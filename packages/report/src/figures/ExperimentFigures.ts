import { experimentArms, experimentVerdict } from "@salesdept/core/script"
import type { ExperimentArm, ExperimentVerdict, ScriptExperiment } from "@salesdept/core/script"
import type { ExperimentFigures } from "../model/ScriptsSection.ts"
import type { Base } from "./Base.ts"
import type { ScriptRecords } from "./ScriptRecords.ts"
import { dayIn, dealsThen, scriptNameOf } from "./ScriptRecords.ts"
import { withhold } from "./Words.ts"

const notYet = withhold(
  "not compared before the planned end: whoever looks early takes chance for a difference",
  "до запланированного конца не сравнивается: кто смотрит раньше, примет случайность за разницу",
)
const notBoth = withhold(
  "one of the versions has no deals yet whose outcome is known",
  "у одной из версий ещё нет сделок с известным исходом",
)
const broken = withhold(
  "the deals did not get the versions as planned",
  "версии достались сделкам не так, как задумано",
)

const differenceOf = (verdict: ExperimentVerdict, isOver: boolean): ExperimentFigures["difference"] => {
  const { difference, fixedInterval, anytimeInterval } = verdict
  // By the interval that its advice rests on.
  const interval = isOver ? fixedInterval : anytimeInterval
  if (difference === null || interval === null) return notBoth
  return { points: difference, lower: interval.lower, upper: interval.upper, confidence: interval.level }
}

const figuresOf = (
  base: Base,
  records: ScriptRecords,
  experiment: ScriptExperiment,
  read: { readonly baseline: ExperimentArm; readonly trial: ExperimentArm },
): ExperimentFigures => {
  const verdict = experimentVerdict(read.baseline, read.trial, experiment)
  const followedCount = read.baseline.followed + read.trial.followed
  const isOver = followedCount >= experiment.plannedClosed
  const isRunning = experiment.status === "running"
  const hidden =
    verdict.advice === "assignmentBroken"
      ? broken
      : isRunning && verdict.advice === "continue" && !isOver
        ? notYet
        : null
  const arm = (versionId: string, isTrial: boolean, { deals, followed, wonInTime }: ExperimentArm) => ({
    versionNumber: records.versions.get(versionId)?.number ?? 0,
    isTrial,
    dealCount: deals,
    followedCount: followed,
    wonCount: hidden ?? wonInTime,
  })
  return {
    script: scriptNameOf(records, experiment.scriptId),
    startedOn: dayIn(base)(experiment.startedAt),
    trialSharePercent: experiment.trialSharePercent,
    plannedCount: experiment.plannedClosed,
    followDays: experiment.followDays,
    followedCount,
    status: experiment.status,
    settledOn: experiment.settledAt === null ? null : dayIn(base)(experiment.settledAt),
    why: verdict.why,
    arms: [arm(experiment.baselineVersionId, false, read.baseline), arm(experiment.trialVersionId, true, read.trial)],
    difference: hidden ?? differenceOf(verdict, isOver),
  }
}

/** The latest experiment of each script: as it stands while it runs, as it was known when it was settled. */
export const experimentFigures = (base: Base, records: ScriptRecords): ReadonlyArray<ExperimentFigures> => {
  const deals = dealsThen(base, records)
  return records.scripts.flatMap(({ id }) => {
    const latest = records.experiments
      .filter(({ scriptId }) => scriptId === id)
      .toSorted((left, right) => (left.startedAt < right.startedAt ? -1 : 1))
      .at(-1)
    if (latest === undefined) return []
    const runs = records.runs.filter(({ scriptId }) => scriptId === id)
    return [
      figuresOf(
        base,
        records,
        latest,
        latest.reading ?? experimentArms(latest, runs, deals, { on: base.asOf, timeZone: base.timeZone }),
      ),
    ]
  })
}
