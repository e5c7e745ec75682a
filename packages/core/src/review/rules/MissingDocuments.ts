import type { DealControlFacts } from "../../control/ControlFacts.ts"
import type { StageMeaning } from "../../deal/Pipeline.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { daysBetween } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import type { FindingDraft, RuleOutcome } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { ReviewControl } from "../ReviewFacts.ts"
import { byWeight, inScopes } from "../Scopes.ts"
import { sumAtStake } from "../Stake.ts"
import { daysText, numberText } from "../Wording.ts"

/** Stages in which the work is done or the goods are delivered, so that its documents are due. */
const afterFulfilment: ReadonlyArray<StageMeaning> = ["awaitingDocuments", "aftercare", "done"]

/** All of its amount is invoiced, but for what credit notes took back, and nothing of that is open. */
const isPaid = ({ invoiceCount, unpaid, uninvoiced = null }: DealControlFacts): boolean =>
  invoiceCount > 0 && unpaid.length === 0 && uninvoiced === null

/** Since when documents are due: the day the deal came to its stage, or the day it was won where that is not known. */
const dueSince = ({ enteredStageAt, closedOn }: DealControlFacts, timeZone: string): CalendarDate | null =>
  enteredStageAt === null ? closedOn : localDateOf(enteredStageAt, timeZone)

const graceDays = {
  default: 14,
  min: 0,
  max: 3650,
  meaning: {
    en: "days after the end of the work within which documents may be under way (inclusive)",
    ru: "сколько дней после завершения работ документы могут оформляться (включительно)",
  },
}

interface Words {
  readonly title: Message
  readonly what: Message
  readonly severity: FindingDraft["severity"]
  readonly next: Message
}

const undocumented = (
  control: ReviewControl,
  days: number,
  isMeant: (deal: DealControlFacts) => boolean,
  words: Words,
): RuleOutcome => {
  const { today, timeZone } = control.context
  const due = control.base.deal.filter(({ stageMeaning }) => afterFulfilment.includes(stageMeaning))
  const judged = due.filter(({ observed }) => observed.documents)
  if (due.length > 0 && judged.length === 0) {
    const reason = {
      en: "the source does not carry closing documents",
      ru: "источник не передаёт закрывающие документы",
    }
    return { findings: [], notRead: [reason] }
  }
  const late = judged.filter((deal) => {
    const since = dueSince(deal, timeZone)
    return !deal.isDocumented && isMeant(deal) && since !== null && daysBetween(since, today) > days
  })
  const draft = (deals: ReadonlyArray<DealControlFacts>, ownerId: string | null): FindingDraft => {
    const [count, grace] = [numberText(deals.length), daysText(days)]
    const drafted = numberText(deals.filter(({ unsignedSince }) => unsignedSince !== null).length)
    return {
      severity: words.severity,
      title: { en: `${words.title.en}: ${count.en}`, ru: `${words.title.ru}: ${count.ru}` },
      what: {
        en: `${words.what.en} for more than ${grace.en}: ${count.en}; of them with a document drawn up but not signed: ${drafted.en}.`,
        ru: `${words.what.ru}, прошло больше чем ${grace.ru}: ${count.ru}; из них с составленным, но не подписанным документом: ${drafted.ru}.`,
      },
      ownerId,
      evidence: { kind: "deal", ids: deals.map(({ id }) => id) },
      ...sumAtStake(
        deals.map((deal) => deal.undocumented),
        { en: "what no signed document covers", ru: "сумма, не закрытая подписанными документами" },
      ),
      next: words.next,
    }
  }
  const largestFirst = byWeight(late, (deal) => deal.undocumented?.amountMinor ?? 0)
  return { findings: inScopes(largestFirst, draft), notRead: [] }
}

/** Money is in, the work is done, and no signed act or delivery note proves it. */
export const paidWithoutAct = findingRule({
  id: "document.paidWithoutAct",
  version: 1,
  name: { en: "Paid, but no signed act", ru: "Оплачено, но нет подписанного акта" },
  kind: "mistake",
  needs: ["control"],
  parameters: { graceDays },
  find: ({ control }, _period, { graceDays: days }) => {
    if (control === null) return { findings: [], notRead: [] }
    return undocumented(control, days, isPaid, {
      severity: "major",
      title: { en: "Deals paid without signed closing documents", ru: "Оплаченные сделки без подписанных документов" },
      what: {
        en: "Paid in full, and closing documents missing",
        ru: "Оплачены полностью, закрывающие документы не подписаны",
      },
      next: {
        en: "Send the act or the note today and agree on the day of signing",
        ru: "Сегодня отправить акт или накладную и договориться о дне подписания",
      },
    })
  },
})

/** The work is done, the money is not all in, and no signed document says that it is owed. */
export const wonUndocumented = findingRule({
  id: "document.wonUndocumented",
  version: 1,
  name: { en: "Won and done, but undocumented", ru: "Выиграно и выполнено, но без документов" },
  kind: "mistake",
  needs: ["control"],
  parameters: { graceDays },
  find: ({ control }, _period, { graceDays: days }) => {
    if (control === null) return { findings: [], notRead: [] }
    return undocumented(control, days, (deal) => !isPaid(deal), {
      severity: "minor",
      title: { en: "Won deals without signed closing documents", ru: "Выигранные сделки без подписанных документов" },
      what: {
        en: "Won and done, not paid in full or without invoices, and closing documents missing",
        ru: "Выиграны и выполнены, оплачены не полностью или без счетов, закрывающие документы не подписаны",
      },
      next: {
        en: "Without a signed document the debt is hard to claim: who sends it, and when?",
        ru: "Без подписанного документа долг трудно взыскать: кто и когда его отправит?",
      },
    })
  },
})
