import { buildForecast, forecast } from "@salesdept/core/plan"
import type { AttainmentChance, Landing } from "@salesdept/core/plan"
import { dayNumberOf } from "@salesdept/core/shared"
import type { Message, Period } from "@salesdept/core/shared"
import type { ForecastRow, ForecastSection } from "../model/ForecastSection.ts"
import type { OrWithheld } from "../model/Figure.ts"
import type { Base } from "./Base.ts"
import { repNameOf } from "./Base.ts"
import { closingsRecordedLate, periodAhead, shownPeriod } from "./Periods.ts"
import { comparedOwn } from "./PlannedTargets.ts"
import { nouns } from "../format/Counted.ts"
import { counted, deals, say, withhold } from "./Words.ts"

const ownTarget = say(
  "The total is held against the department's own target, which is not the sum of its reps'",
  "Итог сравнивается с собственным планом отдела; он не равен сумме планов менеджеров",
)
const noTarget = withhold("no target was set", "план не поставлен")

/** Days whose openings tell how new deals come, where there are so many to see. */
const usualPaceDays = 90

const shortPace = say(
  "There are few days by which to tell how new deals come: how their pace may change is not in the intervals",
  "Дней, по которым виден темп новых сделок, мало: как он может измениться, в интервалах не учтено",
)

const methodOf = (paceDays: number): Message => {
  const pace = counted(paceDays, nouns.dayOf)
  return say(
    `Won already, open deals by how often and how fast deals of their age were won, and new deals at the pace of the last ${pace.en}; 4,000 seeded draws with a shock that all deals share.`,
    `Уже выигранное, открытые сделки по тому, как часто и как быстро выигрывались сделки их возраста, и новые сделки в темпе последних ${pace.ru}; 4\u00A0000 случайных испытаний, каждый раз одних и тех же, с общим для всех сделок сдвигом.`,
  )
}

/** The chance as it may be told: what every draw showed is likely, not certain, and comes no nearer to it than the draws can tell. */
export const toldChance = ({ probability, standardError }: AttainmentChance): number =>
  Math.min(Math.max(probability, standardError), 1 - standardError)

const rowOf = (landing: Omit<Landing, "repId">, repName: string | null): ForecastRow => ({
  repName,
  wonMinor: landing.wonMinor,
  openMinor: landing.openMinor,
  newMinor: landing.newMinor,
  landingMinor: landing.landingMinor,
  lowerMinor: Math.round(landing.lowerMinor),
  medianMinor: Math.round(landing.medianMinor),
  upperMinor: Math.round(landing.upperMinor),
  targetMinor: landing.targetMinor ?? noTarget,
  chance: landing.chance === null ? noTarget : toldChance(landing.chance),
})

/** What the period ahead is drawn from. */
const builtOf = (base: Base, period: Period) => {
  const { columns, credits, asOf, currency } = base
  const recorded = closingsRecordedLate(columns)
  return buildForecast(columns, {
    period: { fromDay: dayNumberOf(period.from), toDay: dayNumberOf(period.to) },
    asOfDay: dayNumberOf(asOf),
    currency,
    credits,
    left: new Set(
      [...base.employments].flatMap(([repId, { leftOn }]) => (leftOn !== null && leftOn <= asOf ? [repId] : [])),
    ),
    ...(recorded === null ? {} : { recordedFromDay: dayNumberOf(recorded) }),
  })
}

/**
 * The chance that everybody together brings an amount in the period that {@link forecastSection} is of, by the same draws; null where no
 * chance can be told.
 *
 * @param base - the base
 * @param targetMinor - the amount, minor units of its currency
 */
export const chanceOfReaching = (base: Base, targetMinor: number): number | null => {
  const { input } = builtOf(base, periodAhead(base))
  const { chance } = forecast({ ...input, targets: [], totalTargetMinor: targetMinor }).total
  return chance === null ? null : toldChance(chance)
}

/**
 * Where the quarter of the day after the as-of day will land, or the period of a plan that makes up no quarters. Withheld where nothing was won yet: there is nothing to go by.
 *
 * @param base - the base
 */
export const forecastSection = (base: Base): OrWithheld<ForecastSection> => {
  const { asOf } = base
  const quarter = periodAhead(base)
  const planned = comparedOwn(base) ?? base
  const built = builtOf(base, quarter)
  if (base.deals.every(({ outcome }) => outcome !== "won"))
    return withhold("nothing was won yet to go by", "ещё нет выигранных сделок, по которым можно судить")
  if (built.input.won.length + built.input.open.length + built.input.arrivals.length === 0)
    return withhold(
      "no won deal with known dates to go by",
      "нет выигранных сделок с известными датами, по которым можно судить",
    )
  const targets = planned.targets
    .filter((target) => target.period === quarter.label)
    .map(({ ownerId, amountMinor }) => ({ repId: ownerId, targetMinor: amountMinor }))
  const whole = planned.departmentTargets.find((target) => target.period === quarter.label)
  const drawn = forecast({
    ...built.input,
    targets,
    ...(whole === undefined ? {} : { totalTargetMinor: whole.amountMinor }),
  })
  // Older than any won deal was is not yet older than any that was seen: nothing is expected of both.
  const neverWon = built.input.open.flatMap(({ id, probability }) => (probability === 0 ? [id] : []))
  const shared = targets.reduce((sum, { targetMinor }) => sum + targetMinor, 0)
  const beside = (count: number, en: string, ru: string): ReadonlyArray<Message> =>
    count === 0 ? [] : [say(`${en}: ${deals(count).en}`, `${ru}: ${deals(count).ru}`)]
  return {
    period: shownPeriod(quarter),
    elapsedDays: Math.max(0, dayNumberOf(asOf) + 1 - dayNumberOf(quarter.from)),
    days: dayNumberOf(quarter.to) - dayNumberOf(quarter.from),
    method: methodOf(built.paceDays),
    level: drawn.level,
    total: rowOf(drawn.total, null),
    // Whoever has left and leaves nothing open has no row: only zeros could stand in it.
    reps: drawn.reps
      .filter(
        ({ landingMinor, upperMinor, targetMinor }) => landingMinor !== 0 || upperMinor !== 0 || targetMinor !== null,
      )
      .toSorted((left, right) => right.landingMinor - left.landingMinor)
      .map((landing) => rowOf(landing, repNameOf(base, landing.repId))),
    notes: [
      ...(whole === undefined || whole.amountMinor === shared ? [] : [ownTarget]),
      ...drawn.limits,
      ...beside(
        new Set([...built.beyondObserved, ...neverWon]).size,
        "Nothing is expected of them, since no deal of their age was won within the days that are left",
        "Ничего не ожидается, так как в этом возрасте за оставшееся время ещё не выигрывали",
      ),
      ...(built.input.arrivals.length > 0 && built.paceDays < usualPaceDays ? [shortPace] : []),
      ...beside(built.undated.length, "Without a day of opening, not in the forecast", "Без даты открытия, не вошли"),
      ...beside(built.valuedByHistory, "Without an amount, valued by past wins", "Без суммы, оценены по прошлым"),
      ...beside(built.withoutValue.length, "Without any value, not in the forecast", "Без оценки, не вошли"),
      ...beside(
        built.wonWithoutAmount.length,
        "Won without an amount in this currency, in no sum",
        "Выиграны без суммы в этой валюте, не вошли",
      ),
    ],
  }
}
