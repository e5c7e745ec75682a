import type { CalendarDate, Language, Problem } from "@salesdept/core/shared"
import { dateOfDayNumber, dayNumberOf, InputInvalid, isCalendarDate, isTimeZone } from "@salesdept/core/shared"
import type { PlantedPatterns } from "./Planted.ts"
import { plantedProblems } from "./Planted.ts"
import type { SimulatedCurrency } from "./Products.ts"

/** What to simulate. Only the seed must be given. */
export interface SimulationOptions {
  /** Decides everything random; `1` and `"1"` are the same seed. */
  readonly seed: number | string
  /** The first day; default `"2025-10-01"`. Years 1970 to 2100. */
  readonly from?: CalendarDate
  /** Length in months, whole, 1 to 60; default 12. */
  readonly months?: number
  /** Number of reps over the whole period, whole, 1 to 1,000; default 9. */
  readonly reps?: number
  /** Language of names and whose public holidays are days off; default `"ru"`. */
  readonly language?: Language
  /** Currency of all amounts; default `"RUB"`. */
  readonly currency?: SimulatedCurrency
  /** IANA name of the department's time zone; default `"Europe/Moscow"`. */
  readonly timeZone?: string
  /**
   * Demand, above 0; default 1: about 2,000 leads and 900 deals a year. The number of reps does not follow it: give
   * both for a believable load. `scale × months` is at most 3,000.
   */
  readonly scale?: number
  /**
   * Whether the department has scripts: reps note what of them they used, and a version is tried in an experiment that is under way at
   * the end. Nothing else is drawn otherwise, but for how often deals on trial get its step. Default false.
   */
  readonly scripts?: boolean
  /** Patterns to plant, for tests that must find them; default none. */
  readonly planted?: PlantedPatterns
}

/** The options of a simulation with every default filled in. */
export type ResolvedOptions = Required<SimulationOptions> & {
  /** The day after the last one. */
  readonly until: CalendarDate
}

const mostScaledMonths = 3000

/** Adds whole months to a date; a day that the month does not have becomes its last. */
const addMonths = (date: CalendarDate, months: number): CalendarDate => {
  const year = Number(date.slice(0, 4))
  const monthIndex = Number(date.slice(5, 7)) - 1 + months
  const first = (index: number): number => {
    const text = `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`
    return dayNumberOf(text)
  }
  const day = first(monthIndex) + Number(date.slice(8)) - 1
  return dateOfDayNumber(Math.min(day, first(monthIndex + 1) - 1))
}

const optionProblems = (options: Required<SimulationOptions>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const need = (holds: boolean, path: string, code: string, en: string, ru: string): void => {
    if (!holds) problems.push({ path, code, message: { en, ru } })
  }
  const isWhole = (value: number, low: number, high: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high
  need(
    isCalendarDate(options.from) && options.from >= "1970-01-01" && options.from <= "2100-12-31",
    "from",
    "simulation.from",
    "must be a date from 1970-01-01 to 2100-12-31",
    "должна быть датой с 1970-01-01 по 2100-12-31",
  )
  need(
    isWhole(options.months, 1, 60),
    "months",
    "simulation.months",
    "must be a whole number from 1 to 60",
    "должно быть целым числом от 1 до 60",
  )
  need(
    isWhole(options.reps, 1, 1000),
    "reps",
    "simulation.reps",
    "must be a whole number from 1 to 1000",
    "должно быть целым числом от 1 до 1000",
  )
  need(
    options.scale > 0 && options.scale * options.months <= mostScaledMonths,
    "scale",
    "simulation.scale",
    `must be above 0, and times the months at most ${mostScaledMonths}`,
    `должно быть больше 0, а в произведении с числом месяцев — не больше ${mostScaledMonths}`,
  )
  need(
    isTimeZone(options.timeZone),
    "timeZone",
    "simulation.timeZone",
    "is not a known time zone",
    "нет такого часового пояса",
  )
  return [...problems, ...plantedProblems(options.planted, options.reps)]
}

/**
 * Fills in defaults and checks the whole input.
 *
 * @throws `InputInvalid` with every problem found
 */
export const resolveOptions = (options: SimulationOptions): ResolvedOptions => {
  const filled: Required<SimulationOptions> = {
    seed: options.seed,
    from: options.from ?? "2025-10-01",
    months: options.months ?? 12,
    reps: options.reps ?? 9,
    language: options.language ?? "ru",
    currency: options.currency ?? "RUB",
    timeZone: options.timeZone ?? "Europe/Moscow",
    scale: options.scale ?? 1,
    scripts: options.scripts ?? false,
    planted: options.planted ?? {},
  }
  const problems = optionProblems(filled)
  if (problems.length > 0) throw new InputInvalid(problems)
  return { ...filled, until: addMonths(filled.from, filled.months) }
}
