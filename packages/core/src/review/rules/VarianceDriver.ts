import { outcomeCodes } from "../../deal/DealFact.ts"
import { selectDeals } from "../../deal/DealRows.ts"
import { dayNumberOf, daysBetween } from "../../shared/CalendarDate.ts"
import { textAt } from "../../shared/Columns.ts"
import { daysText } from "../../shared/FigureText.ts"
import type { Message } from "../../shared/Message.ts"
import type { DateRange } from "../../shared/Period.ts"
import { daysIn } from "../../shared/Period.ts"
import type { DealDriver } from "../../plan/variance/DealDrivers.ts"
import type { VarianceContribution } from "../../plan/decomposition/Variance.ts"
import { planInconsistency } from "../../plan/decomposition/Variance.ts"
import type { FindingDraft, RuleOutcome } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { DealRow } from "../OpenDeals.ts"
import { dealAt } from "../OpenDeals.ts"
import type { ReviewFacts, ReviewVariance } from "../ReviewFacts.ts"
import { byWeight } from "../Scopes.ts"
import { dealPrice } from "../Stake.ts"
import { moneyText, percentText } from "../Wording.ts"

type Direction = -1 | 1

interface ProductShare {
  readonly productId: string | null
  readonly amountMinor: number
}

/** The product in which most of a driver's contribution lies; null where the split is not of several, or may not name them. */
const mainProduct = (
  { variance }: ReviewVariance,
  driver: string,
  direction: Direction,
  isProductGuarded: boolean,
): ProductShare | null => {
  if (isProductGuarded || !("products" in variance) || variance.products.length < 2) return null
  const shares = variance.products.map(({ product, parts }): ProductShare => ({
    productId: product,
    amountMinor: parts.find((part) => part.driver === driver)?.amountMinor ?? 0,
  }))
  const ordered = shares.toSorted(
    (left, right) =>
      (right.amountMinor - left.amountMinor) * direction || ((left.productId ?? "") < (right.productId ?? "") ? -1 : 1),
  )
  const first = ordered[0]
  return first !== undefined && first.amountMinor * direction > 0 ? first : null
}

/** Drivers that are rates: their change with all products together is not the sum of their changes with each. */
const rates: ReadonlySet<string> = new Set<DealDriver>(["winRate", "pricedShare", "averageDeal"])

/** Which deals show what a driver did: those lost for a fallen win rate, those won for the average deal, and so on. */
const evidenceOutcome = (driver: string, direction: Direction): "won" | "lost" | "closed" => {
  switch (driver as DealDriver) {
    case "winRate":
      return direction < 0 ? "lost" : "won"
    case "averageDeal":
    case "pricedShare":
    case "newProducts":
    case "goneProducts":
      return "won"
    case "closedDeals":
    case "mix":
      return "closed"
    // A host's own drivers: all that was closed.
    default:
      return "closed"
  }
}

const closedIn = (
  { deals }: ReviewFacts,
  closed: DateRange,
  product: ProductShare | null,
  outcome: "won" | "lost" | "closed",
): ReadonlyArray<DealRow> =>
  [...selectDeals(deals, { closed: { from: closed.from, to: closed.to } }).rows]
    .filter(
      (row) =>
        (outcome === "closed" || deals.outcome[row] === outcomeCodes[outcome]) &&
        (product === null || textAt(deals.product, row) === product.productId),
    )
    .map((row) => dealAt(deals, row))

const evidenceOf = (
  facts: ReviewFacts,
  { actual, base }: ReviewVariance,
  driver: string,
  product: ProductShare | null,
  direction: Direction,
): ReadonlyArray<DealRow> => {
  const outcome = evidenceOutcome(driver, direction)
  const deals = driver === "goneProducts" ? [] : closedIn(facts, actual, product, outcome)
  // What is no longer there shows in the base only.
  const shown = deals.length > 0 || base === null ? deals : closedIn(facts, base, product, outcome)
  return byWeight(shown, ({ row }) => dealPrice(facts.deals, row)?.amountMinor ?? 0)
}

/**
 * Days at the start of the base before the first closing in all the data, where the data has older deals: closings were
 * not recorded then, so the base is not the whole period it is named after.
 */
const unrecordedDays = ({ deals }: ReviewFacts, base: DateRange): number => {
  const baseFrom = dayNumberOf(base.from)
  let firstClosed = Number.POSITIVE_INFINITY
  let firstOpened = Number.POSITIVE_INFINITY
  for (let row = 0; row < deals.length; row++) {
    // A comparison with NaN is false: unknown days are passed over.
    if (deals.closedDay[row]! < firstClosed) firstClosed = deals.closedDay[row]!
    if (deals.openedDay[row]! < firstOpened) firstOpened = deals.openedDay[row]!
  }
  if (firstOpened >= baseFrom || firstClosed === Number.POSITIVE_INFINITY) return 0
  return Math.min(Math.max(0, firstClosed - baseFrom), daysBetween(base.from, base.to))
}

const baseNotRecorded = (days: number): Message => ({
  en: `closings are not recorded at the beginning of the base period (${daysText(days).en}), so the two periods are not alike`,
  ru: `в начале базового периода закрытия сделок не записаны (${daysText(days).ru}), поэтому периоды несопоставимы`,
})

const nothingToShow: Message = {
  en: "no driver's contribution reaches the least share of the base",
  ru: "вклад ни одного фактора не достигает наименьшей доли базы",
}

const tooShort = (days: number): Message => ({
  en: `periods shorter than ${daysText(days).en} are not compared: from one to the next it is mostly chance that speaks`,
  ru: `периоды короче, чем ${daysText(days).ru}, не сравниваются: от одного к другому разница в основном случайна`,
})

const notOver: Message = {
  en: "the period is not over, and a part of it is not compared with a whole one",
  ru: "период ещё не закончился, а часть периода с целым не сравнивается",
}

const parameters = {
  leastDays: {
    default: 7,
    min: 1,
    max: 366,
    meaning: {
      en: "days that a period must have at least to be compared (inclusive)",
      ru: "сколько дней должно быть в периоде, чтобы его сравнивать (включительно)",
    },
  },
  minimumShare: {
    default: 0.01,
    min: 0,
    max: 1,
    meaning: {
      en: "share of the base from which a contribution is worth a review (inclusive)",
      ru: "доля базы, с которой вклад стоит разбора (включительно)",
    },
  },
  majorShare: {
    default: 0.05,
    min: 0,
    max: 10,
    meaning: {
      en: "share of the base from which it is major (inclusive)",
      ru: "доля базы, с которой вклад важен (включительно)",
    },
  },
  unrecordedDays: {
    default: 14,
    min: 0,
    max: 366,
    meaning: {
      en: "days without recorded closings at the start of the base up to which periods are compared (inclusive)",
      ru: "сколько дней без записанных закрытий в начале базы ещё допускают сравнение (включительно)",
    },
  },
} as const

const productNote = (facts: ReviewFacts, product: ProductShare | null, currency: string): Message => {
  if (product === null) return { en: "", ru: "" }
  const amount = moneyText({ amountMinor: product.amountMinor, currency }, { isSigned: true, isAbout: true })
  const name = product.productId === null ? null : (facts.productNames[product.productId] ?? product.productId)
  return {
    en: ` The largest part lies in ${name ?? "deals without a product"}: ${amount.en}.`,
    ru: ` Самая большая часть — ${name ?? "сделки без продукта"}: ${amount.ru}.`,
  }
}

const largest = (
  contributions: ReadonlyArray<VarianceContribution>,
  direction: Direction,
): VarianceContribution | null => {
  const drivers = contributions.filter(
    ({ driver, amountMinor }) => driver !== planInconsistency && amountMinor * direction > 0,
  )
  return (
    drivers.toSorted(
      (left, right) => (right.amountMinor - left.amountMinor) * direction || (left.driver < right.driver ? -1 : 1),
    )[0] ?? null
  )
}

const find = (
  facts: ReviewFacts,
  review: ReviewVariance,
  direction: Direction,
  thresholds: { readonly [Name in keyof typeof parameters]: number },
): RuleOutcome => {
  if (daysIn(review.actual) < thresholds.leastDays) return { findings: [], notRead: [tooShort(thresholds.leastDays)] }
  // Half a month beside a whole one lacks half of everything.
  if (facts.overBefore !== undefined && facts.overBefore < review.actual.to) return { findings: [], notRead: [notOver] }
  const missingDays = review.base === null ? 0 : unrecordedDays(facts, review.base)
  if (missingDays > thresholds.unrecordedDays) return { findings: [], notRead: [baseNotRecorded(missingDays)] }
  const { variance, baseName } = review
  const found = largest(variance.contributions, direction)
  const weight = found === null ? 0 : Math.abs(found.amountMinor)
  if (found === null || weight < thresholds.minimumShare * Math.abs(variance.baseMinor)) {
    return { findings: [], notRead: [nothingToShow] }
  }
  const { currency } = variance
  const product = mainProduct(review, found.driver, direction, facts.filledOnlyAtClose.includes("productKey"))
  const evidence = evidenceOf(facts, review, found.driver, product, direction)
  const part = moneyText({ amountMinor: found.amountMinor, currency }, { isSigned: true, isAbout: true })
  const delta = moneyText({ amountMinor: variance.deltaMinor, currency }, { isSigned: true, isAbout: true })
  const ofBase = variance.baseMinor === 0 ? null : percentText(weight / Math.abs(variance.baseMinor))
  const note = productNote(facts, product, currency)
  const method = variance.method === "lmdi" ? "LMDI-I" : variance.method
  const against =
    review.against === "target"
      ? { en: `the target (${baseName.en})`, ru: `планом (${baseName.ru})` }
      : { en: `the prior period (${baseName.en})`, ru: `предыдущим периодом (${baseName.ru})` }
  // Of all products together the same rate may well point the other way: where each was split by itself, that is a part of its name.
  const isOfEach = "products" in variance && variance.products.length > 1 && rates.has(found.driver)
  const name: Message = isOfEach
    ? { en: `${found.name.en}, product by product`, ru: `${found.name.ru} по каждому продукту` }
    : found.name
  const draft: FindingDraft = {
    severity: weight >= thresholds.majorShare * Math.abs(variance.baseMinor) ? "major" : "minor",
    title:
      direction < 0
        ? {
            en: `What pulled down most: ${name.en}, ${part.en}`,
            ru: `Что сильнее всего потянуло вниз: ${name.ru}, ${part.ru}`,
          }
        : {
            en: `What pulled up most: ${name.en}, ${part.en}`,
            ru: `Что сильнее всего потянуло вверх: ${name.ru}, ${part.ru}`,
          },
    what: {
      en: `Won revenue differs from ${against.en} by ${delta.en}; ${found.name.en.toLowerCase()} contributed ${part.en}${ofBase === null ? "" : ` (${ofBase.en} of the base)`}, method ${method}.${note.en} The split says where the difference lies, not why.`,
      ru: `Отклонение выигранной суммы в сравнении с ${against.ru}: ${delta.ru}; вклад фактора «${found.name.ru}»: ${part.ru}${ofBase === null ? "" : ` (${ofBase.ru} базы)`}, метод ${method}.${note.ru} Разложение показывает, где возникла разница, а не почему.`,
    },
    ownerId: null,
    evidence: { kind: "deal", ids: evidence.map(({ id }) => id) },
    atStake: {
      amountMinor: weight,
      currency,
      estimate: {
        en: `the driver's contribution to the variance, ${method}`,
        ru: `вклад фактора в отклонение, ${method}`,
      },
    },
    withheldReason: null,
    next:
      direction < 0
        ? { en: "Open the deals behind it: what do they have in common?", ru: "Открыть эти сделки: что у них общего?" }
        : {
            en: "Open the deals behind it: what did we do there that can be repeated?",
            ru: "Открыть эти сделки: что из сделанного можно повторить?",
          },
  }
  return { findings: evidence.length === 0 ? [] : [draft], notRead: [] }
}

/** The driver that took most away from won revenue, against the target or the prior period. */
export const varianceDrag = findingRule({
  id: "plan.varianceDrag",
  version: 2,
  name: { en: "Largest negative driver of the variance", ru: "Главный фактор отклонения вниз" },
  kind: "missedOpportunity",
  needs: ["variance"],
  parameters,
  find: (facts, _period, thresholds) =>
    facts.variance === null ? { findings: [], notRead: [] } : find(facts, facts.variance, -1, thresholds),
})

/** The driver that added most to won revenue, against the target or the prior period. */
export const varianceLift = findingRule({
  id: "plan.varianceLift",
  version: 2,
  name: { en: "Largest positive driver of the variance", ru: "Главный фактор отклонения вверх" },
  kind: "win",
  needs: ["variance"],
  parameters,
  find: (facts, _period, thresholds) =>
    facts.variance === null ? { findings: [], notRead: [] } : find(facts, facts.variance, 1, thresholds),
})
