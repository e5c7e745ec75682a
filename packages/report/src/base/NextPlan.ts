import { targetStep } from "@salesdept/core/plan"
import type { Plan } from "@salesdept/core/plan"
import { isSalesDeptError } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { addDays, fiveDayCalendar, nextPeriod, parsePeriod } from "@salesdept/core/shared"
import type { Message, Period } from "@salesdept/core/shared"
import { formatPeriod } from "../format/Period.ts"
import { isWithheld } from "../model/Figure.ts"
import type { ForecastSection } from "../model/ForecastSection.ts"
import type { NextPlanRow, NextPlanSection } from "../model/NextPlanSection.ts"
import type { OrWithheld } from "../model/Figure.ts"
import type { Base } from "../figures/Base.ts"
import { chanceOfReaching } from "../figures/ForecastFigures.ts"
import { repNameOf } from "../figures/Base.ts"
import { closingQuarters, shownPeriod } from "../figures/Periods.ts"
import { comparedOwn } from "../figures/PlannedTargets.ts"
import { say, withhold } from "../figures/Words.ts"

const methodOf = (isSurplus: boolean): Message => {
  const carried = isSurplus
    ? say(
        "What was won beyond the plan is taken off nobody's next one.",
        "Выигранное сверх плана из следующего не вычитается.",
      )
    : say("Half of what was missed is carried over.", "Переносится половина недостающего.")
  return say(
    `${carried.en} The sum is shared out by working days (a half), open deals at hand (three tenths) and the plan in force (a fifth); nobody's target changes by more than a quarter.`,
    `${carried.ru} Сумма распределена по рабочим дням (половина), открытым сделкам (три десятых) и действующему плану (одна пятая); ничей план не меняется больше чем на четверть.`,
  )
}
const terms = { carryStructural: 0.5, constraints: { mostGrowth: 0.25, mostCut: 0.25 }, calendar: fiveDayCalendar }

const notForecast = withhold("the forecast says nothing of it", "в прогнозе этого нет")

/** Whom the bounds that bind are of, by name. */
const withNames = (reason: Message, ids: ReadonlyArray<string>, base: Base): Message => {
  const named = (text: string): string =>
    ids.reduce((told, id) => told.replaceAll(`(${id})`, `(${repNameOf(base, id) ?? id})`), text)
  return { en: named(reason.en), ru: named(reason.ru) }
}

/** A correction, or why the plan has none as it is stated. */
const correction = async (session: Session, question: Parameters<Session["plans"]["replan"]>[0]) => {
  try {
    return await session.plans.replan(question)
  } catch (error) {
    const problems = isSalesDeptError(error) && error._tag === "InputInvalid" ? error.data.problems : []
    const problem = problems.find(({ code }) => code.startsWith("replan."))
    if (problem === undefined) throw error
    return { problem: problem.message }
  }
}

/** Why there is no correction of a period, as a sentence. */
const notCorrected = (period: Period, { en, ru }: Message) =>
  withhold(
    `The plan of ${formatPeriod(shownPeriod(period), "en")} is not corrected: ${en}.`,
    `План на ${formatPeriod(shownPeriod(period), "ru")} не скорректирован: ${ru}.`,
  )

/** The latest period that is over and the next one: quarters, or periods of a plan that makes up none. Null where nothing is over, or the plan stops there. */
const judgedAndNext = (base: Base): { readonly past: Period; readonly next: Period } | null => {
  const own = comparedOwn(base)
  const past =
    own === null
      ? parsePeriod(closingQuarters(base).findLast(({ isOver }) => isOver)?.id ?? "")
      : (own.periods.findLast(({ to }) => to <= addDays(base.asOf, 1)) ?? null)
  if (past === null) return null
  const next = own === null ? nextPeriod(past) : own.ahead
  return next?.from === past.to ? { past, next } : null
}

/** The forecast of the same period; null where there is none. */
const forecastOf = (forecast: OrWithheld<ForecastSection>, from: string): ForecastSection | null =>
  isWithheld(forecast) || forecast.period.from !== from ? null : forecast

/** How likely everybody together is to reach either sum; null where it is the same, or nobody can tell. */
const chancesOf = (
  base: Base,
  currentMinor: number,
  proposedMinor: number,
): NonNullable<NextPlanSection["chances"]> | null => {
  if (currentMinor === proposedMinor) return null
  const [current, proposed] = [chanceOfReaching(base, currentMinor), chanceOfReaching(base, proposedMinor)]
  return current === null || proposed === null ? null : { current, proposed }
}

/** What the forecast expects of whoever is not among the planned; 0 where not every one of these is in it. */
const othersLanding = (forecast: ForecastSection | null, rows: ReadonlyArray<NextPlanRow>): number => {
  const landed = rows.flatMap(({ landingMinor }) => (isWithheld(landingMinor) ? [] : [landingMinor]))
  if (forecast === null || landed.length < rows.length) return 0
  return landed.reduce((rest, landingMinor) => rest - landingMinor, forecast.total.landingMinor)
}

/**
 * The plan of the quarter after the latest one that is over, corrected by what came of that; of a plan that makes up no quarters, of its own
 * next period. Null where no plan has targets of both; withheld where it cannot be corrected as it is stated.
 *
 * @param session - the head's
 * @param base - the base
 * @param plans - its plans; of those with targets of both periods the one changed last is corrected
 * @param forecast - where the next period is seen to land
 */
export const nextPlanSection = async (
  session: Session,
  base: Base,
  plans: ReadonlyArray<Plan>,
  forecast: OrWithheld<ForecastSection>,
): Promise<OrWithheld<NextPlanSection> | null> => {
  const periods = judgedAndNext(base)
  if (periods === null) return null
  const { past, next } = periods
  const { targets: compared } = comparedOwn(base) ?? base
  const planned = (period: Period) => compared.filter((target) => target.period === period.label)
  // A correction is one of a plan that says what both quarters should be: of others there is nothing to correct, or nothing to go by.
  const [judged, ahead] = [planned(past), planned(next)]
  const plan = plans
    .filter(({ id }) => [judged, ahead].every((targets) => targets.some(({ planId }) => planId === id)))
    .toSorted((left, right) => (left.changedAt < right.changedAt ? -1 : 1))
    .at(-1)
  if (plan === undefined) return null
  const targets = ahead.filter(({ planId }) => planId === plan.id)
  const stepMinor = targetStep(
    targets.map(({ amountMinor }) => amountMinor),
    base.currency,
  )
  const answer = await correction(session, {
    stepMinor,
    planId: plan.id,
    past: [past.label],
    remaining: [next.label],
    on: base.asOf,
    reasons: [{ code: "deviation" }],
    ...terms,
  })
  if ("problem" in answer) return notCorrected(next, answer.problem)
  const { input, replan } = answer
  // Whoever has left had a target in the quarter that is over, and has none in the next.
  const shared = replan.reps.filter(({ currentMinor, newMinor }) => currentMinor > 0 || newMinor > 0)
  if (shared.length === 0) return null
  const foreseen = forecastOf(forecast, next.from)
  const landing = new Map(foreseen?.reps.map(({ repName, landingMinor }) => [repName, landingMinor]))
  const rows = shared.map(({ id, currentMinor, newMinor, roundMinor }): NextPlanRow => {
    const repName = repNameOf(base, id) ?? id
    const landingMinor = landing.get(repName) ?? notForecast
    return { repName, currentMinor, proposedMinor: newMinor, roundMinor, landingMinor }
  })
  const sumOf = (amount: "currentMinor" | "proposedMinor" | "roundMinor"): number =>
    rows.reduce((sum, row) => sum + row[amount], 0)
  const others = othersLanding(foreseen, rows)
  const chances = foreseen === null ? null : chancesOf(base, sumOf("currentMinor"), sumOf("roundMinor"))
  return {
    past: shownPeriod(past),
    next: shownPeriod(next),
    deviationMinor: input.gap.deviationMinor,
    carriedMinor: replan.carried.timingMinor + replan.carried.structuralMinor,
    method: methodOf(input.gap.deviationMinor > 0),
    currentMinor: sumOf("currentMinor"),
    proposedMinor: sumOf("proposedMinor"),
    roundMinor: sumOf("roundMinor"),
    stepMinor,
    ...(others === 0 ? {} : { othersLandingMinor: others }),
    ...(chances === null ? {} : { chances }),
    ...(foreseen !== null && foreseen.total.upperMinor < sumOf("roundMinor")
      ? { outOfReach: { mostMinor: foreseen.total.upperMinor, share: (1 + foreseen.level) / 2 } }
      : {}),
    reps: rows.toSorted((left, right) => right.roundMinor - left.roundMinor || (left.repName < right.repName ? -1 : 1)),
    notPlaced:
      replan.reason === null
        ? null
        : withNames(
            replan.reason,
            replan.binding.map(({ of }) => of),
            base,
          ),
  }
}
