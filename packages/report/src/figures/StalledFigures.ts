import { groupDeals, selectDeals, stalledDeals } from "@salesdept/core/deal"
import type { Deal, Stalled } from "@salesdept/core/deal"
import { dayNumberOf } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"
import { formatCount, nouns } from "../format/Counted.ts"
import { formatNumber } from "../format/Number.ts"
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

const openDealsLeft = {
  en: { one: "open deal", other: "open deals" },
  ru: { one: "открытой сделке", few: "открытых сделках", many: "открытых сделках" },
}

const ofOne = (wonCount: number, { olderThanQuantile: quantile }: Stalled): Message => {
  const won = counted(wonCount, wonDealsOf)
  const longest = say(`older than any of ${won.en} was when won`, `старше самой долгой из ${won.ru}`)
  if (quantile === null) return longest
  const open = counted(quantile.dealCount, openDeals)
  const [en, ru] = (["en", "ru"] as const).map((language) =>
    formatCount(quantile.thresholdDays, nouns.dayOf, language, 1),
  )
  return say(
    `${longest.en}; nine of ten won deals took no more than ${en}, and ${open.en} are past that`,
    `${longest.ru}; девять из десяти выигранных заняли не больше ${ru}, а дольше этого срока — ${open.ru}`,
  )
}

const ofSeveral = (wonCount: number, judged: ReadonlyArray<Stalled>, leftCount: number): Message => {
  const won = say(formatNumber(wonCount, "en"), formatNumber(wonCount, "ru"))
  const open = counted(
    sumOf(judged, ({ olderThanQuantile }) => olderThanQuantile?.dealCount ?? 0),
    openDeals,
  )
  const left = counted(leftCount, openDealsLeft)
  const [unjudgedEn, unjudgedRu] =
    leftCount === 0
      ? ["", ""]
      : [
          `; too little was won in their pipelines to judge ${left.en}`,
          `; о ${left.ru} судить рано: в их воронках мало выигранных`,
        ]
  return say(
    `older than any won deal of the same pipeline was when won (${won.en} in all); ${open.en} are past what nine of ten of these took${unjudgedEn}`,
    `старше самой долгой выигранной сделки своей воронки (всего выигранных: ${won.ru}); дольше, чем заняли девять из десяти выигранных, — ${open.ru}${unjudgedRu}`,
  )
}

const sumOf = <Row>(rows: ReadonlyArray<Row>, value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0)

/**
 * Open deals older than any deal that was ever won in their pipeline, by the base's own history: no limit is set by hand, and findings
 * count them likewise. The lower threshold of the ninth decile is told beside it.
 */
export const stalledFigures = (base: Base): OrWithheld<StalledDeals> => {
  const { columns, asOf, currency } = base
  const found = groupDeals(selectDeals(columns).rows, columns.pipeline).map(({ rows }) =>
    stalledDeals(columns, rows, { on: asOf }),
  )
  const judged = found.filter(({ olderThanLongest }) => olderThanLongest !== null)
  const longest = judged.flatMap(({ olderThanLongest }) => olderThanLongest ?? [])
  if (longest.length === 0) {
    const most = Math.max(0, ...found.map(({ daysToWin }) => daysToWin.n))
    const won = counted(most, wonDealsOf)
    const { minimumWins = 20 } = found[0] ?? {}
    return withhold(
      `${won.en} with known dates${found.length > 1 ? " in a pipeline at most" : ""}; a threshold needs ${minimumWins}`,
      `для порога ${found.length > 1 ? "воронке " : ""}нужно не меньше ${minimumWins} выигранных сделок с известными датами, а их ${found.length > 1 ? "не больше " : ""}${most}`,
    )
  }
  const rowOf = new Map(columns.id.map((id, row) => [id, row]))
  const rows = longest.flatMap(({ dealIds }) => dealIds.flatMap((id) => rowOf.get(id) ?? []))
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
  const thresholds = longest.map(({ thresholdDays }) => thresholdDays)
  const wonCount = sumOf(judged, ({ daysToWin }) => daysToWin.n)
  const [only] = found
  return {
    count: sumOf(longest, ({ dealCount }) => dealCount),
    ofCount: sumOf(longest, ({ ofCount }) => ofCount),
    thresholdDays: [Math.min(...thresholds), Math.max(...thresholds)],
    rule:
      found.length === 1 && only !== undefined
        ? ofOne(wonCount, only)
        : ofSeveral(
            wonCount,
            judged,
            sumOf(found, ({ olderThanLongest, openAgeDays }) => (olderThanLongest === null ? openAgeDays.n : 0)),
          ),
    amount: amountOf(columns, rows, currency, "listPrice"),
    worst: all.toSorted(byWeight).slice(0, namedCount),
  }
}
