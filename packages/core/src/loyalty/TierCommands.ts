import * as Result from "effect/Result"
import { dealAggregate } from "../deal/Deal.ts"
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
import type { ClientId } from "../shared/Ids.ts"
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
  /** Deals with money in other currencies, which does not count. */
  readonly otherCurrencyDealIds: ReadonlyArray<string>
}

/** What a document proved on a day: its amount from the signature on, and nothing once it is revoked. */
const provenBy = (
  { amount: { amountMinor }, signedOn, revokedOn }: ClosingDocument,
  day: CalendarDate,
): ReadonlyArray<DatedAmount> =>
  signedOn === null || (revokedOn !== null && revokedOn <= day) ? [] : [{ on: signedOn, amountMinor }]

/** What a client's deals have in money and papers. */
interface ClientMoney {
  /** Deals. */
  readonly dealIds: ReadonlyArray<string>
  /** Their invoices in the currency asked for. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Their closing documents in it. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Deals with money in others. */
  readonly others: ReadonlyArray<string>
}

function* clientMoney(clientId: ClientId, currency: string): Generator<Read, ClientMoney, unknown> {
  const deals = yield* where(dealAggregate, "clientId", [clientId])
  const dealIds = deals.map(({ id }) => id)
  const invoices = yield* where(invoiceAggregate, "dealId", dealIds)
  const documents = yield* where(closingDocumentAggregate, "dealId", dealIds)
  const others = new Set<string>()
  for (const { dealId, currency: own } of invoices) if (own !== currency) others.add(dealId)
  for (const { dealId, amount } of documents) if (amount.currency !== currency) others.add(dealId)
  return {
    dealIds,
    invoices: invoices.filter((invoice) => invoice.currency === currency),
    documents: documents.filter(({ amount }) => amount.currency === currency),
    others: [...others].toSorted(),
  }
}

/** What was paid and documented on each deal, as it stood at the end of a day. */
const moneyOn = ({ dealIds, invoices, documents }: ClientMoney, day: CalendarDate): ReadonlyArray<DealMoney> =>
  dealIds.map((dealId) => ({
    dealId,
    paid: invoices
      .filter((invoice) => invoice.dealId === dealId)
      .flatMap((invoice) => invoiceOn(invoice, day)?.paidBy ?? [])
      .map(({ paidOn, amountMinor }) => ({ on: paidOn, amountMinor })),
    documented: documents.flatMap((document) => (document.dealId === dealId ? provenBy(document, day) : [])),
  }))

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
  const money = yield* clientMoney(clientId, tiers.currency)
  const day = on ?? localDateOf(context.occurredAt, config.timeZone)
  const standing = tierAsKnown(knownUntil(money, day), tiers, day)
  const { currency } = tiers
  return Result.succeed(decision([], { clientId, currency, otherCurrencyDealIds: money.others, ...standing }))
}
