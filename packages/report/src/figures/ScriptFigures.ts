import type { Script, ScriptRun } from "@salesdept/core/script"
import type { ScriptInForce, ScriptsSection } from "../model/ScriptsSection.ts"
import type { Base } from "./Base.ts"
import { experimentFigures } from "./ExperimentFigures.ts"
import { repsOnScripts, sumOf, useOf } from "./RepsOnScripts.ts"
import { scriptCandidates } from "./ScriptCandidates.ts"
import type { ScriptRecords } from "./ScriptRecords.ts"
import { dayIn, scriptNameOf, stepsOf } from "./ScriptRecords.ts"
import { judgedSteps } from "./StepFigures.ts"
import { withhold } from "./Words.ts"

const anyStage = withhold("the script is for any stage", "скрипт — для любого этапа")
const notInForce = withhold("no version is in force", "ни одна версия не действует")
const noHistory = withhold("nothing tells when deals came to the stage", "неизвестно, когда сделки пришли на этап")

/** The script's stage in the order of the pipelines; scripts for any stage stand last. */
const placeOf = ({ config }: Base, { stageId }: Script): number => {
  const place = config.pipelines.flatMap(({ stages }) => stages).findIndex(({ id }) => id === stageId)
  return place < 0 ? Infinity : place
}

/** Deals that came to the script's stage since its version is in force, and those of them that were spoken with by it. */
const reach = (
  { visits }: Base,
  { stageId, currentVersionId }: Script,
  runs: ReadonlyArray<ScriptRun>,
  since: string | undefined,
): ScriptInForce["reach"] => {
  const none =
    currentVersionId === null ? notInForce : stageId === null ? anyStage : visits.length === 0 ? noHistory : null
  if (none !== null) return none
  const came = new Set(
    visits.flatMap((visit) => (visit.stageId === stageId && visit.enteredAt >= (since ?? "") ? [visit.dealId] : [])),
  )
  const held = new Set(runs.flatMap(({ dealId }) => (dealId !== null && came.has(dealId) ? [dealId] : [])))
  return { dealCount: came.size, heldCount: held.size }
}

/**
 * What scripts tell. Null where no talk was noted by one.
 *
 * @param base - the base
 * @param records - scripts and what belongs to them; talks up to the base's day
 */
export const scriptsSection = (base: Base, records: ScriptRecords): ScriptsSection | null => {
  const { runs, versions } = records
  if (runs.length === 0) return null
  const stages = new Map(base.config.pipelines.flatMap(({ stages: own }) => own.map(({ id, name }) => [id, name])))
  const scripts = records.scripts.toSorted(
    (left, right) => placeOf(base, left) - placeOf(base, right) || (left.id < right.id ? -1 : 1),
  )
  const ordered = { ...records, scripts }
  const runsOf = Map.groupBy(runs, ({ scriptId }) => scriptId)
  const days = runs.map(({ startedAt }) => dayIn(base)(startedAt)).toSorted()
  const { steps, analysis } = judgedSteps(base, ordered)
  const winning = Map.groupBy(
    steps.filter(({ figures }) => figures.answer === "goesWithWinning"),
    ({ versionId }) => versionId,
  )
  const inForce = new Set<string>(scripts.flatMap(({ currentVersionId }) => currentVersionId ?? []))
  return {
    period: { from: days[0] ?? base.asOf, to: days.at(-1) ?? base.asOf, name: null },
    talkCount: runs.length,
    scripts: scripts.map((script): ScriptInForce => {
      const { id, stageId, currentVersionId } = script
      const since = records.inForceSince.get(id)
      const own = runsOf.get(id) ?? []
      const talks = own.filter(({ versionId }) => versionId === currentVersionId)
      return {
        name: scriptNameOf(records, id),
        stageName: stageId === null ? null : (stages.get(stageId) ?? { en: stageId, ru: stageId }),
        versionNumber: currentVersionId === null ? null : (versions.get(currentVersionId)?.number ?? null),
        inForceSince: since === undefined ? null : dayIn(base)(since),
        reach: reach(base, script, own, since),
        talkCount: talks.length,
        ...sumOf(talks.map((run) => useOf(run, stepsOf(records)(run.versionId)))),
      }
    }),
    reps: repsOnScripts(
      base,
      records,
      runs.filter(({ versionId }) => inForce.has(versionId)),
      new Map([...winning].map(([versionId, own]) => [versionId, own.map(({ stepId }) => stepId)])),
    ),
    steps: steps.map(({ figures }) => figures),
    testedCount: analysis.tested,
    falseDiscoveryRate: analysis.falseDiscoveryRate,
    heldEqual: analysis.heldEqual,
    limits: analysis.limits,
    experiments: experimentFigures(base, ordered),
    candidates: scriptCandidates(base, ordered, steps),
  }
}
