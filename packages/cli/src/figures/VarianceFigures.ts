import type { ClosedDeals, DealVarianceMethod, Variance } from "@salesdept/core/plan"
import { closedDeals, closedDealsBy, dealVariance, dealVarianceByProduct, methodLimits } from "@salesdept/core/plan"
import type { Message } from "@salesdept/core/shared"
import { formatDay, formatMoney, formatNumber, formatPercent, formatPeriod } from "@salesdept/report"
import type {
  DriverContribution,
  OrWithheld,
  VarianceComparison,
  VarianceOfGroup,
  VarianceSection,
} from "@salesdept/report"
import type { Base } from "./Base.ts"
import { roundedToRows } from "./CrossRounding.ts"
import { closingQuarters, closingsRecordedLate } from "./Periods.ts"
import type { Quarter } from "./Periods.ts"
import { say, withhold } from "./Words.ts"

/** Two consecutive quarters, both with closed deals. */
interface QuarterPair {
  readonly before: Quarter
  readonly quarter: Quarter
}

const measure = say("amount of deals won, by closing date", "сумма выигранных сделок по дате закрытия")
const wholeLevel = say("all products together", "все продукты вместе")
const productLevel = say("product", "продукт")

const methodNames: { readonly [Method in "lmdi" | "shapley"]: Message } = {
  lmdi: say("LMDI-I, additive (Ang 2005)", "LMDI-I, аддитивный (Ang, 2005)"),
  shapley: say("Shapley value", "значение Шепли"),
}

const arithmetic = say(
  "The split says where the difference arose, not why; rates are of the deals closed in the quarter, whenever they were opened.",
  "Разложение показывает, где возникла разница, а не почему; доли — по сделкам, закрытым в квартале, когда бы они ни были открыты.",
)

const mixHidden = say(
  "A shift between cheap and dear products sits in win rate and average deal here; the split by product shows it apart.",
  "Сдвиг между дешёвыми и дорогими продуктами здесь попадает в долю выигранных и средний чек; отдельно он виден в разложении по продуктам.",
)

const notOverText = ({ shown }: Quarter): Message =>
  say(
    `The quarter is not over: its figures are those by ${formatDay(shown.to, "en")}, compared with a whole quarter.`,
    `Квартал не окончен: его показатели — на ${formatDay(shown.to, "ru")}, а сравниваются они с целым кварталом.`,
  )

const pairNotes = (base: Base, { before, quarter }: QuarterPair): ReadonlyArray<Message> => {
  const notes = [arithmetic]
  if (!quarter.isOver) notes.push(notOverText(quarter))
  const recordedFrom = closingsRecordedLate(base.columns)
  if (recordedFrom !== null && recordedFrom > before.shown.from && recordedFrom <= before.shown.to) {
    const [en, ru] = [formatPeriod(before.shown, "en"), formatPeriod(before.shown, "ru")]
    notes.push(
      say(
        `Closings are recorded from ${formatDay(recordedFrom, "en")} only, so ${en} is not a whole quarter.`,
        `Закрытия записаны только с ${formatDay(recordedFrom, "ru")}, поэтому ${ru} — не полный квартал.`,
      ),
    )
  }
  return notes
}

/** LMDI takes logarithms; where returns make an average deal negative, the Shapley value answers instead. */
const methodFor = (sides: ReadonlyArray<ClosedDeals>): keyof typeof methodNames & DealVarianceMethod =>
  sides.some(({ wonMinor }) => wonMinor < 0) ? "shapley" : "lmdi"

const change = (from: number, to: number, text: (value: number, language: keyof Message) => string): Message => {
  const written = (value: number, language: keyof Message): string =>
    Number.isNaN(value) ? "—" : text(value, language)
  return {
    en: `${written(from, "en")} → ${written(to, "en")}`,
    ru: `${written(from, "ru")} → ${written(to, "ru")}`,
  }
}

const driverFigures = (driver: string, from: ClosedDeals, to: ClosedDeals): Message | null => {
  const share = (of: { readonly numerator: number; readonly denominator: number }): number =>
    of.denominator === 0 ? Number.NaN : of.numerator / of.denominator
  switch (driver) {
    case "closedDeals":
      return change(from.closed, to.closed, formatNumber)
    case "winRate":
      return change(share(from.winRate), share(to.winRate), formatPercent)
    case "pricedShare":
      return change(from.wonPriced / from.won, to.wonPriced / to.won, formatPercent)
    case "averageDeal":
      return change(share(from.averageWonMinor), share(to.averageWonMinor), (value, language) =>
        formatMoney(Math.round(value), to.currency, language),
      )
    default:
      return null
  }
}

const comparisonOf = (
  { before, quarter }: QuarterPair,
  variance: Variance,
  method: keyof typeof methodNames,
): Omit<VarianceComparison, "level" | "contributions" | "groups" | "notes"> => ({
  kind: "priorPeriod",
  measure,
  basePeriod: before.shown,
  period: quarter.shown,
  baseMinor: variance.baseMinor,
  factMinor: variance.actualMinor,
  varianceMinor: variance.deltaMinor,
  method: methodNames[method],
})

const limitsOf = ({ limits, method }: Variance): ReadonlyArray<Message> =>
  limits.filter((limit) => limit !== methodLimits[method])

const wholeComparison = (base: Base, pair: QuarterPair, hasProducts: boolean): VarianceComparison => {
  const from = closedDeals(base.columns, pair.before, base.currency)
  const to = closedDeals(base.columns, pair.quarter, base.currency)
  const method = methodFor([from, to])
  const variance = dealVariance(from, to, method)
  return {
    ...comparisonOf(pair, variance, method),
    level: wholeLevel,
    contributions: variance.contributions.map(({ driver, name, amountMinor }): DriverContribution => ({
      driver,
      name,
      amountMinor,
      figures: driverFigures(driver, from, to),
    })),
    groups: [],
    notes: [...pairNotes(base, pair), ...(hasProducts ? [mixHidden] : []), ...limitsOf(variance)],
  }
}

const productComparison = (base: Base, pair: QuarterPair): VarianceComparison => {
  const { columns, currency, productNames } = base
  const from = closedDealsBy(columns, "product", pair.before, currency)
  const to = closedDealsBy(columns, "product", pair.quarter, currency)
  const method = methodFor([...from, ...to])
  const variance = dealVarianceByProduct(from, to, currency, method)
  // Products that came or went have lines of their own; a line that is zero throughout says nothing.
  const shown = variance.contributions.filter(
    ({ driver }) =>
      (driver !== "newProducts" && driver !== "goneProducts") ||
      variance.products.some(({ status }) => status === (driver === "newProducts" ? "new" : "gone")),
  )
  const drivers = shown.map(({ driver }) => driver)
  const partsOf = (part: "amountMinor" | "exact") =>
    variance.products.map(({ parts }) => drivers.map((driver) => parts.find((of) => of.driver === driver)?.[part] ?? 0))
  const totals = variance.products.map(({ baseMinor, actualMinor }) => actualMinor - baseMinor)
  const whole = roundedToRows({ whole: partsOf("amountMinor"), exact: partsOf("exact") }, totals)
  const groups = variance.products.map(({ product }, row): VarianceOfGroup => ({
    name: product === null ? "—" : (productNames.get(product) ?? product),
    varianceMinor: totals[row] ?? 0,
    contributions: Object.fromEntries(drivers.map((driver, column) => [driver, whole[row]?.[column] ?? 0])),
  }))
  return {
    ...comparisonOf(pair, variance, method),
    level: productLevel,
    contributions: shown.map(({ driver, name, amountMinor }) => ({ driver, name, amountMinor, figures: null })),
    groups: groups.toSorted((left, right) => Math.abs(right.varianceMinor) - Math.abs(left.varianceMinor)),
    notes: [...pairNotes(base, pair), ...limitsOf(variance)],
  }
}

const comparisonsOf = (base: Base, pair: QuarterPair): ReadonlyArray<VarianceComparison> => {
  const { columns, currency } = base
  const products = new Set(
    [pair.before, pair.quarter].flatMap((quarter) =>
      closedDealsBy(columns, "product", quarter, currency).flatMap(({ key, closed }) => (closed > 0 ? [key] : [])),
    ),
  )
  const hasProducts = products.size > 1
  const whole = wholeComparison(base, pair, hasProducts)
  return hasProducts ? [whole, productComparison(base, pair)] : [whole]
}

/**
 * Why won money differs between consecutive quarters, the latest pair first. Each pair is split twice, with its drivers
 * named: all products together (closed deals × win rate × average deal), and product by product with the mix taken out of
 * the rates. Withheld where no two consecutive quarters have closed deals.
 *
 * @param base - the base
 */
export const varianceSection = (base: Base): OrWithheld<VarianceSection> => {
  const quarters = closingQuarters(base)
  const hasClosings = (quarter: Quarter | undefined): quarter is Quarter =>
    quarter !== undefined && closedDeals(base.columns, quarter, base.currency).closed > 0
  const pairs = quarters.flatMap((quarter, index): ReadonlyArray<QuarterPair> => {
    const before = quarters[index - 1]
    return hasClosings(before) && hasClosings(quarter) ? [{ before, quarter }] : []
  })
  if (pairs.length === 0) {
    return withhold(
      "there are no two consecutive quarters with closed deals",
      "нет двух кварталов подряд с закрытыми сделками",
    )
  }
  return { comparisons: pairs.toReversed().flatMap((pair) => comparisonsOf(base, pair)) }
}
