import type { Message } from "../../shared/Message.ts"
import type { ReplanConstraints, ReplanRep } from "./ReplanInput.ts"

/** A constraint by its name. */
export type ReplanConstraint =
  | "floor"
  | "ceiling"
  | "mostGrowth"
  | "mostCut"
  | "fairnessMost"
  | "fairnessLeast"
  | "noDays"
  | "periodCeiling"

/** What constraints are called for people. */
export const constraintNames: { readonly [Constraint in ReplanConstraint]: Message } = {
  floor: { en: "least target", ru: "наименьшая цель" },
  ceiling: { en: "greatest target", ru: "наибольшая цель" },
  mostGrowth: { en: "greatest growth", ru: "наибольший рост" },
  mostCut: { en: "greatest cut", ru: "наибольшее снижение" },
  fairnessMost: { en: "fairness, at most", ru: "равномерность, не больше" },
  fairnessLeast: { en: "fairness, at least", ru: "равномерность, не меньше" },
  noDays: { en: "no working days", ru: "нет рабочих дней" },
  periodCeiling: { en: "ceiling of the period", ru: "предел периода" },
}

/** A constraint that keeps the plan from being met. */
export interface BindingConstraint {
  /** Which. */
  readonly constraint: ReplanConstraint
  /** Whose; the period for a bound of a period. */
  readonly of: string
  /** The bound, minor units. */
  readonly boundMinor: number
}

/** A bound of a rep with the constraint that sets it. */
export interface Bound {
  /** Which. */
  readonly constraint: ReplanConstraint
  /** Minor units. */
  readonly minor: number
}

const tightest = (bounds: ReadonlyArray<Bound>, isTighter: (left: number, right: number) => boolean): Bound | null =>
  bounds.reduce<Bound | null>(
    (held, bound) => (held === null || isTighter(bound.minor, held.minor) ? bound : held),
    null,
  )

/** A rep's days, and what a day of all of them comes to. */
interface RepDays {
  /** The rep's own effective days. */
  readonly days: number
  /** What is to be reached, by effective day of everybody, minor units. */
  readonly meanPerDay: number
  /** What the plan in force asks of those who have a target, by their effective days, minor units; null where there is none. */
  readonly currentPerDay: number | null
  /** Whether others are there, and the rep is not. */
  readonly isAway: boolean
}

/**
 * The least and the most that a rep may be asked for, each with the constraint that says so. Whoever is not there at all is asked for
 * nothing, whatever was planned for them before.
 */
export const replanBounds = (
  rep: ReplanRep,
  { days, meanPerDay, currentPerDay, isAway }: RepDays,
  { mostGrowth, mostCut, fairness }: ReplanConstraints,
): { readonly floor: Bound | null; readonly ceiling: Bound | null } => {
  const floors: Array<Bound> = []
  const ceilings: Array<Bound> = []
  if (rep.floorMinor !== undefined) floors.push({ constraint: "floor", minor: rep.floorMinor })
  if (isAway) return { floor: floors[0] ?? null, ceiling: { constraint: "noDays", minor: 0 } }
  if (rep.ceilingMinor !== undefined) ceilings.push({ constraint: "ceiling", minor: rep.ceilingMinor })
  if (mostCut !== undefined)
    floors.push({ constraint: "mostCut", minor: Math.max(0, Math.ceil(rep.currentMinor * (1 - mostCut))) })
  // Nothing grows by no share: whoever has no target so far is bound by what a day of the others may grow to.
  const growsFrom = rep.currentMinor > 0 ? rep.currentMinor : currentPerDay === null ? null : currentPerDay * days
  if (mostGrowth !== undefined && growsFrom !== null)
    ceilings.push({ constraint: "mostGrowth", minor: Math.floor(growsFrom * (1 + mostGrowth)) })
  if (fairness !== undefined) {
    floors.push({ constraint: "fairnessLeast", minor: Math.max(0, Math.ceil((meanPerDay * days) / fairness - 1e-9)) })
    ceilings.push({ constraint: "fairnessMost", minor: Math.floor(meanPerDay * days * fairness + 1e-9) })
  }
  return {
    floor: tightest(floors, (left, right) => left > right),
    ceiling: tightest(ceilings, (left, right) => left < right),
  }
}
