import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { decision } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing } from "./DealErrors.ts"
import { pipelineOf } from "./DealRules.ts"
import type { Deal, SurveyDeals } from "./DealSchema.ts"
import { isFinalMeaning, stageOf } from "./Pipeline.ts"
import type { StageStall, Touch, TouchKind } from "./StageStall.ts"
import { stageStall } from "./StageStall.ts"

/** Reads the last touch of each kind of deals, by their ids. Other areas own them, so the reader is handed in. */
export type TouchReader = (
  deals: ReadonlyArray<Deal>,
  kinds: ReadonlyArray<TouchKind>,
  context: CommandContext,
) => Generator<Read, ReadonlyMap<string, ReadonlyArray<Touch>>, unknown>

/** Reads nothing: only entering a stage counts then. */
export const noTouches: TouchReader = function* () {
  return new Map()
}

/** What the question for stalled deals answers. */
export interface StallAnswer {
  /** The stalled ones of the deals. */
  readonly stalls: ReadonlyArray<StageStall>
}

const limitOf = (config: DepartmentConfig, deal: Deal): number | null => {
  const pipeline = pipelineOf(config, deal)
  const stage = pipeline === null ? undefined : stageOf(pipeline, deal.stageId)
  if (stage === undefined || isFinalMeaning(stage.meaning)) return null
  return stage.limitDays ?? config.control.stalledAfterDays
}

/** Finds those of some deals that stand longer than their stages allow. */
export const findStalled = (readTouches: TouchReader) =>
  function* ({ dealIds }: SurveyDeals, context: CommandContext): Work<StallAnswer, DepartmentMissing> {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const deals = [...(yield* byIds(dealAggregate, dealIds)).values()]
    const { timeZone, touches: kinds = [] } = config
    const touches = yield* readTouches(deals, kinds, context)
    const today = localDateOf(context.occurredAt, timeZone)
    const stalls = deals.flatMap((deal): ReadonlyArray<StageStall> => {
      const limitDays = limitOf(config, deal)
      const stall =
        limitDays === null ? null : stageStall(deal, touches.get(deal.id) ?? [], { limitDays, today, timeZone })
      return stall === null ? [] : [stall]
    })
    return Result.succeed(decision([], { stalls }))
  }
