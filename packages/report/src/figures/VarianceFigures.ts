import type { ClosedDeals, DealPlan, DealVarianceMethod, Variance, VarianceCauses } from "@salesdept/core/plan"
import {
  closedDeals,
  closedDealsBy,
  dealPlanAtRates,
  dealVariance,
  dealVarianceAgainstPlan,
  dealVarianceByProduct,
  methodLimits,
} from "@salesdept/core/plan"
import { dateOfDayNumber } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"
import { formatDay } from "../format/CalendarDay.ts"
import { nouns } from "../format/Counted.ts"
import { formatMoney } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import type {
  DriverContribution,
  VarianceComparison,
  VarianceOfGroup,
  VarianceSection,
} from "../model/VarianceSection.ts"
import type { OrWithheld } from "../model/Figure.ts"
import type { VarianceQuestion } from "@salesdept/core/plan/service"
import type { Base } from "./Base.ts"
import { causesFigures } from "./CausesFigures.ts"
import { roundedToRows } from "../format/CrossRounding.ts"
import { closingQuarters, comparedQuarters, ownPeriods, recordedWithin } from "./Periods.ts"
import type { Quarter } from "./Periods.ts"
import { comparedOwn } from "./PlannedTargets.ts"
import { counted, say, withhold } from "./Words.ts"

/** Two consecutive quarters, both with closed deals, the former of them recorded whole; or a period of a plan and the quarter before it. */
interface QuarterPair {
  readonly before: Quarter
  readonly quarter: Quarter
}

const measure = say("amount of deals won, by closing date", "сумма выигранных сделок по дате закрытия")
const wholeLevel = say("all products together", "все продукты вместе")
const productLevel = say("each product apart", "каждый продукт отдельно")

const methodNames: { readonly [Method in "lmdi" | "shapley"]: Message } = {
  lmdi: say("LMDI-I, additive (Ang 2005)", "LMDI-I, аддитивный (Ang, 2005)"),
  shapley: say("Shapley value", "значение Шепли"),
}

const arithmetic = say(
  "The split says where the difference arose, not why; rates are of the deals closed in the period, whenever they were opened.",
  "Разложение показывает, где возникла разница, а не почему; доли — по сделкам, закрытым за период, когда бы они ни были открыты.",
)

const mixHidden = say(
  "A shift between cheap and dear products sits in win rate and average deal here; the split by product shows it apart.",
  "Сдвиг между дешёвыми и дорогими продуктами здесь попадает в долю выигранных и средний чек; отдельно он виден в разложении по продуктам.",
)

const countedOn = ({ before }: QuarterPair): Message =>
  say(
    `Targets say how much, not from what: the plan is taken to have counted on the win rate and the average deal of ${formatPeriod(before.shown, "en")}, and on as many closed deals as the target takes at those.`,
    `План называет сумму, а не её состав: принято, что он исходил из доли выигранных и среднего чека за ${formatPeriod(before.shown, "ru")} и из того числа закрытых сделок, которое при них нужно.`,
  )

const notOverText = ({ shown }: Quarter): Message =>
  say(
    `The quarter is not over: its figures are those by ${formatDay(shown.to, "en")}, compared with as many days of the quarter before.`,
    `Квартал не окончен: его показатели — на ${formatDay(shown.to, "ru")}, и сравниваются они с тем же числом дней предыдущего квартала.`,
  )

/** Fewer days of a quarter explain nothing by what they differ in. */
const leastDays = 28

/** As many of a quarter's first days as the next one has by now; all of them where it has no more. */
const firstDaysOf = (before: Quarter, days: number): Quarter => {
  const toDay = before.fromDay + days
  if (toDay >= before.toDay) return before
  const { from } = before.shown
  const first = counted(days, nouns.day)
  const name = say(
    `${formatPeriod(before.shown, "en")}, first ${first.en}`,
    `${formatPeriod(before.shown, "ru")} (первые ${first.ru})`,
  )
  return { ...before, toDay, shown: { from, to: dateOfDayNumber(toDay - 1), name } }
}

const pairNotes = ({ quarter }: QuarterPair): ReadonlyArray<Message> =>
  quarter.isOver ? [arithmetic] : [arithmetic, notOverText(quarter)]

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

/** What each driver was on one side; NaN where there is nothing to divide by. */
interface Levels {
  readonly closedDeals: number
  readonly winRate: number
  readonly pricedShare: number
  readonly averageDealMinor: number
}

const levelsOf = ({ closed, won, wonPriced, wonMinor }: ClosedDeals): Levels => ({
  closedDeals: closed,
  winRate: won / closed,
  pricedShare: wonPriced / won,
  averageDealMinor: wonMinor / wonPriced,
})

const driverFigures = (driver: string, from: Levels, to: Levels, currency: string): Message | null => {
  switch (driver) {
    case "closedDeals":
      return change(from.closedDeals, to.closedDeals, (value, language) => formatNumber(value, language, 1))
    case "winRate":
      return change(from.winRate, to.winRate, formatPercent)
    case "pricedShare":
      return change(from.pricedShare, to.pricedShare, formatPercent)
    case "averageDeal":
      return change(from.averageDealMinor, to.averageDealMinor, (value, language) =>
        formatMoney(Math.round(value), currency, language, { minorUnits: "about" }),
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
      figures: driverFigures(driver, levelsOf(from), levelsOf(to), base.currency),
    })),
    groups: [],
    notes: [...pairNotes(pair), ...(hasProducts ? [mixHidden] : []), ...limitsOf(variance)],
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
    notes: [...pairNotes(pair), ...limitsOf(variance)],
  }
}

/** The department's target of a period, its own or its reps' together, as a plan by drivers, at the rates of the quarter before; null without either. */
const planByDrivers = (base: Base, { before, quarter }: QuarterPair): DealPlan | null => {
  const planned = comparedOwn(base) ?? base
  const own = planned.departmentTargets.filter((target) => target.period === quarter.id)
  const targets = own.length > 0 ? own : planned.targets.filter((target) => target.period === quarter.id)
  const { won, closed, wonMinor, wonPriced } = closedDeals(base.columns, before, base.currency)
  if (targets.length === 0 || wonMinor <= 0) return null
  const targetMinor = targets.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return dealPlanAtRates(targetMinor, { winRate: won / closed, averageDealMinor: wonMinor / wonPriced })
}

const planComparison = (base: Base, pair: QuarterPair, plan: DealPlan): VarianceComparison => {
  const to = closedDeals(base.columns, pair.quarter, base.currency)
  const method = methodFor([to])
  const variance = dealVarianceAgainstPlan(plan, to, method)
  return {
    ...comparisonOf({ before: pair.quarter, quarter: pair.quarter }, variance, method),
    kind: "plan",
    level: wholeLevel,
    contributions: variance.contributions.map(({ driver, name, amountMinor }) => ({
      driver,
      name,
      amountMinor,
      figures: driverFigures(driver, { ...plan, pricedShare: 1 }, levelsOf(to), base.currency),
    })),
    groups: [],
    notes: [countedOn(pair), arithmetic, ...limitsOf(variance)],
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

/** A quarter and what it is compared with; none where either has no closed deals, or the former is not recorded whole. */
const pairOf = (base: Base, before: Quarter | undefined, quarter: Quarter | undefined): ReadonlyArray<QuarterPair> => {
  const hasClosings = (one: Quarter | undefined): one is Quarter =>
    one !== undefined && closedDeals(base.columns, one, base.currency).closed > 0
  return hasClosings(before) && hasClosings(quarter) && recordedWithin(base.columns, before) === null
    ? [{ before, quarter }]
    : []
}

const pairsOf = (base: Base): ReadonlyArray<QuarterPair> => {
  const quarters = comparedQuarters(base)
  return quarters.flatMap((quarter, index) => {
    const before = quarters[index - 1]
    const days = quarter.toDay - quarter.fromDay
    if (quarter.isOver || before === undefined) return pairOf(base, before, quarter)
    return days < leastDays ? [] : pairOf(base, firstDaysOf(before, days), quarter)
  })
}

/** The latest quarter that is over and has one before it: whose causes are looked for. */
const reviewedPair = (pairs: ReadonlyArray<QuarterPair>): QuarterPair | undefined =>
  pairs.findLast(({ quarter }) => quarter.isOver)

/**
 * The latest period that is over, with its plan: a quarter, or, of a plan by periods of other lengths, such as weeks, the latest of these,
 * judged by the rates of the latest quarter that was over before it. Null where it has no target.
 */
const judgedByPlan = (base: Base, pairs: ReadonlyArray<QuarterPair>) => {
  const ofQuarter = reviewedPair(pairs)
  const own = comparedOwn(base)
  const period = own === null ? undefined : ownPeriods(base, own.periods).findLast(({ isOver }) => isOver)
  const before = closingQuarters(base).findLast(({ isOver, toDay }) => isOver && toDay <= (period?.fromDay ?? 0))
  const isQuarter = own === null || pairs.some(({ quarter }) => quarter.id === period?.id)
  const pair = isQuarter ? ofQuarter : pairOf(base, before, period)[0]
  const plan = pair === undefined ? null : planByDrivers(base, pair)
  return pair === undefined || plan === null ? null : { pair, plan }
}

/** What to ask of `plans.variance`, so that causes are linked with the contributions that the report shows; null where there are none. */
export const causesQuestion = (base: Base): VarianceQuestion | null => {
  const pairs = pairsOf(base)
  const judged = judgedByPlan(base, pairs)
  const pair = judged?.pair ?? reviewedPair(pairs)
  if (pair === undefined) return null
  const plan = judged?.plan ?? null
  const sides = [pair.quarter, ...(plan === null ? [pair.before] : [])]
  const method = methodFor(
    sides.flatMap((quarter) => [
      closedDeals(base.columns, quarter, base.currency),
      ...closedDealsBy(base.columns, "product", quarter, base.currency),
    ]),
  )
  // The label of a fiscal quarter names days by the calendar of its plan alone.
  const own = comparedOwn(base)
  const planId = [...(own?.targets ?? []), ...(own?.departmentTargets ?? [])][0]?.planId
  return {
    period: pair.quarter.id,
    method,
    ...(plan === null ? {} : { plan }),
    ...(planId === undefined ? {} : { planId }),
  }
}

const withCauses = (base: Base, comparison: VarianceComparison, causes: VarianceCauses): VarianceComparison => {
  const figures = causesFigures(causes, comparison.contributions)
  const notes = figures.rows.length === 0 ? comparison.notes : [...comparison.notes, ...causes.limits]
  return { ...comparison, causes: figures, notes }
}

/**
 * Why won money differs between consecutive quarters, those of the plan's fiscal calendar where it is by these, the latest pair first. Each
 * pair is split twice, with its drivers named: all products together (closed deals × win rate × average deal), and product by product with
 * the mix taken out of the rates. The latest quarter that is over is compared with its plan first, where it has one; of a plan by other
 * periods, such as weeks, the latest of these that is over, before all quarters. A quarter under way is compared with as many first days of
 * the one before, from four weeks on. Nothing is compared with a quarter within
 * which records of closings begin. Withheld where no two consecutive quarters have closed deals.
 *
 * @param base - the base
 * @param causes - what `plans.variance` answers to {@link causesQuestion}; null where it was not asked
 */
export const varianceSection = (base: Base, causes: VarianceCauses | null = null): OrWithheld<VarianceSection> => {
  const pairs = pairsOf(base)
  const [judged, reviewed] = [judgedByPlan(base, pairs), reviewedPair(pairs)]
  if (pairs.length === 0 && judged === null) {
    return withhold(
      "there are no two consecutive whole quarters with closed deals",
      "нет двух полных кварталов подряд с закрытыми сделками",
    )
  }
  const caused = (comparison: VarianceComparison): VarianceComparison =>
    causes === null ? comparison : withCauses(base, comparison, causes)
  const ofPlan = judged === null ? [] : [caused(planComparison(base, judged.pair, judged.plan))]
  const comparisons = pairs.toReversed().flatMap((pair): ReadonlyArray<VarianceComparison> => {
    const ofPair = comparisonsOf(base, pair)
    if (judged !== null) return pair === judged.pair ? [...ofPlan, ...ofPair] : ofPair
    // Without a plan causes were linked with the contributions by product: these come last, or stand alone.
    const last = pair === reviewed ? ofPair.length - 1 : -1
    return ofPair.map((comparison, index) => (index === last ? caused(comparison) : comparison))
  })
  const isOfQuarter = judged === null || pairs.includes(judged.pair)
  return { comparisons: isOfQuarter ? comparisons : [...ofPlan, ...comparisons] }
}
