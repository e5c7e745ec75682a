import { groupDeals, outcomeOf, selectDeals } from "@salesdept/core/deal"
import type { DealGroup, Pipeline, Stage } from "@salesdept/core/deal"
import { currentPipeline } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"
import type { StageFigures, StageKind } from "../model/PipelineSection.ts"
import { amountOf } from "./Amounts.ts"
import type { Base } from "./Base.ts"
import { stageHistory } from "./StageHistory.ts"

const kinds: ReadonlyArray<StageKind> = ["open", "won", "lost"]

/** The stages of the newest version, and those of older ones that deals still stand in, each behind what it stood behind. */
const stagesOf = (
  config: DepartmentConfig,
  pipeline: Pipeline,
  standing: ReadonlySet<string>,
): ReadonlyArray<Stage> => {
  const stages = [...pipeline.stages]
  const placeOf = (stageId: string): number => stages.findIndex(({ id }) => id === stageId)
  const versions = config.pipelines.filter(({ id }) => id === pipeline.id)
  for (const { stages: older } of versions.toSorted((left, right) => right.version - left.version)) {
    for (const [position, stage] of older.entries()) {
      if (!standing.has(stage.id) || placeOf(stage.id) !== -1) continue
      const before = older.slice(0, position).findLast(({ id }) => placeOf(id) !== -1)
      stages.splice(before === undefined ? 0 : placeOf(before.id) + 1, 0, stage)
    }
  }
  const rank = (stage: Stage): number => kinds.indexOf(outcomeOf(stage))
  return stages.toSorted((left, right) => rank(left) - rank(right))
}

/** A stage that no configured pipeline knows: shown by its id, so that the stages still sum to the base. */
const unknownStage = (base: Base, { value, rows }: DealGroup): Stage => {
  const outcome = base.deals[rows[0] ?? -1]?.outcome ?? "open"
  const id = value ?? "—"
  return { id, name: { en: id, ru: id }, meaning: outcome === "won" ? "done" : outcome }
}

const ofPipeline = (base: Base, pipeline: Pipeline, isOnly: boolean): ReadonlyArray<StageFigures> => {
  const { columns, currency } = base
  const { rows } = selectDeals(columns, { pipelineId: pipeline.id })
  const groups = new Map(groupDeals(rows, columns.stage).map((group) => [group.value ?? "—", group]))
  const known = stagesOf(base.config, pipeline, new Set(groups.keys()))
  const ids = new Set(known.map(({ id }) => id))
  const unknown = [...groups.values()].filter(({ value }) => !ids.has(value ?? "—"))
  const stages = [...known, ...unknown.map((group) => unknownStage(base, group))]
  const history = stageHistory(base, pipeline.id, stages)
  return stages.map((stage) => {
    const standing = groups.get(stage.id)?.rows ?? new Int32Array()
    const kind = outcomeOf(stage)
    const { name } = pipeline
    return {
      stageId: stage.id,
      name: isOnly ? stage.name : { en: `${name.en}: ${stage.name.en}`, ru: `${name.ru}: ${stage.name.ru}` },
      kind,
      count: standing.length,
      amount: amountOf(columns, standing, currency, kind === "open" ? "listPrice" : "nothing"),
      ...history(stage),
    }
  })
}

const bare = (id: string): Pipeline => ({ id, version: 0, name: { en: id, ru: id }, stages: [], transitions: [] })

/**
 * Stages of all pipelines that deals live under, the default pipeline first; of each its open stages, then won, then lost.
 * The counts sum to the base. A base without deals shows the stages of the default pipeline.
 */
export const stageRows = (base: Base): ReadonlyArray<StageFigures> => {
  const { config, columns } = base
  const used = columns.pipeline.values.toSorted()
  const main = config.defaultPipelineId
  const rest = used.filter((id) => id !== main)
  const ids = used.includes(main) || used.length === 0 ? [main, ...rest] : rest
  return ids.flatMap((id) => ofPipeline(base, currentPipeline(config, id) ?? bare(id), ids.length === 1))
}
