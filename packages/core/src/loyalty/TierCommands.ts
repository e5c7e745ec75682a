import * as Result from "effect/Result"
import { dealAggregate } from "../deal/Deal.ts"
import { amountInCurrency } from "../deal/DealRate.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import { invoiceOn } from "../settlement/SettlementTimes.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { ClientId, DealId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { loyaltyPolicyOf } from "./DecideCommands.ts"
import { stayed } from "./MergedClientRules.ts"
import type { DatedAmount, DealMoney } from "./RecognisedRevenue.ts"
import { recognisedRevenue } from "./RecognisedRevenue.ts"
import { NoTiers } from "./RewardErrors.ts"
import type { TierQuestion } from "./RewardSchema.ts"
import type { RevenueAsKnown, TierStanding } from "./Tier.ts"
import { tierAsKnown } from "./Tier.ts"

/** A client's tier as it is answered. */
export interface TierAnswer extends TierStanding {
  /** Whose. */
  readonly clientId: ClientId
  /** Currency of the amounts, ISO 4217. */
  readonly currency: string
  /** Deals with money in other currencies that have no rate into it frozen on them: it does not count. */
  readonly otherCurrencyDealIds: ReadonlyArray<string>
}

/** Since when a document proved its amount, on a day: since the signature, and not at all once it is revoked. */
const provenBy = ({ signedOn, revokedOn }: ClosingDocument, day: CalendarDate): ReadonlyArray<CalendarDate> =>
  signedOn === null || (revokedOn !== null && revokedOn <= day) ? [] : [signedOn]

/** What a client's deals have in money and papers. */
interface ClientMoney {
  /** The currency asked for. */
  readonly currency: string
  /** Deals. */
  readonly deals: ReadonlyArray<Deal>
  /** Their invoices in the currency asked for, or with a rate into it frozen on the deal. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Their closing documents, likewise. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Deals with money in others. */
  readonly others: ReadonlyArray<string>
}

function* clientMoney(clientId: ClientId, currency: string): Generator<Read, ClientMoney, unknown> {
  const deals = yield* where(dealAggregate, "clientId", [clientId])
  const byId = new Map(deals.map((deal) => [deal.id, deal]))
  const dealIds = [...byId.keys()]
  const others = new Set<string>()
  const counts = (dealId: DealId, amount: Money): boolean => {
    const isCounted = amountInCurrency({ amount, closeRate: byId.get(dealId)?.closeRate ?? null }, currency) !== null
    if (!isCounted) others.add(dealId)
    return isCounted
  }
  const invoices = (yield* where(invoiceAggregate, "dealId", dealIds)).filter((invoice) =>
    counts(invoice.dealId, { amountMinor: invoice.paidMinor, currency: invoice.currency }),
  )
  const documents = (yield* where(closingDocumentAggregate, "dealId", dealIds)).filter(({ dealId, amount }) =>
    counts(dealId, amount),
  )
  return { currency, deals, invoices, documents, others: [...others].toSorted() }
}

/** Dated money of a deal in the currency asked for: summed before it is converted, so that parts come to what the whole does. */
const inCurrency = (
  rows: ReadonlyArray<{ readonly on: CalendarDate; readonly amount: Money }>,
  closeRate: Deal["closeRate"],
  asked: string,
): ReadonlyArray<DatedAmount> => {
  const sums = new Map<string, number>()
  return rows
    .toSorted((left, right) => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0))
    .map(({ on, amount: { amountMinor, currency } }) => {
      const worth = (sum: number): number =>
        amountInCurrency({ amount: { amountMinor: sum, currency }, closeRate }, asked)?.amountMinor ?? 0
      const before = sums.get(currency) ?? 0
      sums.set(currency, before + amountMinor)
      return { on, amountMinor: worth(before + amountMinor) - worth(before) }
    })
}

/** What was paid and documented on each deal, as it stood at the end of a day. */
const moneyOn = ({ currency, deals, invoices, documents }: ClientMoney, day: CalendarDate): ReadonlyArray<DealMoney> =>
  deals.map(({ id: dealId, closeRate }) => {
    const paid = invoices.flatMap((invoice) =>
      invoice.dealId === dealId
        ? (invoiceOn(invoice, day)?.paidBy ?? []).map(({ paidOn, amountMinor }) => ({
            on: paidOn,
            amount: { amountMinor, currency: invoice.currency },
          }))
        : [],
    )
    const proven = documents.flatMap((document) =>
      document.dealId === dealId ? provenBy(document, day).map((on) => ({ on, amount: document.amount })) : [],
    )
    return {
      dealId,
      paid: inCurrency(paid, closeRate, currency),
      documented: inCurrency(proven, closeRate, currency),
    }
  })

/** Revenue as it was known up to a day: anew from each day on which money went back, a credit note freed it or a document was revoked. */
const knownUntil = (money: ClientMoney, on: CalendarDate): ReadonlyArray<RevenueAsKnown> => {
  const backOn = new Set(money.invoices.flatMap(({ freed }) => freed.map(({ freedOn }) => freedOn)))
  const revokedOn = money.documents.flatMap((document) => document.revokedOn ?? [])
  const days = [...new Set([...backOn, ...revokedOn])].filter((day) => day <= on).toSorted()
  return [null, ...days].map((day, index) => {
    const next = days[index]
    return {
      from: day ?? on,
      isMoneyBack: day !== null && backOn.has(day),
      revenue: recognisedRevenue(moneyOn(money, next === undefined ? on : addDays(next, -1))),
    }
  })
}

/**
 * A client's tier on a day, from what is paid and documented. Money that went back, or that a credit note freed, counts until then; from
 * that day on it is as if it had not come, and a tier that it had brought is lost. Writes nothing.
 */
export function* tierOfClient(
  { clientId: asked, on }: TierQuestion,
  context: CommandContext,
): Work<TierAnswer, DepartmentMissing | NoTiers> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const { tiers } = loyaltyPolicyOf(config)
  if (tiers === undefined) return Result.fail(new NoTiers())
  const clientId = yield* stayed(asked)
  const { currency } = tiers
  const money = yield* clientMoney(clientId, currency)
  const day = on ?? localDateOf(context.occurredAt, config.timeZone)
  const standing = tierAsKnown(knownUntil(money, day), tiers, day)
  return Result.succeed(decision([], { clientId, currency, otherCurrencyDealIds: money.others, ...standing }))
}
