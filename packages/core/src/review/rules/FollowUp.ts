import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays, daysBetween } from "../../shared/CalendarDate.ts"
import type { Money } from "../../shared/Money.ts"
import { periodContains } from "../../shared/Period.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import { selectDeals } from "../../deal/DealRows.ts"
import { answering } from "../Answering.ts"
import { excusedDeals } from "../Excused.ts"
import { findingRule } from "../FindingRule.ts"
import { holdersOf } from "../Holders.ts"
import type { DealRow } from "../OpenDeals.ts"
import { dealAt, rowsById } from "../OpenDeals.ts"
import { lastDayOf } from "../LastDay.ts"
import { listFindings } from "../OwnedList.ts"
import type { ReviewFacts } from "../ReviewFacts.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { greatest } from "../Scopes.ts"
import { dealPrice, departmentWins, expectedAtStake, sumAtStake, withheldStake } from "../Stake.ts"
import { daysText } from "../Wording.ts"

/** Days of the dialogs about each deal. */
const dialogDays = ({ activity }: ReviewFacts): ReadonlyMap<string, ReadonlyArray<CalendarDate>> => {
  const days = new Map<string, Array<CalendarDate>>()
  for (const { dealId, heldOn } of activity?.dialogs ?? []) {
    if (dealId === null) continue
    const known = days.get(dealId)
    if (known === undefined) days.set(dealId, [heldOn])
    else known.push(heldOn)
  }
  return days
}

interface UnnoticedPromise extends OwnedRecord {
  readonly amount: Money
}

/** Promises of payment that were broken, and that nobody spoke about in the days after. */
export const unnoticedPromises = findingRule({
  id: "invoice.promiseUnnoticed",
  version: 3,
  name: { en: "Broken promises of payment unnoticed", ru: "Нарушенные обещания оплаты, которых не заметили" },
  kind: "mistake",
  needs: ["activity", "followUp"],
  parameters: {
    withinDays: {
      default: 3,
      min: 0,
      max: 365,
      meaning: {
        en: "days after the promised day and its grace within which somebody is to speak with the client (inclusive)",
        ru: "за сколько дней после обещанного дня и отсрочки надо поговорить с клиентом (включительно)",
      },
    },
  },
  find: (facts, period, { withinDays }) => {
    const { overBefore = facts.on } = facts
    const holders = holdersOf(facts)
    const [whose, lastDay] = [answering(facts), lastDayOf(facts)]
    const spoken = dialogDays(facts)
    const unnoticed = (facts.followUp?.brokenPromises ?? []).flatMap(
      ({ invoiceId, dealId, promisedOn, waitedUntil = promisedOn, amount }): ReadonlyArray<UnnoticedPromise> => {
        const last = lastDay(waitedUntil, withinDays)
        // Judged once the days to notice it are over, in the period they end in.
        if (last >= overBefore || !periodContains(period, last)) return []
        if ((spoken.get(dealId) ?? []).some((day) => day > promisedOn && day <= last)) return []
        return [{ id: invoiceId, ownerId: whose(holders.get(dealId) ?? null, last), on: promisedOn, amount }]
      },
    )
    const findings = listFindings(unnoticed, ({ amount }) => amount.amountMinor, {
      evidence: "record",
      severity: () => "major",
      stake: (items) =>
        sumAtStake(
          items.map(({ amount }) => amount),
          { en: "the sums promised", ru: "обещанные суммы" },
        ),
      words: () => ({
        title: (count) => ({
          en: `Broken promises of payment nobody noticed: ${count.en}`,
          ru: `Нарушенные обещания оплаты, которых никто не заметил: ${count.ru}`,
        }),
        what: (count) => ({
          en: `The promised day passed without the money, and nobody spoke about the deal within ${daysText(withinDays).en}: ${count.en}.`,
          ru: `Обещанный день прошёл без денег, и о сделке не говорили в срок (${daysText(withinDays).ru}): ${count.ru}.`,
        }),
        next: {
          en: "Call today: what was promised, what has changed, and the new day",
          ru: "Позвонить сегодня: что обещали, что изменилось и какой новый срок",
        },
      }),
    })
    return { findings, notRead: [] }
  },
})

interface SilentProposal extends DealRow {
  readonly on: CalendarDate
  readonly days: number
}

/** Deals whose proposal is with the client, about which nobody has spoken since, and which nobody put off. */
export const silentProposals = findingRule({
  id: "deal.proposalWithoutFollowUp",
  version: 2,
  name: { en: "Proposals without a follow-up", ru: "Предложения без продолжения" },
  kind: "missedOpportunity",
  needs: ["activity", "followUp"],
  parameters: {
    afterDays: {
      default: 5,
      min: 0,
      max: 365,
      meaning: {
        en: "days after the proposal without a dialog from which it counts (exclusive)",
        ru: "дней без диалога после предложения, после которых оно считается забытым (не включая)",
      },
    },
  },
  find: (facts, _period, { afterDays }) => {
    const rows = rowsById(facts.deals)
    const spoken = dialogDays(facts)
    const putOff = excusedDeals(facts.control, "stalled")
    const [whose, lastDay] = [answering(facts), lastDayOf(facts)]
    const silent = (facts.followUp?.proposals ?? []).flatMap(({ dealId, enteredOn }): ReadonlyArray<SilentProposal> => {
      const row = rows.get(dealId)
      const last = lastDay(enteredOn, afterDays)
      if (row === undefined || facts.on <= last || putOff.has(dealId)) return []
      if ((spoken.get(dealId) ?? []).some((day) => day > enteredOn)) return []
      const deal = dealAt(facts.deals, row)
      return [
        {
          ...deal,
          ownerId: whose(deal.ownerId, addDays(last, 1)),
          on: enteredOn,
          days: daysBetween(enteredOn, facts.on),
        },
      ]
    })
    const wins = departmentWins(facts)
    const findings = listFindings(silent, ({ row }) => dealPrice(facts.deals, row)?.amountMinor ?? 0, {
      evidence: "deal",
      severity: () => "major",
      stake: (items) =>
        expectedAtStake(
          facts.deals,
          items.map(({ row }) => row),
          wins,
        ),
      words: (items) => {
        const longest = daysText(greatest(items, ({ days }) => days))
        return {
          title: (count) => ({
            en: `Proposals nobody followed up: ${count.en}`,
            ru: `Предложения, по которым не позвонили: ${count.ru}`,
          }),
          what: (count) => ({
            en: `The client has the proposal, and nobody has spoken about it for more than ${daysText(afterDays).en}: ${count.en}. The oldest: ${longest.en}.`,
            ru: `Предложение у клиента, а разговора о нём не было дольше порога (${daysText(afterDays).ru}): ${count.ru}. Самое старое: ${longest.ru}.`,
          }),
          next: {
            en: "Call each: what speaks against it? Agree on the next call before sending the next proposal",
            ru: "Позвонить по каждому: что мешает? Следующий звонок назначать до отправки предложения",
          },
        }
      },
    })
    return { findings, notRead: [] }
  },
})

/** Deals done well some time ago, whose clients nobody has asked for a recommendation. */
export const unaskedReferrals = findingRule({
  id: "client.referralNotAsked",
  version: 1,
  name: { en: "Recommendations not asked for", ru: "Не попросили о рекомендации" },
  kind: "missedOpportunity",
  needs: ["followUp"],
  parameters: {
    afterDays: {
      default: 30,
      min: 0,
      max: 3650,
      meaning: {
        en: "days after the work is done within which the client is to be asked (inclusive)",
        ru: "за сколько дней после завершения работ надо попросить о рекомендации (включительно)",
      },
    },
  },
  find: (facts, period, { afterDays }) => {
    const { overBefore = facts.on } = facts
    const holders = holdersOf(facts)
    const asked = new Set(facts.followUp?.askedClientIds ?? [])
    const seen = new Set<string>()
    const unasked = (facts.followUp?.finished ?? [])
      .toSorted((left, right) => (left.dealId < right.dealId ? -1 : 1))
      .flatMap(({ dealId, clientId, finishedOn }): ReadonlyArray<OwnedRecord> => {
        const ownerId = holders.get(dealId)
        const last = addDays(finishedOn, afterDays)
        if (ownerId === undefined || asked.has(clientId) || last >= overBefore || !periodContains(period, last))
          return []
        if (seen.has(clientId)) return []
        seen.add(clientId)
        return [{ id: clientId, ownerId, on: dealId }]
      })
    const findings = listFindings(unasked, () => 0, {
      evidence: "client",
      severity: () => "minor",
      stake: () =>
        withheldStake({
          en: "what a recommendation brings is not known before it comes",
          ru: "сколько принесёт рекомендация, заранее неизвестно",
        }),
      words: () => ({
        title: (count) => ({
          en: `Clients not asked for a recommendation: ${count.en}`,
          ru: `Клиенты, которых не попросили о рекомендации: ${count.ru}`,
        }),
        what: (count) => ({
          en: `The work was done, and within ${daysText(afterDays).en} nobody asked: ${count.en}.`,
          ru: `Работы завершены, и за срок (${daysText(afterDays).ru}) о рекомендации не попросили: ${count.ru}.`,
        }),
        next: {
          en: "Ask in the next call: who else has the same task?",
          ru: "Спросить в следующем разговоре: у кого ещё такая же задача?",
        },
      }),
    })
    return { findings, notRead: [] }
  },
})

/** Deals won in the period whose dialogs used every step of their script. */
export const wonByScript = findingRule({
  id: "deal.wonByScript",
  version: 1,
  name: { en: "Won with every step of the script", ru: "Выиграно со всеми шагами скрипта" },
  kind: "win",
  needs: ["followUp"],
  parameters: {
    leastSteps: {
      default: 2,
      min: 1,
      max: 200,
      meaning: {
        en: "steps that the scripts of a deal must have at least (inclusive)",
        ru: "сколько шагов должно быть в скриптах сделки (включительно)",
      },
    },
  },
  find: (facts, period, { leastSteps }) => {
    const use = facts.followUp?.scriptUse ?? null
    if (use === null) {
      return { findings: [], notRead: [{ en: "no script was used", ru: "скрипты не использовались" }] }
    }
    const { deals } = facts
    const rows = rowsById(deals)
    const closed = new Set(selectDeals(deals, { closed: { from: period.from, to: period.to } }).rows)
    const won = use.flatMap(({ dealId, steps, used }): ReadonlyArray<DealRow> => {
      const row = rows.get(dealId)
      if (row === undefined || steps < leastSteps || used < steps || !closed.has(row)) return []
      return deals.outcome[row] === outcomeCodes.won ? [dealAt(deals, row)] : []
    })
    const findings = listFindings(won, ({ row }) => dealPrice(deals, row)?.amountMinor ?? 0, {
      evidence: "deal",
      severity: () => "minor",
      stake: (items) =>
        sumAtStake(
          items.map(({ row }) => dealPrice(deals, row)),
          { en: "the deals' amounts", ru: "суммы сделок" },
        ),
      words: () => ({
        title: (count) => ({
          en: `Deals won with every step of the script: ${count.en}`,
          ru: `Сделки, выигранные со всеми шагами скрипта: ${count.ru}`,
        }),
        what: (count) => ({
          en: `In the dialogs of these deals every step of the script was used: ${count.en}. Whether the steps are the reason is for the win analysis to say.`,
          ru: `В диалогах этих сделок пройдены все шаги скрипта: ${count.ru}. Дело ли в шагах, покажет анализ побед.`,
        }),
        next: {
          en: "Listen to one of them together: how do the steps sound when they are not read out?",
          ru: "Послушать одну вместе: как звучат шаги, когда их не зачитывают?",
        },
      }),
    })
    return { findings, notRead: [] }
  },
})
