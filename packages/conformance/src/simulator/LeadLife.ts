import type { Prospect } from "./Clients.ts"
import type { Course } from "./Course.ts"
import { act, completeStep, missCall, planTouch, talk, waitMinutes } from "./Course.ts"
import type { Arrival } from "./Demand.ts"
import type { DealSeed } from "./DealLife.ts"
import { playDeal } from "./DealLife.ts"
import type { DisqualificationReason, LeadSource } from "./LeadActions.ts"
import { slowResponseMinutes } from "./Planted.ts"
import type { CatalogueItem } from "./Products.ts"
import type { RandomSource } from "./Random.ts"
import { chance, exponential, forkRandom, lognormal, uniform, weightedPick } from "./Random.ts"
import { isAtWork, pickSeller } from "./Reps.ts"
import type { Seller } from "./Reps.ts"
import { workdayMinutes } from "./WorkClock.ts"
import type { Account, World } from "./World.ts"
import { automatic } from "./World.ts"

/** Share of leads worth a deal, by source. */
const qualifiedShares: { readonly [Source in LeadSource]: number } = {
  website: 0.36,
  phone: 0.5,
  advertising: 0.26,
  exhibition: 0.42,
  partner: 0.55,
  referral: 0.65,
}

/** Registers a company as a client, looked after by a rep. */
export const registerClient = (
  world: World,
  random: RandomSource,
  prospect: Prospect,
  registration: { readonly second: number; readonly owner: Seller; readonly origin: "base" | "lead" },
): Account => {
  const { second, owner, origin } = registration
  const clientKey = world.newKey("client")
  const body = { type: "clientRegistered", clientKey, ownerId: owner.rep.id, origin } as const
  if (world.script.add(second, origin === "base" ? automatic : owner.rep.id, body)) {
    world.clients.push({ key: clientKey, ...prospect })
  }
  return {
    clientKey,
    segment: prospect.segment,
    lateness: lognormal(random, 1, 0.6),
    intervalDays: uniform(random, 60, 230),
    owner,
  }
}

const responseMinutes = (random: RandomSource, seller: Seller): number =>
  chance(random, seller.mistakeShares.slowResponse)
    ? slowResponseMinutes + 30 + exponential(random, workdayMinutes)
    : Math.min(slowResponseMinutes - 30, lognormal(random, 25, 1.1))

/**
 * Tries to reach the person, up to four times; answers whether that came about, or null where the lead was left lying.
 */
const reach = (course: Course): boolean | null => {
  const { random } = course
  for (let attempt = 0; attempt < 4; attempt++) {
    const isReached = chance(random, 0.62)
    if (!talk(course, { kind: "call", outcome: isReached ? "undecided" : "noAnswer" })) return null
    completeStep(course)
    if (isReached) return true
    if (attempt < 3 && !planTouch(course, uniform(random, 0.2, 1.5) * workdayMinutes, "call")) return null
  }
  return false
}

const disqualify = (course: Course, reason: DisqualificationReason): void => {
  completeStep(course)
  act(course, { type: "leadDisqualified", leadKey: course.about.key, reason })
}

const unfitReason = (random: RandomSource): DisqualificationReason =>
  weightedPick<DisqualificationReason>(random, [
    ["notTarget", 34],
    ["noNeed", 26],
    ["noBudget", 20],
    ["choseCompetitor", 12],
    ["spam", 8],
  ])

/** Some want to think for a while; then, and sometimes with nobody calling back at all, it is decided. */
const ponder = (course: Course): boolean => {
  const { random } = course
  if (chance(random, 0.03)) return false
  if (!chance(random, 0.18)) return true
  if (!planTouch(course, uniform(random, 2, 15) * workdayMinutes, "call")) return false
  const goesOn = talk(course, { kind: "call", outcome: "undecided" })
  if (goesOn) completeStep(course)
  return goesOn
}

const qualify = (course: Course, arrival: Arrival, prospect: Prospect, item: CatalogueItem): void => {
  const { world, random, owner, second } = course
  // Some who ask are clients already, under the name in the base.
  const isKnown = arrival.referredByClientKey === null && chance(random, 0.03)
  const known = isKnown ? world.regulars[Math.floor(random() * world.regulars.length)] : undefined
  const account = known ?? registerClient(world, random, prospect, { second, owner, origin: "lead" })
  const leadKey = course.about.key
  const dealKey = world.newKey("deal")
  const seed: DealSeed = { dealKey, account, owner, second, leadKey, source: arrival.source, item }
  playDeal(world, forkRandom(random), seed)
}

/** Plays a lead from its arrival to its end: never taken, left lying, disqualified, or a deal with all that follows. */
export const playLead = (world: World, random: RandomSource, arrival: Arrival): void => {
  const { clock } = world
  const { second, source, referredByClientKey } = arrival
  const prospect = world.prospects(random)
  const item = weightedPick(random, world.catalogue)
  const leadKey = world.newKey("lead")
  const { name: companyName, contacts } = prospect
  const productId = item.product.id
  const isKept = world.script.add(second, automatic, {
    type: "leadReceived",
    leadKey,
    source,
    companyName,
    contact: contacts[0],
    productId,
    referredByClientKey,
  })
  const opening = clock.after(second, 0)
  const owner = pickSeller(random, world.sellers, opening)
  const course: Course = { world, random, about: { type: "lead", key: leadKey }, owner, second, stepKey: null }
  // What comes outside working hours is overlooked more easily.
  if (!isKept || chance(random, opening - second > 3600 ? 0.05 : 0.02)) return
  if (source === "phone" && chance(random, 0.1)) missCall(course)
  course.second = clock.after(opening, responseMinutes(random, owner))
  if (!isAtWork(owner, course.second)) return
  act(course, { type: "leadTaken", leadKey })
  if (chance(random, 0.02) || !waitMinutes(course, exponential(random, 40))) return
  const isReached = reach(course)
  if (isReached === null) return
  if (!isReached) {
    if (chance(random, 0.85)) disqualify(course, "noContact")
    return
  }
  if (!ponder(course)) return
  if (chance(random, qualifiedShares[source])) qualify(course, arrival, prospect, item)
  else disqualify(course, unfitReason(random))
}
