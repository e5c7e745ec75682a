import type { Pipeline, Stage } from "./Pipeline.ts"
import { outcomeOf, placeIn, stageOf } from "./Pipeline.ts"
import type { StageVisit } from "./StageVisits.ts"

/** Where stages of all versions of a pipeline stand in its newest one. */
export interface StagePlaces {
  /**
   * The stage of the newest version with which a stage counts: itself, or the one that took its deals where it was taken away; itself too
   * where none took them, or only one in which they would be won or lost and were not.
   */
  readonly placeOf: (stageId: string) => string
  /** Stages that were taken away and count with no other, which stood behind a stage in the version that had both last; no lost ones. */
  readonly goneBehind: (stageId: string) => ReadonlyArray<string>
}

/**
 * Says where stages of all versions of a pipeline stand in its newest one.
 *
 * @param versions - all versions of one pipeline, in any order
 * @example
 * ```ts
 * import { stagePlaces } from "@salesdept/core/deal"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const first = pipelinePresets.servicesWithActs
 * const stages = first.stages.filter(({ id }) => id !== "needs")
 * const second = { ...first, version: 2, stages, retiredStages: [{ stageId: "needs", to: "proposal" }] }
 * stagePlaces([first, second]).placeOf("needs") // "proposal"
 * ```
 */
export const stagePlaces = (versions: ReadonlyArray<Pipeline>): StagePlaces => {
  const sorted = versions.toSorted((left, right) => right.version - left.version)
  const lastOf = (stageId: string): Stage | undefined =>
    sorted.map((version) => stageOf(version, stageId)).find((stage) => stage !== undefined)
  // A version may lead to a stage that a later one has taken away in turn; each is come to once.
  const placed = (stageId: string, come: ReadonlySet<string>): string | null => {
    const place = sorted.map((version) => placeIn(version, stageId)).find((to) => to !== null) ?? null
    if (place === null || place === stageId || come.has(place)) return place === stageId ? place : null
    return placed(place, new Set([...come, place]))
  }
  const places = new Map<string, string>()
  const gone: Array<Stage> = []
  for (const stageId of new Set(sorted.flatMap(({ stages }) => stages.map(({ id }) => id)))) {
    const stage = lastOf(stageId)
    const place = lastOf(placed(stageId, new Set([stageId])) ?? stageId)
    const isThere = place !== undefined && sorted[0] !== undefined && stageOf(sorted[0], place.id) !== undefined
    if (stage === undefined) continue
    if (isThere && outcomeOf(place) === outcomeOf(stage)) places.set(stageId, place.id)
    else gone.push(stage)
  }
  return {
    placeOf: (stageId) => places.get(stageId) ?? stageId,
    goneBehind: (stageId) =>
      gone.flatMap(({ id, meaning }) => {
        const order = sorted
          .map(({ stages }) => stages.map((stage) => stage.id))
          .find((ids) => ids.includes(id) && ids.includes(stageId))
        return meaning === "lost" || order === undefined || order.indexOf(id) < order.indexOf(stageId) ? [] : [id]
      }),
  }
}

const sumOf = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : left + right

/** Stays by the stages with which they count; stays in stages that count as one, one after the other, are one. */
export const placedVisits = (
  visits: ReadonlyArray<StageVisit>,
  { placeOf }: Pick<StagePlaces, "placeOf">,
): ReadonlyArray<StageVisit> => {
  const placed: Array<StageVisit> = []
  for (const visit of visits) {
    const here = { ...visit, stageId: placeOf(visit.stageId) }
    const last = placed.at(-1)
    if (last === undefined || last.stageId !== here.stageId) {
      placed.push(here)
      continue
    }
    const seconds = sumOf(last.seconds, here.seconds)
    const workMinutes = sumOf(last.workMinutes, here.workMinutes)
    placed[placed.length - 1] = { ...here, enteredAt: last.enteredAt, seconds, workMinutes }
  }
  return placed
}
