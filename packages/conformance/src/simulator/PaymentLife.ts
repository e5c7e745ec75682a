import { dateOfDayNumber, dayNumberOf } from "@salesdept/core/shared"
import type { Course } from "./Course.ts"
import { act, completeStep, planTouch, setStep, talk, waitUntil } from "./Course.ts"
import type { CatalogueItem } from "./Products.ts"
import type { RandomSource } from "./Random.ts"
import { chance, exponential, uniform, weightedPick, wholeNumber } from "./Random.ts"
import type { SimulatedInstalment } from "./SettlementActions.ts"
import type { SellingStepTrait } from "./SellingSteps.ts"
import type { WorkClock } from "./WorkClock.ts"
import { workdayMinutes } from "./WorkClock.ts"
import type { Account } from "./World.ts"
import { automatic } from "./World.ts"

/** A deal that the client has agreed to. */
export interface AgreedDeal {
  /** The deal's key. */
  readonly dealKey: string
  /** The client. */
  readonly account: Account
  /** The product. */
  readonly item: CatalogueItem
  /** Script steps that the rep uses where it comes to them. */
  readonly steps: ReadonlyArray<SellingStepTrait>
  /** The agreed amount in whole minor units. */
  readonly amountMinor: number
}

/** Money that will come in. */
interface ComingPayment {
  /** When. */
  readonly second: number
  /** Amount in whole minor units. */
  readonly amountMinor: number
}

/** What the future holds for an invoice. */
export interface InvoiceFate {
  /** What is due when. */
  readonly instalments: ReadonlyArray<SimulatedInstalment>
  /** Its payments, by time. */
  readonly payments: ReadonlyArray<ComingPayment>
  /** When its first instalment is fully paid; infinity for never. */
  readonly firstPaidAt: number
  /** When all of it is paid; infinity for never. */
  readonly paidAt: number
}

/** Percent of the amount in each instalment; the last one takes the rest. */
const schemes = [
  [[100], 45],
  [[50, 50], 35],
  [[30, 40, 30], 20],
] as const satisfies ReadonlyArray<readonly [ReadonlyArray<number>, number]>

const instalmentsOf = (
  random: RandomSource,
  amountMinor: number,
  issueDay: number,
): ReadonlyArray<SimulatedInstalment> => {
  const percents: ReadonlyArray<number> = weightedPick<ReadonlyArray<number>>(random, schemes)
  let left = amountMinor
  let dueDay = issueDay + wholeNumber(random, 5, 10)
  return percents.map((percent, index) => {
    const part = index === percents.length - 1 ? left : Math.round((amountMinor * percent) / 100)
    left -= part
    const dueOn = dateOfDayNumber(dueDay)
    dueDay += wholeNumber(random, 20, 35)
    return { dueOn, amountMinor: part }
  })
}

const calendarDayMinutes = 1440

/** When an instalment's money comes: mostly by its due day, sometimes days or weeks later, rarely not at all. */
const paidAt = (course: Course, dueDay: number, notBefore: number, lateness: number, isFirst: boolean): number => {
  const { random, world } = course
  const { clock } = world
  if (chance(random, isFirst ? 0.03 : 0.05)) return Infinity
  const dueMorning = clock.momentOf(dueDay, 32_400)
  const lateMinutes = chance(random, Math.min(0.7, 0.22 * lateness))
    ? workdayMinutes + exponential(random, 7 * lateness * workdayMinutes)
    : -uniform(random, 1, 4) * calendarDayMinutes
  const wished = lateMinutes > 0 ? clock.after(dueMorning, lateMinutes) : dueMorning + Math.round(lateMinutes * 60)
  return clock.after(Math.max(wished, notBefore), uniform(random, 20, 400))
}

/** Issues the invoice, now, and lets the client pay it in its own time. Payments come whoever owns the deal. */
export const issueInvoice = (course: Course, { dealKey, amountMinor, account }: AgreedDeal): InvoiceFate => {
  const { world, random, second } = course
  const { clock } = world
  const invoiceKey = world.newKey("invoice")
  const instalments = instalmentsOf(random, amountMinor, clock.dayOf(second))
  act(course, { type: "invoiceIssued", invoiceKey, dealKey, amountMinor, instalments })
  const payments: Array<ComingPayment> = []
  const receive = (at: number, part: number): void => {
    payments.push({ second: at, amountMinor: part })
    const paymentKey = world.newKey("payment")
    world.script.add(at, automatic, { type: "paymentReceived", paymentKey, invoiceKey, dealKey, amountMinor: part })
  }
  let firstPaidAt = Infinity
  let last = second
  for (const [index, instalment] of instalments.entries()) {
    const at = paidAt(course, dayNumberOf(instalment.dueOn), last, account.lateness, index === 0)
    if (at === Infinity) return { instalments, payments, firstPaidAt, paidAt: Infinity }
    last = at
    const isSplit = chance(random, 0.08)
    const part = isSplit ? Math.round(instalment.amountMinor * uniform(random, 0.3, 0.7)) : instalment.amountMinor
    receive(at, part)
    if (isSplit) {
      if (chance(random, 0.15)) return { instalments, payments, firstPaidAt, paidAt: Infinity }
      last = clock.after(at, workdayMinutes + exponential(random, 5 * workdayMinutes))
      receive(last, instalment.amountMinor - part)
    }
    if (index === 0) firstPaidAt = last
  }
  return { instalments, payments, firstPaidAt, paidAt: last }
}

/** The first moment, not before the given one, at which nothing that fell due before that local day is owed. */
const nothingOverdueFrom = ({ instalments, payments }: InvoiceFate, clock: WorkClock, second: number): number => {
  const isSettled = (at: number): boolean => {
    const today = clock.dateOf(at)
    let owedMinor = 0
    for (const { dueOn, amountMinor } of instalments) if (dueOn < today) owedMinor += amountMinor
    for (const payment of payments) if (payment.second <= at) owedMinor -= payment.amountMinor
    return owedMinor <= 0
  }
  if (isSettled(second)) return second
  return payments.find((payment) => payment.second > second && isSettled(payment.second))?.second ?? Infinity
}

/**
 * Waits for the first instalment and for whatever has become overdue meanwhile, reminding the client a few times; false
 * where the money never comes or time is over first.
 */
export const waitForFirstPayment = (course: Course, fate: InvoiceFate): boolean => {
  const { firstPaidAt } = fate
  const { world, random } = course
  const { clock } = world
  for (let reminder = 0; reminder < 5; reminder++) {
    const patience = uniform(random, 3, 6) * workdayMinutes
    const checkAt = clock.after(course.second, patience)
    if (firstPaidAt <= checkAt) {
      setStep(course, "checkPayment", checkAt)
      break
    }
    if (!planTouch(course, patience, "checkPayment")) return false
    if (firstPaidAt <= course.second) break
    if (chance(random, 0.7) && !talk(course, { kind: "call", outcome: "undecided" })) return false
    completeStep(course)
  }
  let paidUpAt = firstPaidAt
  do {
    if (paidUpAt === Infinity) return false
    if (!waitUntil(course, clock.after(Math.max(paidUpAt, course.second), exponential(random, 60)))) return false
    // Who waits until the next day may find the next instalment overdue.
    paidUpAt = nothingOverdueFrom(fate, clock, course.second)
  } while (paidUpAt > course.second)
  completeStep(course)
  return true
}
