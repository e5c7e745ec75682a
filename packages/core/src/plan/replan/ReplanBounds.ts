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

/**
 * The least and the most that a rep may be asked for, each with the constraint that says so. Whoever is not there at all is asked for
 * nothing, whatever was planned for them before.
 *
 * @param isAway - whether others are there, and the rep is not
 */
export const replanBounds = (
  rep: ReplanRep,
  days: number,
  meanPerDay: number,
  isAway: boolean,
  { mostGrowth, mostCut, fairness }: ReplanConstraints,
): { readonly floor: Bound | null; readonly ceiling: Bound | null } => {
  const floors: Array<Bound> = []
  const ceilings: Array<Bound> = []
  if (rep.floorMinor !== undefined) floors.push({ constraint: "floor", minor: rep.floorMinor })
  if (isAway) return { floor: floors[0] ?? null, ceiling: { constraint: "noDays", minor: 0 } }
  if (rep.ceilingMinor !== undefined) ceilings.push({ constraint: "ceiling", minor: rep.ceilingMinor })
  if (mostCut !== undefined)
    floors.push({ constraint: "mostCut", minor: Math.max(0, Math.ceil(rep.currentMinor * (1 - mostCut))) })
  // Nothing grows by no share: whoever has no target so far is bound by the ceiling and by fairness alone.
  if (mostGrowth !== undefined && rep.currentMinor > 0)
    ceilings.push({ constraint: "mostGrowth", minor: Math.floor(rep.currentMinor * (1 + mostGrowth)) })
  if (fairness !== undefined) {
    floors.push({ constraint: "fairnessLeast", minor: Math.max(0, Math.ceil((meanPerDay * days) / fairness - 1e-9)) })
    ceilings.push({ constraint: "fairnessMost", minor: Math.floor(meanPerDay * days * fairness + 1e-9) })
  }
  return {
    floor: tightest(floors, (left, right) => left > right),
    ceiling: tightest(ceilings, (left, right) => left < right),
  }
}
