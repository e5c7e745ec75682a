import { instantOf } from "@salesdept/core/shared"
import type { Course } from "./Course.ts"
import { act, completeStep, missCall, planTouch, reachAndTalk, setStep, waitMinutes, waitUntil } from "./Course.ts"
import type { DealTerms } from "./DealTerms.ts"
import { askedTerms, negotiatedTerms } from "./DealTerms.ts"
import { deliverAndClose } from "./DeliveryLife.ts"
import type { LeadSource } from "./LeadActions.ts"
import { issueInvoice, waitForFirstPayment } from "./PaymentLife.ts"
import type { CatalogueItem } from "./Products.ts"
import type { RandomSource } from "./Random.ts"
import { chance, lognormal, poisson, uniform, weightedPick } from "./Random.ts"
import type { Seller } from "./Reps.ts"
import { dutyShare, triedStep } from "./SalesScripts.ts"
import { triesAt } from "./ScriptRuns.ts"
import type { SellingStage } from "./SellingStages.ts"
import { sellingStages, stageSigma } from "./SellingStages.ts"
import type { SellingStepTrait } from "./SellingSteps.ts"
import { sellingSteps, stepsOfDeal } from "./SellingSteps.ts"
import type { StageId } from "./StageIds.ts"
import { workdayMinutes } from "./WorkClock.ts"
import { isWinner, lossStageOf } from "./WinOdds.ts"
import type { Account, World } from "./World.ts"

/** How a deal begins. */
export interface DealSeed {
  /** The deal's key. */
  readonly dealKey: string
  /** The client. */
  readonly account: Account
  /** The rep who opens it. */
  readonly owner: Seller
  /** When. */
  readonly second: number
  /** The lead it comes of; null for a repeat sale. */
  readonly leadKey: string | null
  /** The lead's source; null for a repeat sale. */
  readonly source: LeadSource | null
  /** The product. */
  readonly item: CatalogueItem
}

/** One deal on its way: the course with its deal. */
interface Selling {
  readonly course: Course
  readonly dealKey: string
  readonly account: Account
  readonly steps: ReadonlyArray<SellingStepTrait>
}

const isQuarterEnd = (course: Course): boolean => Number(course.world.clock.dateOf(course.second).slice(5, 7)) % 3 === 0

/**
 * How a deal's stay in a stage ends. `unspoken`: lost without a word; `stalled`: nobody says no, the deal just lies
 * there.
 */
type StageEnding = "passed" | "refused" | "unspoken" | "stalled"

const endingOf = (random: RandomSource, stage: SellingStage, lostIn: SellingStage | null): StageEnding => {
  if (stage !== lostIn) return "passed"
  if (chance(random, 0.12)) return "stalled"
  return (stage.id === "newLead" || stage.id === "contact") && chance(random, 0.4) ? "unspoken" : "refused"
}

const lastOutcomes = { passed: "agreed", refused: "refused", unspoken: "noAnswer", stalled: "undecided" } as const

/** Plays one stage: a lognormal time, split between one to four touches. */
const playStage = ({ course, steps }: Selling, stage: SellingStage, ending: StageEnding): boolean => {
  const { random } = course
  const isSlow = chance(random, 0.05)
  const hurry = isQuarterEnd(course) && (stage.id === "negotiation" || stage.id === "contract") ? 0.7 : 1
  const days = lognormal(random, stage.medianDays, stageSigma) * (isSlow ? 4 : 1) * hurry
  const touches = 1 + Math.min(3, poisson(random, days / 7))
  const used = steps.filter(({ stageId }) => stageId === stage.id).map(({ step }) => step)
  for (let touch = 0; touch < touches; touch++) {
    if (!planTouch(course, (days * workdayMinutes) / touches, stage.stepKind)) return false
    if (ending === "unspoken") continue
    const kind = weightedPick(random, stage.dialogKinds)
    const outcome = touch === touches - 1 ? lastOutcomes[ending] : "undecided"
    if (!reachAndTalk(course, { kind, outcome, steps: touch === 0 ? used : [] })) return false
    completeStep(course)
  }
  return true
}

/** Leaves a deal lying with a step that nobody will do, or none; half of such deals are closed in the end. */
const stall = ({ course, dealKey }: Selling, stage: SellingStage): void => {
  const { random, world } = course
  if (chance(random, 0.6)) {
    setStep(course, stage.stepKind, world.clock.after(course.second, uniform(random, 2, 8) * workdayMinutes))
  }
  if (chance(random, 0.15) && waitMinutes(course, uniform(random, 1, 6) * workdayMinutes)) missCall(course)
  if (!chance(random, 0.5) || !waitMinutes(course, uniform(random, 25, 70) * workdayMinutes)) return
  completeStep(course)
  act(course, { type: "dealLost", dealKey, fromStageId: stage.id, reason: "noResponse" })
}

const lose = ({ course, dealKey }: Selling, stage: SellingStage): void => {
  completeStep(course)
  const reason = weightedPick(course.random, stage.lossReasons)
  act(course, { type: "dealLost", dealKey, fromStageId: stage.id, reason })
}

const amend = ({ course, dealKey }: Selling, before: DealTerms, after: DealTerms): void => {
  if (before.quantity === after.quantity && before.amountMinor === after.amountMinor) return
  act(course, { type: "dealAmended", dealKey, ...after })
}

/**
 * Amounts change as the client's wish becomes clear, before the proposal, and as the price is agreed, before the
 * negotiation.
 */
const amendedBefore = (selling: Selling, stageId: StageId, terms: DealTerms, item: CatalogueItem): DealTerms => {
  const { course, account } = selling
  const { random } = course
  if (stageId === "proposal" && chance(random, 0.2)) return askedTerms(random, item, account.segment)
  if (stageId !== "negotiation") return terms
  const { currency } = course.world.options
  return negotiatedTerms(random, terms, course.owner, { isQuarterEnd: isQuarterEnd(course), currency })
}

/**
 * Plays the stages up to the client's decision; the terms agreed, or null where the deal is lost, lies there, or time
 * is over.
 */
const sell = (
  selling: Selling,
  asked: DealTerms,
  item: CatalogueItem,
  lostIn: SellingStage | null,
): DealTerms | null => {
  const { course, dealKey } = selling
  let terms = asked
  for (const [index, stage] of sellingStages.entries()) {
    if (index > 0) {
      const amended = amendedBefore(selling, stage.id, terms, item)
      amend(selling, terms, amended)
      terms = amended
      const fromStageId = sellingStages[index - 1]?.id ?? "newLead"
      act(course, { type: "dealMoved", dealKey, fromStageId, toStageId: stage.id })
    }
    const ending = endingOf(course.random, stage, lostIn)
    if (!playStage(selling, stage, ending)) return null
    if (ending === "passed") continue
    if (ending === "stalled") stall(selling, stage)
    else lose(selling, stage)
    return null
  }
  return terms
}

/** How often the rep uses each step: a deal that begins while a version is tried, and draws it, nearly always gets its step. */
const stepSharesIn = ({ scripts }: World, { dealKey, owner, second }: DealSeed): ReadonlyArray<number> => {
  return scripts.some((script) => triesAt(script, dealKey, instantOf(second * 1000)))
    ? owner.stepShares.map((share, index) => (sellingSteps[index]?.step === triedStep ? dutyShare : share))
    : owner.stepShares
}

/** Plays a deal from its opening to its end: lost, forgotten, or delivered, paid and looked after. */
export const playDeal = (world: World, random: RandomSource, seed: DealSeed): void => {
  const { dealKey, account, owner, second, leadKey, item } = seed
  const { clock } = world
  const asked = askedTerms(random, item, account.segment)
  const course: Course = { world, random, about: { type: "deal", key: dealKey }, owner, second, stepKey: null }
  const expectedCloseOn = clock.dateOf(clock.after(second, uniform(random, 15, 45) * workdayMinutes))
  const { clientKey } = account
  act(course, {
    type: "dealOpened",
    dealKey,
    clientKey,
    leadKey,
    ownerId: owner.rep.id,
    stageId: "newLead",
    productId: item.product.id,
    ...asked,
    expectedCloseOn,
  })
  if (leadKey !== null) act(course, { type: "leadQualified", leadKey, clientKey, dealKey })
  const steps = stepsOfDeal(random, stepSharesIn(world, seed))
  const lostIn = isWinner(random, seed, steps, world.stepEffects) ? null : lossStageOf(random)
  const terms = sell({ course, dealKey, account, steps }, asked, item, lostIn)
  if (terms === null || !waitUntil(course, course.second)) return
  const deal = { dealKey, account, item, steps, amountMinor: terms.amountMinor }
  const invoice = issueInvoice(course, deal)
  act(course, { type: "dealMoved", dealKey, fromStageId: "contract", toStageId: "paymentControl" })
  if (waitForFirstPayment(course, invoice)) deliverAndClose(course, deal, invoice)
}
