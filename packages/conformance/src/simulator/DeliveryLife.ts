import type { Course } from "./Course.ts"
import { act, completeStep, planTouch, reachAndTalk, talk, waitMinutes, waitUntil } from "./Course.ts"
import type { AgreedDeal, InvoiceFate } from "./PaymentLife.ts"
import { chance, exponential, lognormal, uniform } from "./Random.ts"
import type { SellingStep } from "./SellingSteps.ts"
import type { StageId } from "./StageIds.ts"
import { workdayMinutes } from "./WorkClock.ts"

const moveOn = (course: Course, dealKey: string, fromStageId: StageId, toStageId: StageId): void => {
  act(course, { type: "dealMoved", dealKey, fromStageId, toStageId })
}

const fulfil = (course: Course, { item }: AgreedDeal): boolean => {
  const { random } = course
  const minutes = lognormal(random, item.fulfilmentDays, 0.5) * workdayMinutes
  if (!planTouch(course, minutes, "checkFulfilment")) return false
  if (chance(random, 0.6) && !reachAndTalk(course, { kind: "call", outcome: "agreed" })) return false
  completeStep(course)
  return true
}

/**
 * Draws the document up, sends it and waits for the signature; false where it is never sent, never signed, or time is
 * over first.
 */
const close = (course: Course, { dealKey, item, amountMinor }: AgreedDeal): boolean => {
  const { world, random } = course
  const documentKey = world.newKey("document")
  if (!waitMinutes(course, exponential(random, 200))) return false
  act(course, { type: "documentDrafted", documentKey, dealKey, kind: item.documentKind, amountMinor })
  if (chance(random, course.owner.mistakeShares.unsentDocuments)) return false
  if (!waitMinutes(course, exponential(random, 0.8 * workdayMinutes))) return false
  const isElectronic = chance(random, 0.6)
  act(course, { type: "documentSent", documentKey, medium: isElectronic ? "electronic" : "paper" })
  const isSigned = !chance(random, 0.07)
  const days = lognormal(random, isElectronic ? 3 : 7, 0.8)
  if (!planTouch(course, (isSigned ? days : 10) * workdayMinutes, "collectDocument")) return false
  if (!isSigned) {
    // One reminder, and then it is forgotten.
    if (talk(course, { kind: "mail", outcome: "undecided" })) completeStep(course)
    return false
  }
  act(course, { type: "documentSigned", documentKey })
  completeStep(course)
  return true
}

/** Asks how the client is and, with some reps, for a recommendation; either may come of it. */
const lookAfter = (course: Course, { steps, account }: AgreedDeal): boolean => {
  const { world, random } = course
  const used: ReadonlyArray<SellingStep> = steps
    .filter(({ stageId }) => stageId === "aftercare")
    .map(({ step }) => step)
  if (!planTouch(course, lognormal(random, 6, 0.7) * workdayMinutes, "askSatisfaction")) return false
  if (!reachAndTalk(course, { kind: "call", outcome: "agreed", steps: used })) return false
  completeStep(course)
  if (chance(random, used.includes("referralRequest") ? 0.22 : 0.05)) {
    const second = world.clock.after(course.second, uniform(random, 2, 30) * workdayMinutes)
    world.recommendations.push({ clientKey: account.clientKey, second })
  }
  return true
}

/**
 * Plays an agreed deal, whose first payment is there, to its end: fulfilment, closing document, the rest of the money, and
 * aftercare.
 */
export const deliverAndClose = (course: Course, deal: AgreedDeal, { paidAt }: InvoiceFate): void => {
  const { dealKey } = deal
  moveOn(course, dealKey, "paymentControl", "fulfilment")
  if (!fulfil(course, deal)) return
  moveOn(course, dealKey, "fulfilment", "closingDocuments")
  if (!close(course, deal)) return
  if (paidAt === Infinity || !waitUntil(course, course.world.clock.after(Math.max(paidAt, course.second), 30))) return
  moveOn(course, dealKey, "closingDocuments", "aftercare")
  if (!lookAfter(course, deal)) return
  moveOn(course, dealKey, "aftercare", "done")
}
