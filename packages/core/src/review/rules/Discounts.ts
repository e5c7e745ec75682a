import { outcomeCodes } from "../../deal/DealFact.ts"
import { selectDeals } from "../../deal/DealRows.ts"
import type { Money } from "../../shared/Money.ts"
import { scaleMoney } from "../../shared/Money.ts"
import { textAt } from "../../shared/Columns.ts"
import { median } from "../../stats/Quantile.ts"
import { wilsonInterval } from "../../stats/Wilson.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { DealRow } from "../OpenDeals.ts"
import { dealAt } from "../OpenDeals.ts"
import type { ReviewFacts } from "../ReviewFacts.ts"
import type { DateRange } from "../../shared/Period.ts"
import { byOwner, byWeight, greatest, inScopes } from "../Scopes.ts"
import { sumAtStake } from "../Stake.ts"
import { numberText, percentText, shareText } from "../Wording.ts"

interface PricedWin extends DealRow {
  /** 1 − amount ÷ list price; negative where it sold above the list. */
  readonly discount: number
  /** What was given away below the lowest price allowed; null within the limit. */
  readonly beyond: Money | null
}

/** Won deals of the period that state both an amount and a list price above 0. */
const pricedWins = ({ deals }: ReviewFacts, closed: DateRange, limitPercent: number): ReadonlyArray<PricedWin> => {
  const wins: Array<PricedWin> = []
  for (const row of selectDeals(deals, { closed: { from: closed.from, to: closed.to } }).rows) {
    const [amountMinor, listMinor] = [deals.amountMinor[row]!, deals.listAmountMinor[row]!]
    const currency = textAt(deals.currency, row)
    if (deals.outcome[row] !== outcomeCodes.won || !(listMinor > 0) || Number.isNaN(amountMinor) || currency === null) {
      continue
    }
    // Tenths of a percent keep the limit whole, so that the lowest price allowed is exact but for one rounding.
    const lowest = scaleMoney(
      { amountMinor: listMinor, currency },
      1000 - Math.round(limitPercent * 10),
      1000,
      "half-even",
    )
    const givenMinor = lowest.amountMinor - amountMinor
    wins.push({
      ...dealAt(deals, row),
      discount: 1 - amountMinor / listMinor,
      beyond: givenMinor > 0 ? { amountMinor: givenMinor, currency } : null,
    })
  }
  return wins
}

const isBeyond = ({ beyond }: PricedWin): boolean => beyond !== null

/** Whether a rep's share beyond the limit is higher than the others', with intervals that do not touch. */
const standsOut = (ownBeyond: number, own: number, allBeyond: number, all: number): boolean => {
  const ownShare = wilsonInterval(ownBeyond, own)
  const othersShare = wilsonInterval(allBeyond - ownBeyond, all - own)
  return ownShare !== null && othersShare !== null && ownShare.lower > othersShare.upper
}

/** Won deals of the period sold below the lowest price that the limit allows, beside how the department discounts. */
export const discountBeyondLimit = findingRule({
  id: "deal.discountBeyondLimit",
  version: 1,
  name: { en: "Discounts beyond the limit", ru: "Скидки сверх предела" },
  kind: "mistake",
  parameters: {
    limitPercent: {
      default: 20,
      min: 0,
      max: 100,
      meaning: {
        en: "greatest discount from list price that is within the limit, in percent, to one decimal (inclusive)",
        ru: "наибольшая допустимая скидка с прайса в процентах, до одного знака (включительно)",
      },
    },
  },
  find: (facts, period, { limitPercent }) => {
    const wins = pricedWins(facts, period, limitPercent)
    if (wins.length === 0) {
      const reason = {
        en: "no deal won in the period states both an amount and a list price",
        ru: "ни у одной сделки, выигранной за период, не указаны и сумма, и цена по прайсу сразу",
      }
      return { findings: [], notRead: [reason] }
    }
    const winsOf = new Map(byOwner(wins))
    const beyondCount = wins.filter(isBeyond).length
    const departmentMedian = median(wins.map(({ discount }) => discount)) ?? 0
    const draft = (beyond: ReadonlyArray<PricedWin>, ownerId: string | null): FindingDraft => {
      const own = ownerId === null ? wins : (winsOf.get(ownerId) ?? [])
      const isOutlier = ownerId !== null && standsOut(beyond.length, own.length, beyondCount, wins.length)
      const [count, limit] = [numberText(beyond.length), numberText(limitPercent, 1)]
      const share = shareText(beyond.length, own.length)
      const deepest = percentText(greatest(beyond, ({ discount }) => discount))
      const ownMedian = percentText(median(own.map(({ discount }) => discount)) ?? 0)
      const usual = percentText(departmentMedian)
      const beside =
        ownerId === null
          ? { en: `The median discount is ${ownMedian.en}`, ru: `Медианная скидка: ${ownMedian.ru}` }
          : {
              en: `The median discount is ${ownMedian.en}, the department's ${usual.en}`,
              ru: `Медианная скидка: ${ownMedian.ru}, по отделу: ${usual.ru}`,
            }
      const signal = isOutlier
        ? {
            en: "; the share is higher than the others' beyond chance",
            ru: "; доля выше, чем у остальных, и это не случайность",
          }
        : { en: "", ru: "" }
      return {
        severity: isOutlier ? "major" : "minor",
        title: {
          en: `Deals sold with more than ${limit.en}% off the list price: ${count.en}`,
          ru: `Сделки со скидкой больше ${limit.ru}\u00A0%: ${count.ru}`,
        },
        what: {
          en: `${share.en} of the priced deals won in the period; the deepest discount is ${deepest.en}. ${beside.en}${signal.en}.`,
          ru: `Из выигранных за период сделок с ценой по прайсу: ${share.ru}; самая глубокая скидка: ${deepest.ru}. ${beside.ru}${signal.ru}.`,
        },
        ownerId,
        evidence: { kind: "deal", ids: beyond.map(({ id }) => id) },
        ...sumAtStake(
          beyond.map((win) => win.beyond),
          {
            en: `what was given away beyond ${limit.en}% of the list price`,
            ru: `что отдано сверх ${limit.ru}\u00A0% от цены по прайсу`,
          },
        ),
        next: {
          en: "Who agreed to the price, and what did the client give in return?",
          ru: "Кто согласовал цену и что клиент дал взамен?",
        },
      }
    }
    const largestFirst = byWeight(wins.filter(isBeyond), ({ beyond }) => beyond?.amountMinor ?? 0)
    return { findings: inScopes(largestFirst, draft), notRead: [] }
  },
})
