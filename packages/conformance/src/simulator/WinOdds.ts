import type { ClientSegment } from "./Clients.ts"
import type { LeadSource } from "./LeadActions.ts"
import type { RandomSource } from "./Random.ts"
import { chance, weightedPick } from "./Random.ts"
import type { Seller } from "./Reps.ts"
import { rampOf } from "./Reps.ts"
import type { SellingStage } from "./SellingStages.ts"
import { sellingStages } from "./SellingStages.ts"
import type { SellingStep, SellingStepTrait } from "./SellingSteps.ts"
import type { Account } from "./World.ts"

const segmentLogOdds: { readonly [Segment in ClientSegment]: number } = { small: 0.1, medium: 0, large: -0.25 }
const sourceLogOdds: { readonly [Source in LeadSource]: number } = {
  website: 0,
  phone: 0.1,
  advertising: -0.3,
  exhibition: 0,
  partner: 0.3,
  referral: 0.6,
}
const usualLogOdds = -1.05
const repeatLogOdds = 0.7
const newcomerLogOdds = -0.6

/** What a deal's outcome hangs on, besides the steps used. */
interface Odds {
  readonly owner: Seller
  readonly account: Account
  readonly source: LeadSource | null
  readonly second: number
}

/** Draws whether a deal would be won, by a logistic model of rep, client, source and the log-odds of the steps used. */
export const isWinner = (
  random: RandomSource,
  { owner, account, source, second }: Odds,
  steps: ReadonlyArray<SellingStepTrait>,
  stepEffects: ReadonlyMap<SellingStep, number>,
): boolean => {
  let logOdds = usualLogOdds + owner.skill + segmentLogOdds[account.segment]
  logOdds += newcomerLogOdds * (1 - rampOf(owner, second))
  logOdds += source === null ? repeatLogOdds : sourceLogOdds[source]
  for (const { step } of steps) logOdds += stepEffects.get(step) ?? 0
  return chance(random, 1 / (1 + Math.exp(-logOdds)))
}

const lossStages: ReadonlyArray<readonly [SellingStage, number]> = sellingStages.map((stage) => [
  stage,
  stage.lossShare,
])

/**
 * Draws the stage a loser is lost in. It does not depend on the steps used, so a step's odds ratio holds exactly among
 * the deals that reached its stage.
 */
export const lossStageOf = (random: RandomSource): SellingStage => {
  const [first, ...others] = lossStages
  return weightedPick(random, [first as readonly [SellingStage, number], ...others])
}
