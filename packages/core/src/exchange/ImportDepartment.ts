import { linearPipeline } from "../deal/LinearPipeline.ts"
import { outcomeOf } from "../deal/Pipeline.ts"
import type { Pipeline, Stage } from "../deal/Pipeline.ts"
import { currentPipeline } from "../department/Department.ts"
import type { CarriedFact, DepartmentConfig, Source } from "../department/DepartmentSchema.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Sha256 } from "../journal/Chain.ts"
import type { ImportPlan } from "./ImportPlan.ts"
import type { PlannedStage } from "./StageMapping.ts"

// No name of what every object has: ids of stages are fields of some.
const slugShape = /^(?!(?:constructor|prototype)$)[A-Za-z][A-Za-z0-9_-]{0,59}$/

/** A stage's id: its name where that can serve as one, else a name derived from it, the same at every import. */
export const stageIdOf = (name: string, sha256: Sha256): string => {
  const slug = name.trim().replaceAll(/\s+/gu, "-")
  return slugShape.test(slug) ? slug : `stage-${sha256(name).slice(0, 8)}`
}

const stageFrom = ({ name, meaning }: PlannedStage, sha256: Sha256): Stage => ({
  id: stageIdOf(name, sha256),
  name: { en: name, ru: name },
  meaning: meaning === "won" ? "done" : meaning,
})

const wonStage: Stage = { id: "won", name: { en: "Won", ru: "Выиграна" }, meaning: "done" }
const lostStage: Stage = { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" }
const openStage: Stage = { id: "open", name: { en: "Open", ru: "Открыта" }, meaning: "open" }

/**
 * The pipeline that deals of a source live under: its stages as they are named there, in their order. A source says no
 * more than "won", so its won stage means done; whether such deals are paid and documented is not observable. Stages that
 * the source named before and does not name now stay, since deals may stand in them. What the department has said of a stage
 * meanwhile stays too: its name, gates and limit.
 */
const pipelineOfSource = (plan: ImportPlan, before: Pipeline | null, sha256: Sha256): Pipeline => {
  const planned = plan.stages.toSorted(
    (left, right) =>
      (left.position ?? Number.MAX_SAFE_INTEGER) - (right.position ?? Number.MAX_SAFE_INTEGER) ||
      (left.name < right.name ? -1 : 1),
  )
  const named = new Set(planned.map(({ name }) => stageIdOf(name, sha256)))
  const unnamed = (before?.stages ?? []).filter(({ id }) => !named.has(id))
  const known = new Map((before?.stages ?? []).map((stage) => [stage.id, stage]))
  const kept = (stage: Stage): Stage => {
    const ours = known.get(stage.id)
    return ours !== undefined && outcomeOf(ours) === outcomeOf(stage) ? ours : stage
  }
  const of = (meaning: PlannedStage["meaning"]): ReadonlyArray<Stage> => [
    ...planned.filter((stage) => stage.meaning === meaning).map((stage) => kept(stageFrom(stage, sha256))),
    ...unnamed.filter((stage) => stage.meaning === (meaning === "won" ? "done" : meaning)),
  ]
  const [firstOpen = openStage, ...otherOpen] = of("open")
  const [firstWon = wonStage, ...otherWon] = of("won")
  const [firstLost = lostStage, ...otherLost] = of("lost")
  const linear = linearPipeline({
    id: plan.source,
    version: (before?.version ?? 0) + 1,
    name: { en: `Imported: ${plan.source}`, ru: `Импорт: ${plan.source}` },
    stages: [firstOpen, ...otherOpen, firstWon],
    lost: firstLost,
    back: "any",
  })
  // Further stages that mean the same are reached and left as the first of them is.
  const alike = [
    ...otherWon.map((stage) => [stage, firstWon] as const),
    ...otherLost.map((stage) => [stage, firstLost] as const),
  ]
  const more = alike.flatMap(([{ id }, first]) => [
    ...linear.transitions.filter(({ to }) => to === first.id).map((transition) => ({ ...transition, to: id })),
    ...linear.transitions.filter(({ from }) => from === first.id).map((transition) => ({ ...transition, from: id })),
  ])
  return {
    ...linear,
    stages: [...linear.stages, ...alike.map(([stage]) => stage)],
    transitions: [...linear.transitions, ...more],
  }
}

const carriable: ReadonlyArray<CarriedFact> = ["nextSteps", "dialogs", "payments", "documents", "leads", "targets"]

const withoutVersion = ({ version: _version, ...rest }: Pipeline): string => canonicalJson(rest)

/**
 * The department's configuration with a source and its pipeline in it. Where the source has them already and says nothing
 * new, the configuration comes back as it was.
 */
export const departmentWithSource = (config: DepartmentConfig, plan: ImportPlan, sha256: Sha256): DepartmentConfig => {
  const known = config.sources.find(({ id }) => id === plan.source)
  const name = { en: plan.source, ru: plan.source }
  const stated: Source = known ?? { id: plan.source, name, carries: [] }
  // Files say what they hold, not what the source is known to carry otherwise: by other files, or by what people do here since.
  const more = carriable.filter((fact) => !plan.notCarried.includes(fact) && !stated.carries.includes(fact))
  const source: Source = { ...stated, carries: [...stated.carries, ...more] }
  const sources =
    known === undefined ? [...config.sources, source] : config.sources.map((one) => (one === known ? source : one))
  // Deals that go into a pipeline of the department need none of the source.
  if (plan.pipeline !== null) return { ...config, sources }
  const before = currentPipeline(config, plan.source)
  const next = pipelineOfSource(plan, before, sha256)
  const keep = before !== null && withoutVersion(before) === withoutVersion(next)
  return {
    ...config,
    sources,
    pipelines: keep ? config.pipelines : [...config.pipelines, next],
  }
}
