import type { RankedCause, VarianceCauses } from "@salesdept/core/plan"
import type { Message } from "@salesdept/core/shared"
import type { CauseFigures, CausesFigures, DriverContribution } from "../model/VarianceSection.ts"
import type { Base } from "./Base.ts"
import { say } from "./Words.ts"

/** Causes shown one by one; the smaller ones stand together. */
const shownCauses = 6

const overlong = say(
  "open longer than nine of ten won deals",
  "в работе дольше, чем девять из десяти выигранных сделок",
)

/** What was seen, with where it was seen. Reasons are called as the department calls them. */
const nameOf = ({ source, cause, name }: RankedCause, { config }: Base): Message => {
  if (source === "stageTime") return overlong
  if (source === "controlState") return say(`control: ${name.en}`, `контроль: ${name.ru}`)
  const reason = source === "lostReason" ? config.lostReasons.find(({ id }) => id === cause) : undefined
  return reason === undefined ? name : say(`stated reason: ${reason.name.en}`, `указана причина: ${reason.name.ru}`)
}

/**
 * What goes with the contributions of a variance.
 *
 * @param base - the base, for the department's names
 * @param causes - what `plans.variance` linked
 * @param contributions - the contributions they were linked with
 */
export const causesFigures = (
  base: Base,
  { ranked }: VarianceCauses,
  contributions: ReadonlyArray<DriverContribution>,
): CausesFigures => {
  const driverNames = new Map(contributions.map(({ driver, name }) => [driver, name]))
  const rows = ranked.map((cause): CauseFigures => ({
    name: nameOf(cause, base),
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
