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
import type { ClosingDocument } from "../settlement/SettlementSchema.ts"
import type { ClientId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { loyaltyPolicyOf } from "./DecideCommands.ts"
import { stayed } from "./MergedClientRules.ts"
import type { DatedAmount, DealMoney } from "./RecognisedRevenue.ts"
import { recognisedRevenue } from "./RecognisedRevenue.ts"
import { NoTiers } from "./RewardErrors.ts"
import type { TierQuestion } from "./RewardSchema.ts"
import type { TierStanding } from "./Tier.ts"
import { tierOn } from "./Tier.ts"

/** A client's tier as it is answered. */
export interface TierAnswer extends TierStanding {
  /** Whose. */
  readonly clientId: ClientId
  /** Currency of the amounts, ISO 4217. */
  readonly currency: string
  /** Deals with money in other currencies, which does not count. */
  readonly otherCurrencyDealIds: ReadonlyArray<string>
}

/** What a document proves: its amount from the signature on, and nothing more from a revocation on. */
const provenBy = ({ amount: { amountMinor }, signedOn, revokedOn }: ClosingDocument): ReadonlyArray<DatedAmount> => {
  if (signedOn === null) return []
  const signed = { on: signedOn, amountMinor }
  return revokedOn === null ? [signed] : [signed, { on: revokedOn, amountMinor: 0 - amountMinor }]
}

/** What was paid and documented on a client's deals, in one currency; the deals that have money in others. */
function* clientMoney(
  clientId: ClientId,
  currency: string,
): Generator<Read, { readonly deals: ReadonlyArray<DealMoney>; readonly others: ReadonlyArray<string> }, unknown> {
  const deals = yield* where(dealAggregate, "clientId", [clientId])
  const dealIds = deals.map(({ id }) => id)
  const invoices = yield* where(invoiceAggregate, "dealId", dealIds)
  const documents = yield* where(closingDocumentAggregate, "dealId", dealIds)
  const others = new Set<string>()
  for (const { dealId, currency: own } of invoices) if (own !== currency) others.add(dealId)
  for (const { dealId, amount } of documents) if (amount.currency !== currency) others.add(dealId)
  const money = deals.map(({ id }): DealMoney => ({
    dealId: id,
    paid: invoices
      .filter((invoice) => invoice.dealId === id && invoice.currency === currency)
      .flatMap(({ paidBy }) => paidBy.map(({ paidOn, amountMinor }) => ({ on: paidOn, amountMinor }))),
    documented: documents.flatMap((document) =>
      document.dealId === id && document.amount.currency === currency ? provenBy(document) : [],
    ),
  }))
  return { deals: money, others: [...others].toSorted() }
}

/**
 * A client's tier on a day, from what is paid and documented by now. Money that went back is taken off the payment it came with, on
 * the day of that payment: a refund may lower an earlier standing. Writes nothing.
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
  const { deals, others } = yield* clientMoney(clientId, tiers.currency)
  const day = on ?? localDateOf(context.occurredAt, config.timeZone)
  const standing = tierOn(recognisedRevenue(deals), tiers, day)
  const { currency } = tiers
  return Result.succeed(decision([], { clientId, currency, otherCurrencyDealIds: others, ...standing }))
}
