import { amountInCurrency } from "@salesdept/core/deal"
import type { Deal, StageMeaning } from "@salesdept/core/deal"
import { reorderInterval, reorderPeers } from "@salesdept/core/loyalty/models"
import type { ReorderPeers } from "@salesdept/core/loyalty/models"
import type { Findings } from "@salesdept/core/review"
import {
  documentedNotPaid,
  invoiceOn,
  openInstalments,
  paidNotDocumented,
} from "@salesdept/core/settlement/receivables"
import type { BesidePayment, ClosingDocument, DocumentGap, Invoice } from "@salesdept/core/settlement/receivables"
import { addDays, addMinor, daysBetween, localDateOf } from "@salesdept/core/shared"
import type { CalendarDate, Message, Money } from "@salesdept/core/shared"
import { formatCount, nouns } from "../format/Counted.ts"
import { formatMoney } from "../format/Money.ts"
import { formatPeriod } from "../format/Period.ts"
import type { AfterSaleSection } from "../model/AfterSaleSection.ts"
import type { ListedRecord, RecordList } from "../model/RecordList.ts"
import type { Base } from "./Base.ts"
import { dealNameOf, presentRepOf } from "./Base.ts"
import { counted, day, say } from "./Words.ts"

/** What is read of a base to tell what is left to do after its sales. */
export interface AfterSaleInput {
  /** The base. */
  readonly base: Base
  /** All invoices. */
  readonly invoices: ReadonlyArray<Invoice>
  /** All closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** All payments: some are for a deal that no invoice asks for. */
  readonly payments: ReadonlyArray<BesidePayment>
  /** What was found in the period reviewed. */
  readonly found: Findings
}

/** Records named in a list; the others are behind its count. */
const namedCount = 5

const days = (count: number): Message => counted(count, nouns.day)

interface Entry {
  readonly record: ListedRecord
  /** What the list is ordered by, the greatest first. */
  readonly weight: number
  /** Whether its money is in another currency than the base's. */
  readonly isForeign?: boolean
}

/** An entry about money: in another currency it is told among the facts, and stands behind what can be compared. */
const ofMoney = (
  base: Base,
  { amountMinor, currency }: Money,
  reason: Message,
  recordOf: (reason: Message, amountMinor: number | null) => ListedRecord,
): Entry => {
  if (currency === base.currency) return { record: recordOf(reason, amountMinor), weight: amountMinor }
  const [en, ru] = [formatMoney(amountMinor, currency, "en"), formatMoney(amountMinor, currency, "ru")]
  return { record: recordOf(say(`${reason.en}; ${en}`, `${reason.ru}; ${ru}`), null), weight: -1, isForeign: true }
}

const listOf = (
  id: string,
  title: Message,
  next: Message,
  entries: ReadonlyArray<Entry>,
  isOfMoney: boolean,
): RecordList => {
  const foreignCount = entries.filter(({ isForeign }) => isForeign === true).length
  const isAllForeign = foreignCount > 0 && foreignCount === entries.length
  const total = (): number => entries.reduce((sum, { record }) => addMinor(sum, record.amountMinor ?? 0), 0)
  return {
    id,
    title,
    next,
    totalCount: entries.length,
    totalMinor: isOfMoney && !isAllForeign ? total() : null,
    ...(foreignCount > 0 ? { foreignCount } : {}),
    rows: entries
      .toSorted((left, right) => right.weight - left.weight || (left.record.recordId < right.record.recordId ? -1 : 1))
      .slice(0, namedCount)
      .map(({ record }) => record),
  }
}

const dealsById = ({ deals }: Base): ReadonlyMap<string, Deal> => new Map(deals.map((deal) => [deal.id, deal]))

const ofDeal = (base: Base, deal: Deal, reason: Message, amountMinor: number | null): ListedRecord => ({
  recordId: deal.id,
  name: dealNameOf(base, deal),
  repName: presentRepOf(base, deal.ownerId),
  reason,
  amountMinor,
})

/** What is owed for a deal that is not among those read: its client is turned to, and whoever reads this finds its owner. */
const ofAbsentDeal = (
  base: Base,
  { dealId, clientId }: Pick<Invoice, "dealId" | "clientId">,
  reason: Message,
  amountMinor: number | null,
): ListedRecord => ({
  recordId: dealId,
  name: clientId === null ? null : (base.clientNames.get(clientId) ?? null),
  repName: null,
  reason: say(`${reason.en}; the deal is not in the base`, `${reason.ru}; сделки нет в базе`),
  amountMinor,
})

/** A record of a deal, also of one that is not among those read. */
const ofDealId =
  (base: Base, deals: ReadonlyMap<string, Deal>, of: Pick<Invoice, "dealId" | "clientId">) =>
  (reason: Message, amountMinor: number | null): ListedRecord => {
    const deal = deals.get(of.dealId)
    return deal === undefined ? ofAbsentDeal(base, of, reason, amountMinor) : ofDeal(base, deal, reason, amountMinor)
  }

/** What was due before the base's day and is not paid, deal by deal. */
const overduePayments = (base: Base, invoices: ReadonlyArray<Invoice>): ReadonlyArray<Entry> => {
  const deals = dealsById(base)
  const byDeal = new Map<string, { first: Invoice; dueOn: CalendarDate; amount: Money; count: number }>()
  for (const stored of invoices) {
    const invoice = invoiceOn(stored, base.asOf)
    if (invoice === null) continue
    const { dealId, currency } = invoice
    for (const { dueOn, openMinor } of openInstalments(invoice)) {
      if (dueOn === null || dueOn >= base.asOf) continue
      const key = `${dealId} ${currency}`
      const owed = byDeal.get(key) ?? { first: invoice, dueOn, amount: { amountMinor: 0, currency }, count: 0 }
      byDeal.set(key, {
        first: owed.first,
        dueOn: dueOn < owed.dueOn ? dueOn : owed.dueOn,
        amount: { amountMinor: addMinor(owed.amount.amountMinor, openMinor), currency },
        count: owed.count + 1,
      })
    }
  }
  return [...byDeal.values()].map(({ first, dueOn, amount, count }): Entry => {
    const late = days(daysBetween(dueOn, base.asOf))
    const more = count === 1 ? say("", "") : say(`; overdue instalments: ${count}`, `; просроченных платежей: ${count}`)
    const reason = say(
      `due on ${day(dueOn).en}, ${late.en} late${more.en}`,
      `срок ${day(dueOn).ru}, просрочка ${late.ru}${more.ru}`,
    )
    return ofMoney(base, amount, reason, ofDealId(base, deals, first))
  })
}

const gapEntries = (
  base: Base,
  gaps: ReadonlyArray<DocumentGap>,
  reasonOf: (gap: DocumentGap) => Message,
): ReadonlyArray<Entry> => {
  const deals = dealsById(base)
  return gaps.map((gap) => ofMoney(base, gap.amount, reasonOf(gap), ofDealId(base, deals, gap)))
}

const signedReason = ({ since, ageDays }: DocumentGap): Message =>
  say(
    `signed, and not paid since ${day(since).en}, ${days(ageDays).en}`,
    `подписано, не оплачено с ${day(since).ru}, ${days(ageDays).ru}`,
  )

const paidReason = ({ since, ageDays, unsignedIds }: DocumentGap): Message => {
  const isMissing = unsignedIds.length === 0
  return say(
    `paid on ${day(since).en}, ${days(ageDays).en} ago; ${isMissing ? "no document is drawn up" : "the document is not signed"}`,
    `оплачено ${day(since).ru}, ${days(ageDays).ru} назад; ${isMissing ? "документ не составлен" : "документ не подписан"}`,
  )
}

/** Whether a deal stands in a stage of one of these meanings, by the version of the pipeline that it lives under. */
const standsIn = ({ config }: Base, meanings: ReadonlyArray<StageMeaning>): ((deal: Deal) => boolean) => {
  const stages = new Set(
    config.pipelines.flatMap((pipeline) =>
      pipeline.stages.flatMap(({ id, meaning }) =>
        meanings.includes(meaning) ? [`${pipeline.id} ${pipeline.version} ${id}`] : [],
      ),
    ),
  )
  return ({ pipelineId, pipelineVersion, stageId }) => stages.has(`${pipelineId} ${pipelineVersion} ${stageId}`)
}

/** Deals whose work is done: before that an advance is paid, and there is nothing yet to sign for. */
const delivered = (base: Base): ReadonlyArray<Deal> =>
  base.deals.filter(standsIn(base, ["awaitingDocuments", "aftercare", "done"]))

/** Deals that stand in aftercare, the longest there first. */
const inAftercare = (base: Base): ReadonlyArray<Entry> => {
  const entered = new Map(
    base.visits.flatMap((visit) => (visit.leftAt === null ? [[visit.dealId, visit.enteredAt]] : [])),
  )
  return base.deals.filter(standsIn(base, ["aftercare"])).flatMap((deal): ReadonlyArray<Entry> => {
    const at = entered.get(deal.id)
    if (at === undefined) return []
    const since = localDateOf(at, base.timeZone)
    const waited = Math.max(0, daysBetween(since, base.asOf))
    const reason = say(
      `in aftercare since ${day(since).en}, ${days(waited).en}`,
      `на сопровождении с ${day(since).ru}, ${days(waited).ru}`,
    )
    return [{ record: ofDeal(base, deal, reason, null), weight: waited }]
  })
}

/** What a client has bought so far. */
interface Purchases {
  readonly days: ReadonlyArray<CalendarDate>
  readonly wonMinor: number
  readonly lastSellerId: string | null
  readonly isBusy: boolean
}

/** Of every client: days of purchase, money, who sold last, and whether something is being sold already. */
const purchasesOf = ({ deals, currency, asOf }: Base): ReadonlyMap<string, Purchases> => {
  const byClient = new Map<string, Purchases>()
  for (const deal of deals) {
    const { clientId, outcome, closedOn, sellerId } = deal
    if (clientId === null) continue
    const known = byClient.get(clientId) ?? { days: [], wonMinor: 0, lastSellerId: null, isBusy: false }
    if (outcome === "open") byClient.set(clientId, { ...known, isBusy: true })
    if (outcome !== "won" || closedOn === null || closedOn > asOf) continue
    const isLast = known.days.every((day) => day <= closedOn)
    byClient.set(clientId, {
      ...known,
      lastSellerId: isLast ? sellerId : known.lastSellerId,
      days: [...known.days, closedOn],
      wonMinor: addMinor(known.wonMinor, amountInCurrency(deal, currency)?.amountMinor ?? 0),
    })
  }
  return byClient
}

/** The gaps of all clients together, for those who have bought twice only. */
const peersOf = (purchases: Iterable<Purchases>): ReorderPeers => {
  const gaps: Array<number> = []
  for (const { days: bought } of purchases) {
    const sorted = [...new Set(bought)].toSorted()
    for (const [at, day] of sorted.entries()) if (at > 0) gaps.push(daysBetween(sorted[at - 1] ?? day, day))
  }
  return reorderPeers(say("all clients", "все клиенты"), gaps)
}

/** An entry about a client: for its owner, as control has it; where nobody owns it who is there, for who is given besides. */
const ofClient = (base: Base, clientId: string, besideId: string | null, reason: Message): ListedRecord => ({
  recordId: clientId,
  name: base.clientNames.get(clientId) ?? null,
  repName: presentRepOf(base, base.clientOwners.get(clientId) ?? null) ?? presentRepOf(base, besideId),
  reason,
  amountMinor: null,
})

/** Clients who bought twice or more, owe nothing, buy nothing now, and are past their own rhythm: those who bought most first. */
const dueToBuy = (
  base: Base,
  purchases: ReadonlyMap<string, Purchases>,
  owing: ReadonlySet<string>,
): ReadonlyArray<Entry> => {
  const peers = peersOf(purchases.values())
  return [...purchases].flatMap(
    ([clientId, { days: bought, wonMinor, lastSellerId, isBusy }]): ReadonlyArray<Entry> => {
      if (new Set(bought).size < 2 || isBusy || owing.has(clientId)) return []
      const rhythm = reorderInterval(bought, [peers], { on: base.asOf })
      const { intervalDays, lastOn, waitedDays, overdueDays } = rhythm
      if (intervalDays === null || lastOn === null || waitedDays === null || (overdueDays ?? 0) === 0) return []
      const every = {
        en: formatCount(Math.round(intervalDays), nouns.day, "en"),
        ru: formatCount(Math.round(intervalDays), nouns.day, "ru"),
      }
      const reason = say(
        `bought ${bought.length} times, expected every ${every.en}; the last time on ${day(lastOn).en}, ${days(waitedDays).en} ago`,
        `покупок: ${bought.length}, обычный промежуток — ${every.ru}; последняя ${day(lastOn).ru}, ${days(waitedDays).ru} назад`,
      )
      return [{ record: ofClient(base, clientId, lastSellerId, reason), weight: wonMinor }]
    },
  )
}

/** Clients whose work is done and whom nobody asked for a recommendation in the period reviewed, each once, with whoever sold to them. */
const notAsked = (
  base: Base,
  purchases: ReadonlyMap<string, Purchases>,
  { findings, period }: Findings,
): ReadonlyArray<Entry> => {
  const owners = new Map<string, string | null>()
  for (const { ruleId, ownerId, evidence } of findings) {
    if (ruleId !== "client.referralNotAsked") continue
    // The department's finding has the clients of everybody, also of those whose rep is told of them.
    for (const id of evidence.ids) if (ownerId !== null || !owners.has(id)) owners.set(id, ownerId)
  }
  const name = { from: period.from, to: addDays(period.to, -1), name: null }
  const reason = say(
    `the work is done, and nobody asked in time (${formatPeriod(name, "en")})`,
    `работы завершены, а о рекомендации вовремя не попросили (${formatPeriod(name, "ru")})`,
  )
  return [...owners].map(([id, ownerId]) => ({
    record: ofClient(base, id, ownerId, reason),
    weight: purchases.get(id)?.wonMinor ?? 0,
  }))
}

/**
 * What is left to do after the sale: payment, both gaps between money and documents, aftercare, repeat sale, recommendation.
 *
 * @param input - what was read of the base
 */
export const afterSaleSection = (input: AfterSaleInput): AfterSaleSection => {
  const { base, invoices, documents, payments, found } = input
  const deals = dealsById(base)
  // What is owed for a deal that left the base, or is kept elsewhere, is owed all the same.
  const absent = [...invoices, ...documents].flatMap(({ dealId, clientId }) =>
    deals.has(dealId) ? [] : [[dealId, { id: dealId, ownerId: null, clientId }] as const],
  )
  const settled = { deals: [...base.deals, ...new Map(absent).values()], invoices, documents, payments }
  const purchases = purchasesOf(base)
  const overdue = overduePayments(base, invoices)
  const owing = new Set(overdue.flatMap(({ record }) => deals.get(record.recordId)?.clientId ?? []))
  return {
    lists: [
      listOf(
        "payments",
        say("Payment is overdue", "Оплата просрочена"),
        say(
          "Call today: what is promised, and by which day? Write the promise down.",
          "Позвонить сегодня: что обещают и к какому сроку? Обещание записать.",
        ),
        overdue,
        true,
      ),
      listOf(
        "paidNotDocumented",
        say("Work done and paid, documents not signed", "Работа сделана и оплачена, документы не подписаны"),
        say(
          "Send the act or delivery note today, and get it back signed within the week.",
          "Отправить акт или накладную сегодня и на этой неделе получить подписанный экземпляр.",
        ),
        gapEntries(base, paidNotDocumented({ ...settled, deals: delivered(base) }, base.asOf), paidReason),
        true,
      ),
      listOf(
        "documentedNotPaid",
        say("Documents signed, not paid", "Документы подписаны, оплаты нет"),
        say(
          "The client accepted the work: remind of the payment with the signed document.",
          "Клиент принял работу: напомнить об оплате, приложив подписанный документ.",
        ),
        gapEntries(base, documentedNotPaid(settled, base.asOf), signedReason),
        true,
      ),
      listOf(
        "aftercare",
        say("In aftercare", "На сопровождении"),
        say(
          "Ask whether the client is satisfied, then close the deal.",
          "Узнать, всем ли доволен клиент, и завершить сделку.",
        ),
        inAftercare(base),
        false,
      ),
      listOf(
        "repeatSale",
        say("Time for a repeat sale", "Пора предложить повторную покупку"),
        say(
          "Call this week: no overdue payment is known, they buy nothing at present, and are past their own rhythm.",
          "Позвонить на этой неделе: просроченных платежей не значится, открытых сделок нет, а обычный промежуток между покупками прошёл.",
        ),
        dueToBuy(base, purchases, owing),
        false,
      ),
      listOf(
        "recommendation",
        say("Not asked for a recommendation", "Не попросили о рекомендации"),
        say(
          "Ask in the next call: who else has the same task?",
          "Спросить в следующем разговоре: у кого ещё такая же задача?",
        ),
        notAsked(base, purchases, found),
        false,
      ),
    ],
  }
}
