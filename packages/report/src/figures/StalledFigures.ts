import { selectDeals, stalledDeals } from "@salesdept/core/deal"
import type { Deal } from "@salesdept/core/deal"
import { dayNumberOf } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"
import { formatCount, nouns } from "../format/Counted.ts"
import { isWithheld } from "../model/Figure.ts"
import type { OrWithheld } from "../model/Figure.ts"
import type { StalledDeal, StalledDeals } from "../model/PipelineSection.ts"
import { amountOf } from "./Amounts.ts"
import type { Base } from "./Base.ts"
import { dealSubjectOf, repNameOf } from "./Base.ts"
import { counted, say, withhold } from "./Words.ts"

/** Deals named in the report; the others are behind the count. */
const namedCount = 10

const wonDealsOf = {
  en: { one: "won deal", other: "won deals" },
  ru: { one: "выигранной сделки", few: "выигранных сделок", many: "выигранных сделок" },
}

const openDeals = {
  en: { one: "open deal", other: "open deals" },
  ru: { one: "открытая сделка", few: "открытые сделки", many: "открытых сделок" },
}

/** The dearest first, of equal ones the older, then by id: a ladder that can be read off the list. */
const byWeight = (left: StalledDeal, right: StalledDeal): number => {
  const [a, b] = [left.amount, right.amount].map((amount) => (isWithheld(amount) ? -1 : amount.amountMinor))
  return (b ?? -1) - (a ?? -1) || right.ageDays - left.ageDays || (left.dealId < right.dealId ? -1 : 1)
}

const ruleText = (wonCount: number, quantileDays: number | null, quantileCount: number | null): Message => {
  const won = counted(wonCount, wonDealsOf)
  const longest = say(`older than any of ${won.en} was when won`, `старше самой долгой из ${won.ru}`)
  if (quantileDays === null || quantileCount === null) return longest
  const open = counted(quantileCount, openDeals)
  const [en, ru] = (["en", "ru"] as const).map((language) => formatCount(quantileDays, nouns.dayOf, language, 1))
  return say(
    `${longest.en}; nine of ten won deals took no more than ${en}, and ${open.en} are past that`,
    `${longest.ru}; девять из десяти выигранных заняли не больше ${ru}, а дольше этого срока — ${open.ru}`,
  )
}

/**
 * Open deals older than any deal that was ever won, by the base's own history: no limit is set by hand. The lower threshold
 * of the ninth decile is told beside it.
 */
export const stalledFigures = (base: Base): OrWithheld<StalledDeals> => {
  const { columns, asOf, currency } = base
  const found = stalledDeals(columns, selectDeals(columns).rows, { on: asOf })
  const { olderThanLongest: longest, olderThanQuantile: quantile } = found
  if (longest === null) {
    const won = counted(found.daysToWin.n, wonDealsOf)
    return withhold(
      `${won.en} with known dates: fewer than the ${found.minimumWins} that a threshold needs`,
      `для порога нужно не меньше ${found.minimumWins} выигранных сделок с известными датами, а их ${found.daysToWin.n}`,
    )
  }
  const rowOf = new Map(columns.id.map((id, row) => [id, row]))
  const rows = longest.dealIds.flatMap((id) => rowOf.get(id) ?? [])
  const shown = (row: number, deal: Deal): StalledDeal => ({
    dealId: deal.id,
    title: base.dealTitles.get(deal.id) ?? null,
    subject: dealSubjectOf(base, deal),
    repName: repNameOf(base, deal.ownerId),
    ageDays: dayNumberOf(asOf) - (columns.openedDay[row] ?? Number.NaN),
    amount: amountOf(columns, [row], currency, "listPrice"),
  })
  const all = rows.flatMap((row) => {
    const deal = base.deals[row]
    return deal === undefined ? [] : [shown(row, deal)]
  })
  return {
    count: longest.dealCount,
    ofCount: longest.ofCount,
    thresholdDays: longest.thresholdDays,
    rule: ruleText(found.daysToWin.n, quantile?.thresholdDays ?? null, quantile?.dealCount ?? null),
    amount: amountOf(columns, rows, currency, "listPrice"),
    worst: all.toSorted(byWeight).slice(0, namedCount),
  }
}
