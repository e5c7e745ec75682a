import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"

/** How long a deal stood in a stage that it left. */
export interface StageStay {
  /** The stage. */
  readonly stageId: string
  /** Whole seconds of the clock, all its stays there together. */
  readonly seconds: number
}

/** A deal as it stands in its stage. */
interface InStage {
  readonly stageId: string
  readonly enteredStageAt: Instant | null
  readonly earlierStays: ReadonlyArray<StageStay>
}

const secondsIn = ({ earlierStays, stageId }: InStage): number =>
  earlierStays.find((stay) => stay.stageId === stageId)?.seconds ?? 0

/** The stays of a deal with the one that ends now. */
export const withStay = (deal: InStage, leftAt: Instant): ReadonlyArray<StageStay> => {
  const { stageId, enteredStageAt, earlierStays } = deal
  const lastedMs = enteredStageAt === null ? 0 : Math.max(0, epochMsOf(leftAt) - epochMsOf(enteredStageAt))
  const others = earlierStays.filter((stay) => stay.stageId !== stageId)
  return [...others, { stageId, seconds: secondsIn(deal) + Math.floor(lastedMs / 1000) }]
}

/** Whole days for which a deal stood in its stage before it came there last, since it was first moved back. */
export const earlierStageDays = (deal: InStage): number =>
  deal.earlierStays.length === 0 ? 0 : Math.floor(secondsIn(deal) / 86_400)
