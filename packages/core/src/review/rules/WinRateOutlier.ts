import { outcomeCodes } from "../../deal/DealFact.ts"
import { textAt } from "../../shared/Columns.ts"
import type { Message } from "../../shared/Message.ts"
import type { Money } from "../../shared/Money.ts"
import type { Period } from "../../shared/Period.ts"
import type { FindingDraft, RuleOutcome, Thresholds } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { ReviewFacts } from "../ReviewFacts.ts"
import { byWeight } from "../Scopes.ts"
import type { Stake } from "../Stake.ts"
import { dealPrice, sumAtStake, withheldStake } from "../Stake.ts"
import type { WinRateComparison } from "../WinRateComparison.ts"
import { compareWinRates } from "../WinRateComparison.ts"
import { moneyText, numberText, percentText, pointsText, shareText } from "../Wording.ts"

const parameters = {
  minimumClosed: {
    default: 20,
    min: 5,
    max: 1_000_000,
    meaning: {
      en: "closed deals needed to judge a rep",
      ru: "сколько закрытых сделок нужно, чтобы судить о менеджере",
    },
  },
  level: {
    default: 0.95,
    min: 0.5,
    max: 0.9999,
    meaning: {
      en: "confidence level for all reps together",
      ru: "уровень доверия для всех менеджеров вместе",
    },
  },
} as const

/** The gap in deals times what the rep's own won deals bring on average. */
const gapStake = (facts: ReviewFacts, { deals, difference }: WinRateComparison): Stake => {
  const { deals: columns } = facts
  const won = deals.filter(({ row }) => columns.outcome[row] === outcomeCodes.won)
  const amounts = won.map(({ row }): Money | null => {
    const amountMinor = columns.amountMinor[row]!
    const currency = textAt(columns.currency, row)
    return Number.isNaN(amountMinor) || currency === null ? null : { amountMinor, currency }
  })
  const stated = amounts.filter((amount) => amount !== null)
  const sum = sumAtStake(stated, { en: "", ru: "" })
  if (sum.atStake === null) return sum
  const { amountMinor, currency } = sum.atStake
  const gapDeals = Math.abs(difference) * deals.length
  const totalMinor = Math.round((gapDeals * amountMinor) / stated.length)
  if (!Number.isSafeInteger(totalMinor)) return withheldStake(tooLarge)
  const [gap, mean] = [
    numberText(gapDeals, 1),
    moneyText({ amountMinor: Math.round(amountMinor / stated.length), currency }, { isAbout: true }),
  ]
  const count = numberText(stated.length)
  return {
    atStake: {
      amountMinor: totalMinor,
      currency,
      estimate: {
        en: `difference in won deals, ${gap.en} × the rep's average won deal, ${mean.en} (of ${count.en})`,
        ru: `разница в числе выигранных сделок, ${gap.ru} × средняя выигранная сделка менеджера, ${mean.ru} (по ${count.ru})`,
      },
    },
    withheldReason: null,
  }
}

const tooLarge: Message = {
  en: "the estimate is too large to state exactly",
  ru: "оценка слишком велика, чтобы назвать её точно",
}

const withheldNote = (count: number, minimumClosed: number): ReadonlyArray<Message> => {
  if (count === 0) return []
  const number = numberText(count)
  return [
    {
      en: `reps with fewer than ${minimumClosed} comparable closed deals, not judged: ${number.en}`,
      ru: `менеджеры, у которых меньше ${minimumClosed} сопоставимых закрытых сделок, не оценивались: ${number.ru}`,
    },
  ]
}

const draftOf = (facts: ReviewFacts, comparison: WinRateComparison, isWin: boolean): FindingDraft => {
  const { ownerId, deals, won, expectedRate, difference, interval, split } = comparison
  const [gap, expected] = [pointsText(difference), percentText(expectedRate)]
  const [lower, upper, level] = [pointsText(interval.lower), pointsText(interval.upper), percentText(interval.level)]
  const [share, mix] = [shareText(won, deals.length), pointsText(split.composition)]
  const wanted = isWin ? outcomeCodes.won : outcomeCodes.lost
  const evidence = byWeight(
    deals.filter(({ row }) => facts.deals.outcome[row] === wanted),
    ({ row }) => dealPrice(facts.deals, row)?.amountMinor ?? 0,
  )
  return {
    severity: "major",
    title: {
      en: `Win rate ${isWin ? "above" : "below"} the others' on the same products: ${gap.en}`,
      ru: `Доля выигранных ${isWin ? "выше" : "ниже"}, чем у остальных на тех же продуктах: ${gap.ru}`,
    },
    what: {
      en: `Won ${share.en} of the closed deals; on the same mix of products the others win ${expected.en}. The difference, ${gap.en}, lies between ${lower.en} and ${upper.en} (${level.en} interval, widened for the number of reps), so it is beyond chance. The mix itself explains ${mix.en} of the crude gap.`,
      ru: `Выиграно ${share.ru} закрытых сделок; остальные на том же наборе продуктов выигрывают ${expected.ru}. Разница ${gap.ru} лежит между ${lower.ru} и ${upper.ru} (интервал ${level.ru} с поправкой на число менеджеров), то есть это не случайность. Самим набором продуктов объясняется ${mix.ru} общей разницы.`,
    },
    ownerId,
    evidence: { kind: "deal", ids: evidence.map(({ id }) => id) },
    ...gapStake(facts, comparison),
    next: isWin
      ? {
          en: "Sit in on this rep's dialogs: what is done here that others do not do?",
          ru: "Побывать на диалогах этого менеджера: что он делает, чего не делают другие?",
        }
      : {
          en: "Go through the lost deals with the mentor, one product at a time",
          ru: "Разобрать с наставником проигранные сделки, по одному продукту",
        },
  }
}

const find = (
  facts: ReviewFacts,
  period: Period,
  { minimumClosed, level }: Thresholds<keyof typeof parameters>,
  isWin: boolean,
): RuleOutcome => {
  const { comparisons, withheldCount } = compareWinRates(facts, period, minimumClosed, level)
  const beyondChance = comparisons.filter(({ interval }) => (isWin ? interval.lower > 0 : interval.upper < 0))
  return {
    findings: beyondChance.map((comparison) => draftOf(facts, comparison, isWin)),
    notRead: withheldNote(withheldCount, minimumClosed),
  }
}

/** Reps who win less than the others do on the same mix of products, beyond chance. */
export const winRateBelow = findingRule({
  id: "rep.winRateBelow",
  version: 1,
  name: {
    en: "Win rate below the others' on the same products",
    ru: "Доля выигранных ниже, чем у остальных на тех же продуктах",
  },
  kind: "missedOpportunity",
  explainsBy: ["ownerKey", "productKey"],
  parameters,
  find: (facts, period, thresholds) => find(facts, period, thresholds, false),
})

/** Reps who win more than the others do on the same mix of products, beyond chance. */
export const winRateAbove = findingRule({
  id: "rep.winRateAbove",
  version: 1,
  name: {
    en: "Win rate above the others' on the same products",
    ru: "Доля выигранных выше, чем у остальных на тех же продуктах",
  },
  kind: "win",
  explainsBy: ["ownerKey", "productKey"],
  parameters,
  find: (facts, period, thresholds) => find(facts, period, thresholds, true),
})
