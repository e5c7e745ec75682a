import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ExchangeRate } from "../shared/Money.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { dealAggregate } from "./Deal.ts"
import type { Credit } from "./DealCredit.ts"
import { creditOf } from "./DealCredit.ts"
import { DealAmountRefused, DepartmentMissing, RateRefused } from "./DealErrors.ts"
import type { GateUndone } from "./DealErrors.ts"
import type { DealLine } from "./DealLine.ts"
import { linesTotal } from "./DealLine.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import type { RateRule } from "./DealRate.ts"
import type { Deal, FreezeDealRate, SetDealLines, SplitDealCredit } from "./DealSchema.ts"
import { keepingGates } from "./KeptGateRules.ts"

/** A deal's lines as commands answer them. */
export interface DealLinesAnswer {
  /** The deal after the command. */
  readonly deal: Deal
}

/** A deal's credit as commands answer it. */
export interface DealCreditAnswer {
  /** The deal after the command. */
  readonly deal: Deal
  /** What each rep is credited with, summing to the amount; null where the deal has no amount. */
  readonly credit: ReadonlyArray<Credit> | null
}

const linePrefix = "line."

const lineOf = (given: SetDealLines["lines"][number], position: number): DealLine => ({
  id: given.id ?? String(position + 1),
  kind: given.kind,
  productId: given.productId ?? null,
  quantity: given.quantity,
  unitPriceMinor: given.unitPriceMinor,
  listPriceMinor: given.listPriceMinor ?? null,
  discountPercent: given.discountPercent ?? "0",
  taxPercent: given.taxPercent ?? null,
  taxIncluded: given.taxIncluded ?? true,
})

/** The deal's texts with the names of these lines instead of earlier ones. */
const withLineNames = (texts: Texts, given: SetDealLines["lines"]): Texts => {
  const others = Object.entries(texts).filter(([field]) => !field.startsWith(linePrefix))
  const names = given.flatMap(({ id, name }, position) =>
    name === undefined ? [] : [[`${linePrefix}${id ?? String(position + 1)}`, name] as const],
  )
  return Object.fromEntries([...others, ...names])
}

const sameTexts = (left: Texts, right: Texts): boolean => {
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
}

/**
 * Sets all lines of a deal; its amount and list amount follow where they come from the lines. What the gates it has passed ask for is not
 * taken back.
 */
export const setDealLines = (readFacts: GateFactReader) =>
  function* (
    input: SetDealLines,
    context: CommandContext,
  ): Work<DealLinesAnswer, RecordNotFound | DealAmountRefused | GateUndone> {
    const deal = yield* byId(dealAggregate, input.dealId)
    if (deal === null || !isInBase(deal)) return Result.fail(new RecordNotFound("deal", input.dealId))
    const lines = input.lines.map(lineOf)
    const total = linesTotal(lines)
    if (total === null) return Result.fail(new DealAmountRefused(deal.id, "tooLarge", "lines"))
    const amountFrom = lines.length === 0 ? "stated" : (input.amountFrom ?? "lines")
    const { currency } = input
    const { amount, listAmount } =
      amountFrom === "stated"
        ? deal
        : {
            amount: { amountMinor: total.totalMinor, currency },
            listAmount: total.listMinor === null ? null : { amountMinor: total.listMinor, currency },
          }
    const payload = { lines, amountFrom, amount, listAmount } as const
    const { lines: had, amountFrom: basis } = deal
    const before = { lines: had, amountFrom: basis, amount: deal.amount, listAmount: deal.listAmount }
    const texts = (yield* textsOf([deal])).get(deal.id) ?? {}
    const named = withLineNames(texts, input.lines)
    const renamed = !sameTexts(texts, named)
    if (!renamed && canonicalJson(before) === canonicalJson(payload)) return Result.succeed(decision([], { deal }))
    const change = recordEvents(dealAggregate, deal, [{ type: "DealLinesSet", payload }], {
      occurredAt: context.occurredAt,
      texts: renamed ? named : undefined,
    })
    const kept = yield* keepingGates(deal, change.after, context, readFacts)
    if (Result.isFailure(kept)) return Result.fail(kept.failure)
    const guards = [{ dealId: deal.id, factsVersion: deal.factsVersion }]
    return Result.succeed(decision([change], { deal: change.after }, { touches: [deal.id], guards }))
  }

const creditReasonMissing = new InputInvalid([
  {
    path: "reason",
    code: "reason.afterClose",
    message: {
      en: "is required: the deal is closed, and its credit is somebody's result already",
      ru: "обязательно: сделка закрыта, и зачёт по ней — уже чей-то результат",
    },
  },
])

/** Splits the credit for a deal among reps; once it is won or lost, only with a reason, which stays with the deal. */
export function* splitDealCredit(
  input: SplitDealCredit,
  context: CommandContext,
): Work<DealCreditAnswer, RecordNotFound | InputInvalid> {
  const deal = yield* byId(dealAggregate, input.dealId)
  if (deal === null || !isInBase(deal)) return Result.fail(new RecordNotFound("deal", input.dealId))
  if (canonicalJson(deal.creditShares) === canonicalJson(input.shares)) {
    return Result.succeed(decision([], { deal, credit: creditOf(deal) }))
  }
  const { reason } = input
  if (deal.outcome !== "open" && reason === undefined) return Result.fail(creditReasonMissing)
  const change = recordEvents(dealAggregate, deal, [{ type: "DealCreditSplit", payload: { shares: input.shares } }], {
    occurredAt: context.occurredAt,
    texts: reason === undefined ? undefined : { ...(yield* textsOf([deal])).get(deal.id), creditReason: reason },
  })
  return Result.succeed(decision([change], { deal: change.after, credit: creditOf(change.after) }))
}

/**
 * Why a rate cannot be frozen for a deal; null where it can.
 *
 * @param deal - its amount
 * @param rate - the rate
 * @param currency - the department's currency
 * @param closedOn - day of the close; null where the deal is not closed
 */
export const rateProblem = (
  { amount }: Pick<Deal, "amount">,
  rate: ExchangeRate,
  currency: string,
  closedOn: CalendarDate | null,
): RateRule | null => {
  if (closedOn === null) return "notClosed"
  if (amount === null) return "noAmount"
  if (amount.currency === currency) return "sameCurrency"
  if (rate.from !== amount.currency || rate.to !== currency) return "currencies"
  return rate.on > closedOn ? "afterClose" : null
}

/** Freezes the rate of a deal that was closed before its rate was known; once for each currency that its amount is given in. */
export function* freezeDealRate(
  input: FreezeDealRate,
  context: CommandContext,
): Work<DealLinesAnswer, RecordNotFound | DepartmentMissing | RateRefused> {
  const deal = yield* byId(dealAggregate, input.dealId)
  if (deal === null || !isInBase(deal)) return Result.fail(new RecordNotFound("deal", input.dealId))
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  // Amended into another currency since, the deal has no use of the rate that it has.
  if (deal.closeRate !== null && deal.closeRate.from === deal.amount?.currency)
    return Result.fail(new RateRefused(deal.id, "frozen"))
  const problem = rateProblem(deal, input.rate, config.currency, deal.closedOn)
  if (problem !== null) return Result.fail(new RateRefused(deal.id, problem))
  const change = recordEvents(dealAggregate, deal, [{ type: "DealRateFrozen", payload: { rate: input.rate } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { deal: change.after }))
}
