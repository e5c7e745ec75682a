import { surerShare } from "../../stats/SurerShare.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"

/** The chance of reaching a target. */
export interface AttainmentChance {
  /** Share of draws in which it was reached, 0 to 1. */
  readonly probability: number
  /**
   * Standard error of that share, from the number of draws alone, with one draw more that reached it and one that did not (Agresti and Caffo
   * 2000): what none of them reached is rare, not impossible. 0 where it is reached already, and where the period is over.
   */
  readonly standardError: number
}

/** Where one rep, or all of them, will land. */
export interface Landing {
  /** The rep; null for deals that nobody leads. Not there on the total. */
  readonly repId: string | null
  /** Won already, minor units. */
  readonly wonMinor: number
  /** Expected of open deals, minor units; the reps' sum to the total's. */
  readonly openMinor: number
  /** Expected of deals that are not there yet, minor units; the reps' sum to the total's. */
  readonly newMinor: number
  /** The three together: where it is expected to land. */
  readonly landingMinor: number
  /**
   * Lower end of the interval, minor units; between two draws, so it may be fractional, as the others. Ends of reps do not sum to the
   * total's: not all have bad luck at once.
   */
  readonly lowerMinor: number
  /** Half of the draws land below. */
  readonly medianMinor: number
  /** Upper end of the interval. */
  readonly upperMinor: number
  /** The target; null where there is none. */
  readonly targetMinor: number | null
  /**
   * The chance of reaching it; null without a target, and where nothing was won yet to tell a chance by, unless it is reached already or the
   * period is over.
   */
  readonly chance: AttainmentChance | null
  /** Open amount over what the target still lacks; null without a target, `toGoMinor` 0 once it is reached. */
  readonly coverage: { readonly openAmountMinor: number; readonly toGoMinor: number } | null
}

/** Value at a share of ascending draws, between the neighbours (type 7). */
const quantileOf = (draws: Float64Array, probability: number): number => {
  const at = (draws.length - 1) * probability
  const low = Math.floor(at)
  const below = draws[low] ?? 0
  return below + ((draws[Math.min(low + 1, draws.length - 1)] ?? 0) - below) * (at - low)
}

/** An amount that is not rounded to be held. */
export const held = (minor: number): number => {
  if (!(Math.abs(minor) <= Number.MAX_SAFE_INTEGER)) throw new AmountUnsafe(minor)
  return minor
}

const errorOf = (successes: number, trials: number): number => {
  const { variance, n } = surerShare({ successes, trials })
  return Math.sqrt(variance / n)
}

/** What is known of somebody's landing before it is drawn, amounts in minor units. */
type LandingParts = Pick<Landing, "repId" | "wonMinor" | "openMinor" | "newMinor" | "targetMinor"> & {
  /** Amounts of open deals together, whatever their chances. */
  readonly openAmountMinor: number
}

/**
 * Where somebody will land.
 *
 * @param parts - what is known of it
 * @param drawn - landings drawn, ascending
 * @param level - share of draws that the interval holds
 * @param known - of what kind its chance is: `sure` of a period that is over, `unknown` where nothing was won yet by which chances are told,
 * so that only what is reached already is sure
 */
export const landingOf = (
  { repId, wonMinor, openMinor, newMinor, targetMinor, openAmountMinor }: LandingParts,
  drawn: Float64Array,
  level: number,
  known: "sure" | "drawn" | "unknown",
): Landing => {
  const reached = targetMinor === null ? 0 : drawn.reduce((count, value) => count + (value >= targetMinor ? 1 : 0), 0)
  const probability = reached / drawn.length
  const isSure = known === "sure" || (targetMinor !== null && wonMinor >= targetMinor)
  const isTold = targetMinor !== null && (isSure || known === "drawn")
  return {
    repId,
    wonMinor,
    openMinor,
    newMinor,
    landingMinor: held(wonMinor + openMinor + newMinor),
    lowerMinor: quantileOf(drawn, (1 - level) / 2),
    medianMinor: quantileOf(drawn, 0.5),
    upperMinor: quantileOf(drawn, (1 + level) / 2),
    targetMinor,
    chance: isTold ? { probability, standardError: isSure ? 0 : errorOf(reached, drawn.length) } : null,
    coverage: targetMinor === null ? null : { openAmountMinor, toGoMinor: Math.max(0, targetMinor - wonMinor) },
  }
}
