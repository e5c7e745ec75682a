import type { RankedCause, VarianceCauses } from "@salesdept/core/plan"
import type { Message } from "@salesdept/core/shared"
import type { CauseFigures, CausesFigures, DriverContribution } from "../model/VarianceSection.ts"
import { say } from "./Words.ts"

/** Causes shown one by one; the smaller ones stand together. */
const shownCauses = 6

/** What was seen; states of control are called alone elsewhere. */
const nameOf = ({ source, name }: RankedCause): Message =>
  source === "controlState" ? say(`Control: ${name.en}`, `Контроль: ${name.ru}`) : name

/**
 * What goes with the contributions of a variance.
 *
 * @param causes - what `plans.variance` linked
 * @param contributions - the contributions they were linked with
 */
export const causesFigures = (
  { ranked }: VarianceCauses,
  contributions: ReadonlyArray<DriverContribution>,
): CausesFigures => {
  const driverNames = new Map(contributions.map(({ driver, name }) => [driver, name]))
  const rows = ranked.map((cause): CauseFigures => ({
    name: nameOf(cause),
    driver: driverNames.get(cause.driver) ?? null,
    dealCount: cause.dealIds.length,
    amountMinor: cause.amountMinor,
  }))
  const sumOf = (of: ReadonlyArray<CauseFigures>): number => of.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  // One alone is no shorter as "all smaller ones".
  const shown = rows.length <= shownCauses + 1 ? rows.length : shownCauses
  const smaller = ranked.slice(shown)
  const together: CauseFigures = {
    name: null,
    driver: null,
    dealCount: new Set(smaller.flatMap(({ dealIds }) => dealIds)).size,
    amountMinor: sumOf(rows.slice(shown)),
  }
  return {
    rows: [...rows.slice(0, shown), ...(smaller.length === 0 ? [] : [together])],
    explainedMinor: sumOf(rows),
  }
}
