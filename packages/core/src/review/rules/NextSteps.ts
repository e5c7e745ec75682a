import { isCommitted } from "../../control/DealControl.ts"
import { isExcused } from "../Excused.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { DealRow } from "../OpenDeals.ts"
import { dealAt, rowsById } from "../OpenDeals.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { byWeight, countsByScope, inScopes } from "../Scopes.ts"
import { dealPrice, departmentWins, expectedAtStake } from "../Stake.ts"
import { numberText, shareText } from "../Wording.ts"

interface MovedStep extends OwnedRecord {
  readonly moves: number
  readonly isOverdue: boolean
  readonly dealRow: number | null
}

/** Open next steps whose day was put off again and again. */
export const movedSteps = findingRule({
  id: "nextStep.movedAgain",
  version: 1,
  name: { en: "Next steps moved again and again", ru: "Следующие шаги, которые раз за разом переносят" },
  kind: "mistake",
  needs: ["nextSteps"],
  parameters: {
    moves: {
      default: 3,
      min: 1,
      max: 1000,
      meaning: {
        en: "moves of one step from which it counts (inclusive)",
        ru: "число переносов одного шага (включительно)",
      },
    },
  },
  find: (facts, _period, { moves: minimumMoves }) => {
    const rows = rowsById(facts.deals)
    const steps = (facts.nextSteps ?? [])
      .filter(({ status, moves }) => status === "open" && moves >= minimumMoves)
      .map(({ id, ownerId, moves, dueOn, dealId }): MovedStep => ({
        id,
        ownerId,
        moves,
        isOverdue: dueOn < (facts.overBefore ?? facts.on),
        dealRow: dealId === null ? null : (rows.get(dealId) ?? null),
      }))
    const wins = departmentWins(facts)
    const draft = (moved: ReadonlyArray<MovedStep>, ownerId: string | null): FindingDraft => {
      const overdue = moved.filter(({ isOverdue }) => isOverdue).length
      const [count, most] = [numberText(moved.length), numberText(moved[0]?.moves ?? 0)]
      const [late, least] = [numberText(overdue), numberText(minimumMoves)]
      const dealRows = new Set(moved.flatMap(({ dealRow }) => (dealRow === null ? [] : [dealRow])))
      return {
        severity: overdue > 0 ? "major" : "minor",
        title: {
          en: `Next steps moved again and again: ${count.en}`,
          ru: `Следующие шаги, которые переносят снова и снова: ${count.ru}`,
        },
        what: {
          en: `Open next steps moved ${least.en} times or more: ${count.en}; the most moved one ${most.en} times. Overdue now: ${late.en}.`,
          ru: `Открытых шагов с числом переносов от ${least.ru}: ${count.ru}; больше всего переносов у одного шага: ${most.ru}. Просрочено сейчас: ${late.ru}.`,
        },
        ownerId,
        evidence: { kind: "nextStep", ids: moved.map(({ id }) => id) },
        ...expectedAtStake(facts.deals, [...dealRows], wins),
        next: {
          en: "What keeps the step from being done: another step, help, or an honest refusal?",
          ru: "Что мешает сделать шаг: нужен другой шаг, помощь или честный отказ?",
        },
      }
    }
    const heaviestFirst = byWeight(steps, ({ moves, isOverdue }) => moves + (isOverdue ? 0.5 : 0))
    return { findings: inScopes(heaviestFirst, draft), notRead: [] }
  },
})

/**
 * Open deals on which nobody has committed to anything dated, as control sees it: what was put off is not among them, and what is to be done
 * too far ahead is as good as nothing. Deals whose source carries no next steps are not judged.
 */
export const noNextStep = findingRule({
  id: "deal.noNextStep",
  version: 2,
  name: { en: "Open deals without a next step", ru: "Открытые сделки без следующего шага" },
  kind: "mistake",
  needs: ["control"],
  parameters: {
    majorShare: {
      default: 0.25,
      min: 0,
      max: 1,
      meaning: {
        en: "share of the open deals judged from which it is major (inclusive)",
        ru: "доля проверенных открытых сделок, с которой находка важна (включительно)",
      },
    },
  },
  find: (facts, _period, { majorShare }) => {
    const { control } = facts
    if (control === null) return { findings: [], notRead: [] }
    const { policy, context } = control
    const open = control.base.deal.filter(({ outcome }) => outcome === "open")
    const judged = open.filter(({ observed }) => observed.nextSteps)
    if (open.length > 0 && judged.length === 0) {
      const reason = { en: "the source does not carry next steps", ru: "источник не передаёт следующие шаги" }
      return { findings: [], notRead: [reason] }
    }
    const rows = rowsById(facts.deals)
    const bare = judged.flatMap((deal): ReadonlyArray<DealRow> => {
      const row = rows.get(deal.id)
      if (row === undefined || isCommitted(deal, policy, context) || isExcused(deal, "noNextStep", control)) return []
      return [dealAt(facts.deals, row)]
    })
    const judgedCountOf = countsByScope(judged)
    const wins = departmentWins(facts)
    const draft = (deals: ReadonlyArray<DealRow>, ownerId: string | null): FindingDraft => {
      const judgedCount = judgedCountOf(ownerId)
      const [count, share] = [numberText(deals.length), shareText(deals.length, judgedCount)]
      return {
        severity: deals.length >= majorShare * judgedCount ? "major" : "minor",
        title: {
          en: `Open deals without a next step: ${count.en}`,
          ru: `Открытые сделки без следующего шага: ${count.ru}`,
        },
        what: {
          en: `No dated next step: ${share.en} of the open deals whose source carries next steps.`,
          ru: `Следующего шага с датой нет: ${share.ru} открытых сделок, по которым шаги передаются.`,
        },
        ownerId,
        evidence: { kind: "deal", ids: deals.map(({ id }) => id) },
        ...expectedAtStake(
          facts.deals,
          deals.map(({ row }) => row),
          wins,
        ),
        next: {
          en: "Set a dated next step on each, the dearest first",
          ru: "Поставить по каждой следующий шаг с датой, начиная с самых крупных",
        },
      }
    }
    const dearestFirst = byWeight(bare, ({ row }) => dealPrice(facts.deals, row)?.amountMinor ?? 0)
    return { findings: inScopes(dearestFirst, draft), notRead: [] }
  },
})
