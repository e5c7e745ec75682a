import type { DealControlFacts } from "../../control/ControlFacts.ts"
import { addDays, daysBetween } from "../../shared/CalendarDate.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import { periodContains } from "../../shared/Period.ts"
import { answering } from "../Answering.ts"
import { isExcused } from "../Excused.ts"
import type { FindingDraft, RuleOutcome } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import { holdersOf } from "../Holders.ts"
import { lastDayOf } from "../LastDay.ts"
import type { DealRow } from "../OpenDeals.ts"
import { dealAt, rowsById } from "../OpenDeals.ts"
import type { ReviewActivity, ReviewFacts } from "../ReviewFacts.ts"
import { byWeight, evidenceOf, greatest, inScopes } from "../Scopes.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { dealPrice, departmentWins, expectedAtStake, sumAtStake, withheldStake } from "../Stake.ts"
import { daysText, numberText } from "../Wording.ts"

const nothing: RuleOutcome = { findings: [], notRead: [] }

const dialogsNotCarried: Message = { en: "the source does not carry dialogs", ru: "источник не передаёт диалоги" }

/** The last day on which somebody spoke about each deal. */
const lastDialogs = ({ dialogs }: ReviewActivity): ReadonlyMap<string, CalendarDate> => {
  const last = new Map<string, CalendarDate>()
  for (const { dealId, heldOn } of dialogs) {
    if (dealId === null) continue
    const known = last.get(dealId)
    if (known === undefined || known < heldOn) last.set(dealId, heldOn)
  }
  return last
}

/** Deals whose dialogs can be seen; null where there are deals, and none of them shows dialogs. */
const withDialogs = (
  { control }: ReviewFacts,
  isJudged: (deal: DealControlFacts) => boolean,
): ReadonlyArray<DealControlFacts> | null => {
  const deals = control?.base.deal.filter(isJudged) ?? []
  const seen = deals.filter(({ observed }) => observed.dialogs)
  return deals.length > 0 && seen.length === 0 ? null : seen
}

const rowsOf = (facts: ReviewFacts, deals: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<DealRow> => {
  const rows = rowsById(facts.deals)
  return deals.flatMap(({ id }) => {
    const row = rows.get(id)
    return row === undefined ? [] : [dealAt(facts.deals, row)]
  })
}

/** Deals that were given up without a word to the client. */
export const lostWithoutDialog = findingRule({
  id: "deal.lostWithoutDialog",
  version: 1,
  name: { en: "Lost without a dialog", ru: "Проиграно без единого диалога" },
  kind: "missedOpportunity",
  needs: ["control", "activity"],
  parameters: {},
  find: (facts, period) => {
    const { activity } = facts
    if (activity === null) return nothing
    const lost = withDialogs(
      facts,
      ({ outcome, closedOn }) => outcome === "lost" && closedOn !== null && periodContains(period, closedOn),
    )
    if (lost === null) return { findings: [], notRead: [dialogsNotCarried] }
    const spoken = lastDialogs(activity)
    const silent = rowsOf(
      facts,
      lost.filter(({ id }) => !spoken.has(id)),
    )
    const wins = departmentWins(facts)
    const draft = (deals: ReadonlyArray<DealRow>, ownerId: string | null): FindingDraft => {
      const count = numberText(deals.length)
      return {
        severity: "major",
        title: { en: `Deals lost without a dialog: ${count.en}`, ru: `Сделки, проигранные без диалога: ${count.ru}` },
        what: {
          en: `Deals lost in the period about which no dialog is recorded: ${count.en}.`,
          ru: `Сделок, проигранных за период, по которым не записано ни одного диалога: ${count.ru}.`,
        },
        ownerId,
        evidence: { kind: "deal", ids: deals.map(({ id }) => id) },
        ...expectedAtStake(
          facts.deals,
          deals.map(({ row }) => row),
          wins,
        ),
        next: {
          en: "Who decided that it is lost, and by what? Call the dearest once more",
          ru: "Кто и почему решил, что сделка проиграна? Позвонить ещё раз по самым крупным",
        },
      }
    }
    return {
      findings: inScopes(
        byWeight(silent, ({ row }) => dealPrice(facts.deals, row)?.amountMinor ?? 0),
        draft,
      ),
      notRead: [],
    }
  },
})

interface SilentDeal extends DealRow {
  /** The day of the last dialog, or of the opening. */
  readonly on: CalendarDate
}

/** Open deals about which nobody has spoken for long, and which nobody put off. */
export const untouchedDeals = findingRule({
  id: "deal.untouched",
  version: 2,
  name: { en: "Open deals without a dialog for long", ru: "Открытые сделки, по которым давно не говорили" },
  kind: "mistake",
  needs: ["control", "activity"],
  parameters: {
    afterDays: {
      default: 21,
      min: 1,
      max: 3650,
      meaning: {
        en: "days without a dialog after which a deal is untouched (exclusive); from its opening where there was none",
        ru: "дней без диалога, после которых сделка считается забытой (не включая); если диалогов не было — от открытия",
      },
    },
  },
  find: (facts, _period, { afterDays }) => {
    const { activity, control, on } = facts
    if (activity === null || control === null) return nothing
    const [whose, lastDay] = [answering(facts), lastDayOf(facts)]
    const open = withDialogs(facts, ({ outcome, stageMeaning }) => outcome === "open" && stageMeaning === "open")
    if (open === null) return { findings: [], notRead: [dialogsNotCarried] }
    const spoken = lastDialogs(activity)
    const silentSince = new Map(
      open.flatMap((deal): ReadonlyArray<readonly [string, CalendarDate]> => {
        const { id, openedOn } = deal
        if (isExcused(deal, "stalled", control)) return []
        const since = spoken.get(id) ?? openedOn
        return since === null || on <= lastDay(since, afterDays) ? [] : [[id, since]]
      }),
    )
    const silent = rowsOf(
      facts,
      open.filter(({ id }) => silentSince.has(id)),
    ).map((deal): SilentDeal => {
      const since = silentSince.get(deal.id) ?? on
      return { ...deal, ownerId: whose(deal.ownerId, addDays(lastDay(since, afterDays), 1)), on: since }
    })
    const daysOf = ({ on: since }: SilentDeal): number => daysBetween(since, on)
    const wins = departmentWins(facts)
    const draft = (deals: ReadonlyArray<SilentDeal>, ownerId: string | null): FindingDraft => {
      const [count, longest] = [numberText(deals.length), daysText(greatest(deals, daysOf))]
      return {
        severity: "major",
        title: {
          en: `Open deals without a talk for long: ${count.en}`,
          ru: `Открытые сделки, по которым давно не говорили: ${count.ru}`,
        },
        what: {
          en: `No dialog for more than ${daysText(afterDays).en}: ${count.en}. The longest silence is ${longest.en}.`,
          ru: `Диалога нет дольше, чем ${daysText(afterDays).ru}: ${count.ru}. Самое долгое молчание: ${longest.ru}.`,
        },
        ownerId,
        evidence: evidenceOf("deal", deals),
        ...expectedAtStake(
          facts.deals,
          deals.map(({ row }) => row),
          wins,
        ),
        next: {
          en: "Call, or close with an honest reason",
          ru: "Позвонить или закрыть с честной причиной",
        },
      }
    }
    return { findings: inScopes(byWeight(silent, daysOf), draft), notRead: [] }
  },
})

/** Gates that were passed by an exception. An exception may be right: what matters is how many there are, and for what. */
export const overriddenGates = findingRule({
  id: "deal.gateOverridden",
  version: 1,
  name: { en: "Gates passed by exception", ru: "Переходы в обход условий" },
  kind: "mistake",
  needs: ["activity"],
  parameters: {
    majorFrom: {
      default: 3,
      min: 1,
      max: 1000,
      meaning: {
        en: "exceptions of one person in the period from which it is major (inclusive)",
        ru: "исключений одного человека за период, с которых находка важна (включительно)",
      },
    },
  },
  find: (facts, period, { majorFrom }) => {
    const made = facts.activity?.overrides.filter(({ overriddenOn }) => periodContains(period, overriddenOn)) ?? []
    const byPerson = made.map(({ dealId, personId, overriddenOn }): OwnedRecord => ({
      id: dealId,
      ownerId: personId,
      on: overriddenOn,
    }))
    const draft = (passed: ReadonlyArray<OwnedRecord>, ownerId: string | null): FindingDraft => {
      const count = numberText(passed.length)
      return {
        severity: passed.length >= majorFrom ? "major" : "minor",
        title: { en: `Gates passed by exception: ${count.en}`, ru: `Переходы в обход условий: ${count.ru}` },
        what: {
          en: `Moves whose conditions were not met, made with a reason and an approver: ${count.en}.`,
          ru: `Переходов, при которых условия не выполнялись, с причиной и утвердившим: ${count.ru}.`,
        },
        ownerId,
        evidence: evidenceOf("deal", passed),
        ...withheldStake({
          en: "an exception costs nothing by itself",
          ru: "само исключение денег не стоит",
        }),
        next: {
          en: "Is the condition too strict, or the exception too easy?",
          ru: "Условие слишком строгое или исключение слишком простое?",
        },
      }
    }
    return {
      findings: inScopes(
        byWeight(byPerson, () => 0),
        draft,
      ),
      notRead: [],
    }
  },
})

interface Unsent extends OwnedRecord {
  readonly amount: ReviewActivity["documents"][number]["amount"]
  readonly days: number
}

/** Closing documents that were written and not sent. */
export const unsentDocuments = findingRule({
  id: "document.notSent",
  version: 2,
  name: { en: "Closing documents not sent", ru: "Неотправленные закрывающие документы" },
  kind: "mistake",
  needs: ["activity"],
  parameters: {
    afterDays: {
      default: 3,
      min: 0,
      max: 3650,
      meaning: {
        en: "days after drafting from which a document that is not sent is named (exclusive)",
        ru: "дней после составления, после которых неотправленный документ называется (не включая)",
      },
    },
  },
  find: (facts, _period, { afterDays }) => {
    const [holders, lastDay] = [holdersOf(facts), lastDayOf(facts)]
    const unsent = (facts.activity?.documents ?? []).flatMap(
      ({ id, dealId, draftedOn, sentOn, amount }): ReadonlyArray<Unsent> => {
        if (sentOn !== null || facts.on <= lastDay(draftedOn, afterDays)) return []
        return [{ id, ownerId: holders.get(dealId) ?? null, amount, days: daysBetween(draftedOn, facts.on) }]
      },
    )
    const draft = (documents: ReadonlyArray<Unsent>, ownerId: string | null): FindingDraft => {
      const [count, oldest] = [numberText(documents.length), daysText(greatest(documents, ({ days }) => days))]
      return {
        severity: "major",
        title: {
          en: `Closing documents not sent: ${count.en}`,
          ru: `Не отправлено закрывающих документов: ${count.ru}`,
        },
        what: {
          en: `Written and not sent for more than ${daysText(afterDays).en}: ${count.en}, the oldest for ${oldest.en}.`,
          ru: `Составлены и не отправлены дольше, чем ${daysText(afterDays).ru}: ${count.ru}, самый старый — ${oldest.ru}.`,
        },
        ownerId,
        evidence: { kind: "record", ids: documents.map(({ id }) => id) },
        ...sumAtStake(
          documents.map(({ amount }) => amount),
          { en: "the documents' amounts", ru: "суммы документов" },
        ),
        next: { en: "Send them today; what kept them?", ru: "Отправить сегодня; что помешало?" },
      }
    }
    return {
      findings: inScopes(
        byWeight(unsent, ({ days }) => days),
        draft,
      ),
      notRead: [],
    }
  },
})
