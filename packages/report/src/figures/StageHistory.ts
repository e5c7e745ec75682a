import { isFinalMeaning, stagePlaces, stageTimes, stageVisitColumns } from "@salesdept/core/deal"
import type { Stage, StageVisitFact } from "@salesdept/core/deal"
import { addDays, startOfDay } from "@salesdept/core/shared"
import { proportion } from "@salesdept/core/stats"
import type { StageFigures } from "../model/PipelineSection.ts"
import type { Withheld } from "../model/Figure.ts"
import type { Base } from "./Base.ts"
import { dealsOf, proportionFigure, withhold } from "./Words.ts"

/** What only stage history can tell of a stage. */
export type StageHistory = Pick<StageFigures, "reachedCount" | "conversion" | "medianDaysInStage">

const notCarried = withhold("stage history is not carried", "истории этапов в источнике нет")
const noDeals = withhold("there is no deal yet", "сделок ещё нет")
const nothingFollows = withhold("no stage follows", "дальше этапов нет")
const nobodyDecided = withhold(
  "no deal has gone on or been lost yet",
  "ещё ни одна сделка не прошла дальше и не проиграна",
)
const staysThere = withhold("a deal stays in it", "сделка остаётся на этом этапе")
const nobodyLeft = withhold("no deal has left it yet", "этап ещё не покинула ни одна сделка")

const absent = (reason: Withheld): StageHistory => ({
  reachedCount: reason,
  conversion: reason,
  medianDaysInStage: reason,
})

const partly = (known: number, all: number): Withheld =>
  withhold(
    `stage history is carried for ${known} of ${dealsOf(all).en} only`,
    `история этапов есть только у ${known} из ${dealsOf(all).ru}`,
  )

interface Path {
  /** Stages it has been in. */
  readonly reached: ReadonlySet<string>
  /** Position of the furthest of them; −1 where it has only been lost. */
  readonly furthest: number
  readonly isLost: boolean
}

const pathsOf = (
  visits: ReadonlyArray<StageVisitFact>,
  positions: ReadonlyMap<string, number>,
  lost: ReadonlySet<string>,
): ReadonlyArray<Path> =>
  [...Map.groupBy(visits, ({ dealId }) => dealId)].map(([dealId, own]) => ({
    reached: new Set(own.map(({ stageId }) => stageId)),
    furthest: own.reduce((position, { stageId }) => Math.max(position, positions.get(stageId) ?? -1), -1),
    isLost: lost.has(dealId),
  }))

/**
 * Stays by the stages that are shown: those in a stage that was taken away, and in which no deal stands any more, count with the stage that took
 * its deals; two that follow each other are one then.
 */
const shownVisits = (base: Base, pipelineId: string, shown: ReadonlySet<string>): ReadonlyArray<StageVisitFact> => {
  const { placeOf } = stagePlaces(base.config.pipelines.filter(({ id }) => id === pipelineId))
  const visits: Array<StageVisitFact> = []
  for (const visit of base.visits) {
    const here = shown.has(visit.stageId) ? visit : { ...visit, stageId: placeOf(visit.stageId) }
    const last = visits.at(-1)
    const goesOn = last?.dealId === here.dealId && last.stageId === here.stageId && last.leftAt === here.enteredAt
    if (goesOn) visits[visits.length - 1] = { ...last, leftAt: here.leftAt }
    else visits.push(here)
  }
  return visits
}

/**
 * What history tells of the stages of one pipeline: how many deals reached each, how many of those that are through with it
 * went on, and how long finished stays took. A deal that may yet go on is in neither part of the share, as with the win
 * rate. Withheld altogether where some deals carry no history: a part of them would pass for all.
 *
 * @param base - the base
 * @param pipelineId - the pipeline
 * @param stages - its stages in order
 */
export const stageHistory = (
  base: Base,
  pipelineId: string,
  stages: ReadonlyArray<Stage>,
): ((stage: Stage) => StageHistory) => {
  const own = base.deals.filter((deal) => deal.pipelineId === pipelineId)
  const ids = new Set<string>(own.map(({ id }) => id))
  const shown = new Set(stages.map(({ id }) => id))
  const visits = shownVisits(base, pipelineId, shown).filter(({ dealId }) => ids.has(dealId))
  const known = new Set(visits.map(({ dealId }) => dealId)).size
  if (known === 0) return () => absent(own.length === 0 ? noDeals : notCarried)
  if (known < ids.size) return () => absent(partly(known, ids.size))
  const selling = stages.filter(({ meaning }) => meaning !== "lost")
  const positions = new Map(selling.map(({ id }, position) => [id, position]))
  const lost = new Set<string>(own.filter(({ outcome }) => outcome === "lost").map(({ id }) => id))
  const paths = pathsOf(visits, positions, lost)
  const times = stageTimes(stageVisitColumns(visits), { asOf: startOfDay(addDays(base.asOf, 1), base.timeZone) })
  return (stage) => {
    const position = positions.get(stage.id)
    const reached = paths.filter((path) => path.reached.has(stage.id))
    const wentOn = reached.filter(({ furthest }) => position !== undefined && furthest > position).length
    const ended = reached.filter(({ furthest, isLost }) => isLost && furthest === position).length
    const median = times.stages.find(({ stageId }) => stageId === stage.id)?.endedDays.p50 ?? null
    return {
      reachedCount: reached.length,
      conversion:
        position === undefined || position === selling.length - 1
          ? nothingFollows
          : proportionFigure(proportion(wentOn, wentOn + ended), nobodyDecided),
      medianDaysInStage: isFinalMeaning(stage.meaning) ? staysThere : (median ?? nobodyLeft),
    }
  }
}
