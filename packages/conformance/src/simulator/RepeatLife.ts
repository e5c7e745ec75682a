import type { Course } from "./Course.ts"
import { missCall, talk } from "./Course.ts"
import type { DealSeed } from "./DealLife.ts"
import { playDeal } from "./DealLife.ts"
import { registerClient } from "./LeadLife.ts"
import type { RandomSource } from "./Random.ts"
import { chance, exponential, forkRandom, uniform, weightedPick } from "./Random.ts"
import { isAtWork, pickSeller } from "./Reps.ts"
import type { Account, RepeatSale, World } from "./World.ts"

/** Clients from before the period at scale 1. */
const regularsAtScaleOne = 95

/** Share of clients that never come back after a purchase. */
const quietShare = 0.18
const daySeconds = 86_400

/** Plans when a client wants to buy again after a moment; some go quiet without a word. */
const planRepeat = (world: World, random: RandomSource, account: Account, second: number): void => {
  if (chance(random, quietShare)) return
  const days = account.intervalDays * uniform(random, 0.6, 1.4)
  world.repeatSales.push({ account, second: second + Math.round(days * daySeconds) })
}

/** Registers the clients from before the period on its first morning, each at a random point of its rhythm. */
export const registerRegulars = (world: World, random: RandomSource): void => {
  const { clock, options, sellers } = world
  const count = Math.round(regularsAtScaleOne * options.scale)
  const opening = clock.after(clock.startsAt, 0)
  for (let index = 0; index < count; index++) {
    const owner = pickSeller(random, sellers, opening)
    const account = registerClient(world, random, world.prospects(random), { second: opening, owner, origin: "base" })
    world.regulars.push(account)
    if (chance(random, quietShare)) continue
    const second = opening + Math.round(uniform(random, 0, account.intervalDays) * daySeconds)
    world.repeatSales.push({ account, second })
  }
}

const lookedAfterBy = (world: World, random: RandomSource, account: Account, second: number): Account["owner"] => {
  if (!isAtWork(account.owner, second)) account.owner = pickSeller(random, world.sellers, second)
  return account.owner
}

/**
 * Plays a client's wish to buy again: it calls or is called, and a deal comes of it, or the call is missed and so is
 * the chance.
 */
export const playRepeat = (world: World, random: RandomSource, { account, second: wishedAt }: RepeatSale): void => {
  const { clock } = world
  const second = clock.after(wishedAt, exponential(random, 60))
  if (second >= clock.endsAt) return
  const owner = lookedAfterBy(world, random, account, second)
  const about = { type: "client", key: account.clientKey } as const
  const course: Course = { world, random, about, owner, second, stepKey: null }
  planRepeat(world, random, account, second)
  if (chance(random, 0.05)) {
    missCall(course)
    return
  }
  const direction = chance(random, 0.6) ? "inbound" : "outbound"
  if (!talk(course, { kind: "call", outcome: "agreed", direction })) return
  const item = weightedPick(random, world.catalogue)
  const dealKey = world.newKey("deal")
  const seed: DealSeed = { dealKey, account, owner, second: course.second, leadKey: null, source: null, item }
  playDeal(world, forkRandom(random), seed)
}
