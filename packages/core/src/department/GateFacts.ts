import { isRegularClient, regularRuleOf } from "../client/BasePolicy.ts"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import { contactAggregate } from "../client/Contact.ts"
import type { Contact } from "../client/ContactSchema.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import type { Dialog, NextStep } from "../client/DialogSchema.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { approvalAggregate, coversDeal, holdsAt } from "../deal/Approval.ts"
import type { Approval } from "../deal/ApprovalSchema.ts"
import type { FactGroup, FactValues } from "../deal/ConditionFacts.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { sumInDealsCurrency } from "../deal/DealRate.ts"
import { discountOf } from "../deal/Discount.ts"
import type { GrantedOtherwise } from "../deal/GrantedOtherwise.ts"
import { grantedOtherwise } from "../deal/GrantedOtherwise.ts"
import type { GateFactReader } from "../deal/service.ts"
import type { Texts } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { coveredAmounts } from "../settlement/DocumentCover.ts"
import { documentFlags } from "../settlement/DocumentMachine.ts"
import type { ClosingDocument } from "../settlement/DocumentSchema.ts"
import { invoiceAggregate, isTakenBack, openInstalments, openMinorOf, overdueMinor } from "../settlement/Invoice.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { ClientId, DealId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { customFacts } from "./CustomConditions.ts"
import type { CarriedFact, DepartmentConfig } from "./DepartmentSchema.ts"
import { sourceOf } from "./Department.ts"

const dayMs = 86_400_000

/** The main product and those of the lines, each once. */
const productIdsOf = ({ productId, lines }: Deal): ReadonlyArray<string> => [
  ...new Set([productId, ...lines.map((line) => line.productId)].flatMap((id) => id ?? [])),
]

const dealFacts = (deal: Deal, today: CalendarDate, now: Instant): FactValues => {
  const amount = deal.amount?.amountMinor ?? null
  const discount = discountOf(deal)
  return {
    "deal.amountMinor": amount,
    "deal.currency": deal.amount?.currency ?? null,
    "deal.stageId": deal.stageId,
    "deal.ownerId": deal.ownerId,
    "deal.ageDays": deal.openedOn === null ? null : daysBetween(deal.openedOn, today),
    "deal.daysInStage":
      deal.enteredStageAt === null ? null : Math.floor((epochMsOf(now) - epochMsOf(deal.enteredStageAt)) / dayMs),
    "deal.expectedCloseOn": deal.expectedCloseOn,
    "deal.expectedCloseInDays": deal.expectedCloseOn === null ? null : daysBetween(today, deal.expectedCloseOn),
    // Sold above the list price, nothing was given away.
    "deal.discountPercent": discount === null ? null : Math.max(0, discount),
    "deal.lineCount": deal.lines.length,
    "deal.productIds": productIdsOf(deal),
  }
}

/**
 * Reads the client of a deal: whom invoices, payments and documents of it are of where they name nobody. What the commands of
 * settlement are given by the department.
 *
 * @param dealId - the deal
 * @returns null where there is no such deal, or no client of it
 *
 * @example
 * ```ts
 * import { clientOfDeal } from "@salesdept/core/department/service"
 * import { invoiceCommands } from "@salesdept/core/settlement/service"
 *
 * Object.keys(invoiceCommands(clientOfDeal)) // ["issue", …]
 * ```
 */
export function* clientOfDeal(dealId: DealId): Generator<Read, ClientId | null, unknown> {
  return (yield* byId(dealAggregate, dealId))?.clientId ?? null
}

/** Whether an advance or a prepayment of it was not paid, due or not: what was written off was not. */
const owesAdvance = (invoice: Invoice): boolean =>
  openInstalments({ ...invoice, writtenOffMinor: 0 }).some(({ kind }) => kind === "advance" || kind === "prepayment")

const settlementFacts = (deal: Deal, all: ReadonlyArray<Invoice>, today: CalendarDate): FactValues => {
  // What is taken back whole asks for nothing and sold nothing: it is no invoice to a gate, as a revoked document is none.
  const invoices = all.filter((invoice) => !isTakenBack(invoice))
  // By the rate frozen on the deal. What has none, or is past 2^53−1, is absent, not zero: a gate must not fail for it.
  const total = (minorOf: (invoice: Invoice) => number): number | null =>
    sumInDealsCurrency(
      deal,
      invoices.map((invoice) => ({ amountMinor: minorOf(invoice), currency: invoice.currency })),
    )
  // What a credit note took back is not owed, nor was it sold: the amount follows it. What was written off is owed, and was not paid.
  const owedMinor = ({ totalMinor, creditedMinor }: Invoice): number => totalMinor - creditedMinor
  const invoiced = total(owedMinor)
  const paid = total(({ paidMinor }) => paidMinor)
  const amount = deal.amount?.amountMinor ?? null
  const isAllPaid = invoices.every((invoice) => invoice.paidMinor === owedMinor(invoice))
  const isCovered = amount === null || paid === null ? null : paid >= amount
  const isOverdue = invoices.some((invoice) => overdueMinor(invoice, today) > 0)
  return {
    "settlement.invoiceCount": invoices.length,
    "settlement.invoicedMinor": invoiced,
    "settlement.paidMinor": paid,
    "settlement.openMinor": total(openMinorOf),
    "settlement.overdueMinor": total((invoice) => overdueMinor(invoice, today)),
    "settlement.paidShare": invoiced === null || paid === null || invoiced === 0 ? null : paid / invoiced,
    // That an invoice is not paid is known in any currency.
    "settlement.fullyPaid": amount !== null && !isAllPaid ? false : isCovered,
    // What the contract asks for before delivery is what the invoices name so, and what they have made due by now.
    // Of a deal for nothing, nothing is asked: no invoice of nothing can be issued.
    "settlement.advancePaid": invoices.length === 0 && amount !== 0 ? null : !isOverdue && !invoices.some(owesAdvance),
  }
}

const documentFacts = (
  deal: Deal,
  all: ReadonlyArray<ClosingDocument>,
  invoices: ReadonlyArray<Invoice>,
): FactValues => {
  // What is revoked proves nothing and is asked of nobody.
  const documents = all.filter((document) => documentFlags(document).isLive)
  const signed = documents.filter((document) => documentFlags(document).isSigned)
  const covered = sumInDealsCurrency(deal, coveredAmounts(signed, invoices))
  const isAllSigned = documents.length === 0 ? null : signed.length === documents.length
  // A sum in another currency than the deal's cannot be set against its amount without a rate: not observable.
  const isCovered = covered === null ? null : covered >= (deal.amount?.amountMinor ?? 0)
  return {
    "documents.count": documents.length,
    "documents.kinds": documents.map(({ kind }) => kind),
    "documents.signedKinds": signed.map(({ kind }) => kind),
    "documents.allSigned": isAllSigned,
    "documents.documented": isAllSigned === true ? isCovered : false,
    "documents.signedMinor": sumInDealsCurrency(
      deal,
      signed.map(({ amount }) => amount),
    ),
  }
}

/** Whether the source of a deal carries a kind of fact; deals opened here carry all. */
const carries = (config: DepartmentConfig, deal: Deal, fact: CarriedFact): boolean =>
  deal.sourceId === null || (sourceOf(config, deal.sourceId)?.carries.includes(fact) ?? false)

/** What the gates of several deals ask for, read at once: by the id of the deal, but clients by their own. */
interface GateRecords {
  readonly clients: ReadonlyMap<string, Client>
  readonly clientTexts: ReadonlyMap<string, Texts>
  readonly clientDeals: ReadonlyMap<string, ReadonlyArray<Deal>>
  readonly steps: ReadonlyMap<string, ReadonlyArray<NextStep>>
  readonly dialogs: ReadonlyMap<string, ReadonlyArray<Dialog>>
  readonly invoices: ReadonlyMap<string, ReadonlyArray<Invoice>>
  readonly documents: ReadonlyMap<string, ReadonlyArray<ClosingDocument>>
  readonly contacts: ReadonlyMap<string, ReadonlyArray<Contact>>
  readonly approvals: ReadonlyMap<string, ReadonlyArray<Approval>>
}

const none = new Map<string, never>()

const grouped = <Value>(
  values: ReadonlyArray<Value>,
  keyOf: (value: Value) => string | null,
): ReadonlyMap<string, ReadonlyArray<Value>> => {
  const groups = new Map<string, Array<Value>>()
  for (const value of values) {
    const key = keyOf(value)
    const group = key === null ? undefined : groups.get(key)
    if (group !== undefined) group.push(value)
    else if (key !== null) groups.set(key, [value])
  }
  return groups
}

const byDeal = <State extends { readonly dealId: string | null }>(
  records: ReadonlyArray<State>,
): ReadonlyMap<string, ReadonlyArray<State>> => grouped(records, ({ dealId }) => dealId)

function* readRecords(
  deals: ReadonlyArray<Deal>,
  groups: ReadonlyArray<FactGroup>,
): Generator<Read, GateRecords, unknown> {
  const ids = deals.map(({ id }) => id)
  const asks = (group: FactGroup): boolean => groups.includes(group)
  const clientIds = [...new Set(deals.flatMap(({ clientId }) => clientId ?? []))]
  const asked = asks("client") ? clientIds : []
  const clients = yield* byIds(clientAggregate, asks("client") || asks("taxNumber") ? clientIds : [])
  const people = asks("contacts") ? clientIds : []
  const documents = asks("documents") ? yield* where(closingDocumentAggregate, "dealId", ids) : []
  // Documents alone ask for an invoice where they explain that they state another sum.
  const explained = asks("settlement")
    ? []
    : documents.flatMap(({ difference, invoiceId }) => (difference === null ? [] : (invoiceId ?? [])))
  const invoices = asks("settlement")
    ? yield* where(invoiceAggregate, "dealId", ids)
    : [...(yield* byIds(invoiceAggregate, [...new Set(explained)])).values()]
  return {
    clients,
    clientTexts: asks("taxNumber") ? yield* textsOf([...clients.values()]) : none,
    clientDeals: grouped(yield* where(dealAggregate, "clientId", asked), ({ clientId }) => clientId),
    steps: asks("nextStep") ? byDeal(yield* where(nextStepAggregate, "dealId", ids)) : none,
    dialogs: asks("dialogs") ? byDeal(yield* where(dialogAggregate, "dealId", ids)) : none,
    invoices: byDeal(invoices),
    documents: byDeal(documents),
    contacts: grouped(yield* where(contactAggregate, "clientId", people), ({ clientId }) => clientId),
    approvals: asks("approvals") ? byDeal(yield* where(approvalAggregate, "dealId", ids)) : none,
  }
}

/**
 * Reads what the gates of deals ask for, from the areas that own it, with one question for each kind of record however many
 * deals there are. A group that a deal's source does not carry and of which nothing is recorded here either is left out: not
 * observable, never "none".
 *
 * @param deals - the deals
 * @param groups - which groups of facts are asked for, as `moveFactGroups` names them
 * @param config - the department's configuration: time zone, base policy, custom fields
 * @param at - the instant on whose day the facts are asked of
 *
 * @example
 * ```ts
 * import { dealCommands } from "@salesdept/core/deal/service"
 * import { readGateFacts } from "@salesdept/core/department/service"
 *
 * const deals = dealCommands(readGateFacts)
 * Object.keys(deals).includes("move") // true
 * ```
 */
export const readGateFacts: GateFactReader = function* (deals, groups, config, at) {
  const records = yield* readRecords(deals, groups)
  return new Map(deals.map((deal) => [deal.id, factsOf(deal, groups, records, config, at)]))
}

const factsOf = (
  deal: Deal,
  groups: ReadonlyArray<FactGroup>,
  records: GateRecords,
  config: DepartmentConfig,
  at: Instant,
): FactValues => {
  const today = localDateOf(at, config.timeZone)
  const currency = deal.amount?.currency ?? null
  const facts: FactValues = {
    ...dealFacts(deal, today, at),
    ...customFacts("deal", deal.custom, config.customFields, today, currency),
  }
  for (const group of groups) {
    switch (group) {
      case "client": {
        const client = records.clients.get(deal.clientId ?? "") ?? null
        const deals = records.clientDeals.get(deal.clientId ?? "") ?? []
        const won = deals.filter(
          ({ id, outcome, standing }) => outcome === "won" && standing === "active" && id !== deal.id,
        )
        Object.assign(facts, {
          "client.isKnown": client !== null,
          ...(client === null ? {} : customFacts("client", client.custom, config.customFields, today, currency)),
          "client.segment": client?.segmentId ?? null,
          "client.isRegular": isRegularClient(
            regularRuleOf(config),
            won.map(({ closedOn }) => closedOn),
            today,
          ),
        } satisfies FactValues)
        break
      }
      case "taxNumber": {
        const client = records.clients.get(deal.clientId ?? "")
        const texts = client === undefined ? undefined : records.clientTexts.get(client.id)
        Object.assign(facts, { "client.hasTaxId": texts?.["taxId"] !== undefined } satisfies FactValues)
        break
      }
      case "nextStep": {
        const steps = records.steps.get(deal.id) ?? []
        if (steps.length === 0 && !carries(config, deal, "nextSteps")) break
        const due = steps.filter(({ status }) => status === "open").map(({ dueOn }) => dueOn)
        const first = due.toSorted()[0]
        Object.assign(facts, {
          "nextStep.isPlanned": first !== undefined,
          "nextStep.dueInDays": first === undefined ? null : daysBetween(today, first),
          "nextStep.isOverdue": first !== undefined && first < today,
        } satisfies FactValues)
        break
      }
      case "dialogs": {
        const dialogs = records.dialogs.get(deal.id) ?? []
        if (dialogs.length === 0 && !carries(config, deal, "dialogs")) break
        const last = dialogs.toSorted((left, right) => (left.heldAt < right.heldAt ? -1 : 1)).at(-1)
        Object.assign(facts, {
          "dialogs.count": dialogs.length,
          "dialogs.outcomes": dialogs.map(({ outcomeId }) => outcomeId),
          "dialogs.lastOutcome": last?.outcomeId ?? null,
          "dialogs.daysSinceLast":
            last === undefined ? null : daysBetween(localDateOf(last.heldAt, config.timeZone), today),
        } satisfies FactValues)
        break
      }
      case "settlement": {
        const invoices = records.invoices.get(deal.id) ?? []
        if (invoices.length === 0 && !carries(config, deal, "payments")) break
        Object.assign(facts, settlementFacts(deal, invoices, today))
        break
      }
      case "documents": {
        const documents = records.documents.get(deal.id) ?? []
        if (documents.length === 0 && !carries(config, deal, "documents")) break
        Object.assign(facts, documentFacts(deal, documents, records.invoices.get(deal.id) ?? []))
        break
      }
      case "contacts": {
        if (deal.clientId === null) break
        const people = records.contacts.get(deal.clientId) ?? []
        const there = people.filter(
          ({ standing, leftOn }) => standing === "active" && (leftOn === null || leftOn > today),
        )
        // A source that carries no contact persons is told from a client without any by there being none recorded here.
        if (people.length === 0 && deal.sourceId !== null) break
        Object.assign(facts, {
          "contacts.count": there.length,
          "contacts.roles": there.flatMap(({ roleId }) => roleId ?? []),
        } satisfies FactValues)
        break
      }
      case "approvals": {
        const approvals = records.approvals.get(deal.id) ?? []
        const coverOf = (kindId: string) => config.approvalKinds?.find(({ id }) => id === kindId)?.covers
        const held: Array<string> = []
        const otherwise: Array<GrantedOtherwise> = []
        for (const approval of approvals.filter((one) => holdsAt(one, at))) {
          const { kindId, terms } = approval
          if (terms === null || coversDeal(approval, deal, coverOf(kindId))) held.push(kindId)
          else otherwise.push(grantedOtherwise(approval, terms, deal))
        }
        const granted: FactValues = { "approvals.granted": held }
        Object.assign(facts, otherwise.length === 0 ? granted : { ...granted, grantedOtherwise: otherwise })
        break
      }
      // The deal's own facts are there already.
      case "deal":
        break
    }
  }
  return facts
}
