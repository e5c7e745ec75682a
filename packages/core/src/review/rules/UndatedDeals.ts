import { outcomeCodes } from "../../deal/DealFact.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { DealRow } from "../OpenDeals.ts"
import { dealAt } from "../OpenDeals.ts"
import { byWeight, inScopes } from "../Scopes.ts"
import { dealPrice, departmentWins, expectedAtStake } from "../Stake.ts"
import { numberText } from "../Wording.ts"

/** Open deals that nobody can judge by their age. It says nothing about why deals are won or lost. */
export const undatedDeals = findingRule({
  id: "deal.undated",
  version: 1,
  name: { en: "Open deals without an opening date", ru: "Открытые сделки без даты открытия" },
  kind: "mistake",
  parameters: {},
  find: (facts) => {
    const { deals } = facts
    const undated: Array<DealRow> = []
    for (let row = 0; row < deals.length; row++) {
      if (deals.outcome[row] === outcomeCodes.open && Number.isNaN(deals.openedDay[row]!)) {
        undated.push(dealAt(deals, row))
      }
    }
    const wins = departmentWins(facts)
    const draft = (records: ReadonlyArray<DealRow>, ownerId: string | null): FindingDraft => {
      const count = numberText(records.length)
      return {
        severity: "minor",
        title: {
          en: `Open deals without an opening date: ${count.en}`,
          ru: `Открытые сделки без даты открытия: ${count.ru}`,
        },
        what: {
          en: `The age of these open deals is not known, so nothing tells whether they stand still: ${count.en}.`,
          ru: `Возраст этих открытых сделок неизвестен, и не видно, движутся ли они: ${count.ru}.`,
        },
        ownerId,
        evidence: { kind: "deal", ids: records.map(({ id }) => id) },
        ...expectedAtStake(
          deals,
          records.map(({ row }) => row),
          wins,
        ),
        next: {
          en: "Has work on them begun? If so, since when; if not, who begins?",
          ru: "Работа по ним началась? Если да, то когда; если нет, кто начнёт?",
        },
      }
    }
    const dearestFirst = byWeight(undated, ({ row }) => dealPrice(deals, row)?.amountMinor ?? 0)
    return { findings: inScopes(dearestFirst, draft), notRead: [] }
  },
})
