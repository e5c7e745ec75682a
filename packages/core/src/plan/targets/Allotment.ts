import { splitByShares } from "../../shared/Allocation.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** One claim to a part of a total, within bounds. */
export interface BoundedShare {
  /** Stable name; unique. It settles ties. */
  readonly id: string
  /** Claim relative to the others': finite, 0 or more. A share of weight 0 gets its floor and no more. */
  readonly weight: number
  /** Least it may get, whole units, 0 or more; 0 where absent. */
  readonly floor?: number
  /** Most it may get, whole units, at least the floor; no bound where absent or null. */
  readonly ceiling?: number | null
}

/** What a share got. */
export interface Allotted {
  /** The share's id. */
  readonly id: string
  /** Whole units. */
  readonly amount: number
  /** The bound it stands at; null where proportion alone decided. */
  readonly bound: "floor" | "ceiling" | null
}

/** A total split within bounds, or how far from it the bounds allow. */
export interface Allotment {
  /** Whether the bounds can be kept: `floors` where the floors sum to more than the total, `ceilings` to less. */
  readonly fits: "yes" | "floors" | "ceilings"
  /** One row per share, in the order given; within every bound, also where the total does not fit. */
  readonly shares: ReadonlyArray<Allotted>
  /** Total less the sum of the shares: 0 where it fits; above 0 nobody may take it, below 0 the floors exceed the total by it. */
  readonly residual: number
  /** Who is at the bound that binds where the total does not fit; empty where it fits. */
  readonly binding: ReadonlyArray<string>
  /** The same in words; null where it fits. */
  readonly reason: Message | null
}

const problemsOf = (total: number, shares: ReadonlyArray<BoundedShare>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  const add = (path: string, code: string, en: string, ru: string): void => {
    problems.push({ path, code, message: { en, ru } })
  }
  if (!Number.isSafeInteger(total) || total < 0)
    add("total", "allotment.total", "must be a whole number, 0 or more", "должно быть целым числом от нуля")
  for (const [index, { id, weight, floor = 0, ceiling = null }] of shares.entries()) {
    const path = `shares[${index}]`
    if (seen.has(id)) add(`${path}.id`, "allotment.duplicate", `"${id}" is used twice`, `«${id}» встречается дважды`)
    seen.add(id)
    if (!(Number.isFinite(weight) && weight >= 0))
      add(`${path}.weight`, "allotment.weight", "must be finite and 0 or more", "должно быть конечным и не меньше нуля")
    const bad = !Number.isSafeInteger(floor) || floor < 0 || (ceiling !== null && !Number.isSafeInteger(ceiling))
    if (bad || (ceiling !== null && ceiling < floor))
      add(
        path,
        "allotment.bounds",
        "floor and ceiling must be whole, 0 or more, the floor not above the ceiling",
        "границы должны быть целыми, от нуля, нижняя не больше верхней",
      )
  }
  return problems
}

interface Claim {
  readonly id: string
  readonly weight: number
  readonly floor: number
  /** Infinity where there is none. */
  readonly ceiling: number
}

const sumOf = (claims: ReadonlyArray<Claim>, of: (claim: Claim) => number): number =>
  claims.reduce((sum, claim) => sum + of(claim), 0)

/** Fixes at their bounds the claims that proportion would carry past them, the side that weighs more first. */
const settle = (total: number, claims: ReadonlyArray<Claim>): ReadonlyMap<string, number> => {
  const fixed = new Map<string, number>()
  let free = claims.filter((claim) => {
    if (claim.weight > 0 && claim.floor < claim.ceiling) return true
    fixed.set(claim.id, claim.floor)
    return false
  })
  let left = total - [...fixed.values()].reduce((sum, amount) => sum + amount, 0)
  while (free.length > 0) {
    const parts = new Map(splitByShares(Math.max(0, left), free).map(({ id, amount }) => [id, amount]))
    const partOf = ({ id }: Claim): number => parts.get(id) ?? 0
    const over = free.filter((claim) => partOf(claim) > claim.ceiling)
    const under = free.filter((claim) => partOf(claim) < claim.floor)
    if (over.length === 0 && under.length === 0) {
      for (const claim of free) fixed.set(claim.id, partOf(claim))
      break
    }
    const excess = sumOf(over, (claim) => partOf(claim) - claim.ceiling)
    const lack = sumOf(under, (claim) => claim.floor - partOf(claim))
    const fixing = new Set(excess >= lack ? over : under)
    for (const claim of fixing) {
      const amount = excess >= lack ? claim.ceiling : claim.floor
      fixed.set(claim.id, amount)
      left -= amount
    }
    free = free.filter((claim) => !fixing.has(claim))
  }
  return fixed
}

/**
 * Splits a total in proportion to weights within a floor and a ceiling for each: `clip(λ·weight, floor, ceiling)` with the one λ
 * that sums to the total, in whole units by largest remainder. To clip and then scale again would break the bounds. Where the
 * bounds leave no such split, everybody stands at their bound and the rest is told, never hidden.
 *
 * @param total - whole units, 0 or more
 * @param shares - the claims
 * @throws `InputInvalid` with every bad value (`allotment.total`, `.weight`, `.bounds`, `.duplicate`)
 *
 * @example
 * ```ts
 * import { allot } from "@salesdept/core/plan/targets"
 *
 * const { shares } = allot(1000, [
 *   { id: "a", weight: 5, ceiling: 400 },
 *   { id: "b", weight: 3, floor: 100, ceiling: 600 },
 *   { id: "c", weight: 2, floor: 250 },
 *   { id: "d", weight: 2, ceiling: 150 },
 * ])
 * shares.map(({ amount }) => amount) // [375, 225, 250, 150]
 * ```
 */
export const allot = (total: number, shares: ReadonlyArray<BoundedShare>): Allotment => {
  refuse(problemsOf(total, shares))
  const claims = shares.map(({ id, weight, floor = 0, ceiling = null }) => ({
    id,
    weight,
    floor,
    ceiling: ceiling ?? Number.POSITIVE_INFINITY,
  }))
  const least = sumOf(claims, ({ floor }) => floor)
  const most = sumOf(claims, ({ weight, floor, ceiling }) => (weight > 0 ? ceiling : floor))
  const fits = total < least ? "floors" : total > most ? "ceilings" : "yes"
  const amounts =
    fits === "yes"
      ? settle(total, claims)
      : new Map(
          claims.map(({ id, weight, floor, ceiling }) => [id, fits === "ceilings" && weight > 0 ? ceiling : floor]),
        )
  const allotted = claims.map(({ id, weight, floor, ceiling }): Allotted => {
    const amount = amounts.get(id) ?? 0
    const atFloor = amount === floor && (floor > 0 || weight === 0)
    return { id, amount, bound: amount === ceiling ? "ceiling" : atFloor ? "floor" : null }
  })
  const residual = total - allotted.reduce((sum, { amount }) => sum + amount, 0)
  return {
    fits,
    shares: allotted,
    residual,
    binding: fits === "yes" ? [] : allotted.filter(({ bound }) => bound !== null).map(({ id }) => id),
    reason:
      fits === "yes"
        ? null
        : fits === "ceilings"
          ? {
              en: `The ceilings leave ${residual} of ${total} with nobody`,
              ru: `Верхние границы не дают распределить ${residual} из ${total}`,
            }
          : {
              en: `The floors exceed ${total} by ${-residual}`,
              ru: `Нижние границы превышают ${total} на ${-residual}`,
            },
  }
}
