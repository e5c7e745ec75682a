import type { Problem } from "../../shared/Problem.ts"
import type { Decomposition, Factor } from "./Decomposition.ts"
import { driverNameProblems, refuse, unknownDriver, valueAtMixture } from "./Decomposition.ts"

/** The most drivers that may differ between the two states: the exact value needs 2^n evaluations. */
export const maxShapleyDrivers = 12

/** `size! (count − size − 1)! / count!`: the chance that exactly a given set of `size` others stands before a player. */
const orderWeights = (count: number): ReadonlyArray<number> => {
  const weights: Array<number> = [1 / count]
  for (let size = 1; size < count; size++) weights.push(((weights[size - 1] ?? 0) * size) / (count - size))
  return weights
}

const bitCount = (mask: number): number => {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

const groupProblems = (
  drivers: ReadonlyArray<string>,
  groups: ReadonlyArray<ReadonlyArray<string>>,
): ReadonlyArray<Problem> => {
  const known = new Set(drivers)
  const grouped = new Set<string>()
  const problems: Array<Problem> = []
  for (const [index, group] of groups.entries()) {
    for (const driver of group) {
      const path = `groups[${index}]`
      if (!known.has(driver)) problems.push(unknownDriver(path, driver))
      else if (grouped.has(driver))
        problems.push({
          path,
          code: "driver.groupedTwice",
          message: { en: `"${driver}" stands in two places`, ru: `«${driver}» указан дважды` },
        })
      grouped.add(driver)
    }
  }
  return problems
}

const tooMany = (count: number): Problem => ({
  path: "drivers",
  code: "drivers.tooMany",
  message: {
    en: `${count} drivers differ; the exact Shapley value is computed for at most ${maxShapleyDrivers}. Join some, or use LMDI`,
    ru: `различающихся факторов — ${count}; точное значение Шепли считается не более чем для ${maxShapleyDrivers}. Объедините часть из них или возьмите LMDI`,
  },
})

/** Splits players into the blocks that every order keeps together; whoever is in no group is a block of one. */
const blocksOf = (
  players: ReadonlyArray<string>,
  groups: ReadonlyArray<ReadonlyArray<string>>,
): ReadonlyArray<number> => {
  const groupOf = new Map(groups.flatMap((group, index) => group.map((driver) => [driver, index] as const)))
  const blocks = new Map<string, number>()
  for (const [player, driver] of players.entries()) {
    const group = groupOf.get(driver)
    const key = group === undefined ? `driver ${player}` : `group ${group}`
    blocks.set(key, (blocks.get(key) ?? 0) | (1 << player))
  }
  return [...blocks.values()]
}

/** Effects of the players, blocks kept contiguous in every order (G. Owen 1977). `worth` is indexed by player mask. */
const owenValues = (worth: Float64Array, count: number, blocks: ReadonlyArray<number>): ReadonlyArray<number> => {
  const effects = Array.from({ length: count }, () => 0)
  const outerWeights = orderWeights(blocks.length)
  for (const block of blocks) {
    const others = blocks.filter((other) => other !== block)
    const innerWeights = orderWeights(bitCount(block))
    for (let chosen = 0; chosen < 1 << others.length; chosen++) {
      let before = 0
      for (const [index, other] of others.entries()) if ((chosen & (1 << index)) !== 0) before |= other
      const outerWeight = outerWeights[bitCount(chosen)] ?? 0
      for (let player = 0; player < count; player++) {
        const bit = 1 << player
        if ((block & bit) === 0) continue
        const mates = block & ~bit
        let effect = 0
        for (let inner = mates; ; inner = (inner - 1) & mates) {
          const set = before | inner
          effect += (innerWeights[bitCount(inner)] ?? 0) * ((worth[set | bit] ?? 0) - (worth[set] ?? 0))
          if (inner === 0) break
        }
        effects[player] = (effects[player] ?? 0) + outerWeight * effect
      }
    }
  }
  return effects
}

/**
 * The Owen value: like {@link shapley}, but drivers of one group stand together in every order, as departments do
 * (marketing: leads and qualification; sales: win rate and average deal). A group's sum is what {@link shapley} gives
 * when the group is one driver.
 *
 * Source: G. Owen, "Values of games with a priori unions" (1977).
 *
 * @param factors - the drivers in both states, at least one, names unique; at most {@link maxShapleyDrivers} of them may differ
 * @param value - the decomposed function of the factors' values in their order; must be pure and finite for every mixture
 * of the two states
 * @param groups - drivers' names by group, each in one group at most; a driver in no group is a group of one
 * @throws `InputInvalid` where names repeat or are unknown, or too many drivers differ
 * @throws `ValueNotFinite` where the function gives NaN or an infinity
 *
 * @example
 * ```ts
 * import { owen } from "@salesdept/core/plan"
 *
 * const factors = [
 *   { driver: "leads", base: 100, actual: 120 },
 *   { driver: "winRate", base: 0.25, actual: 0.2 },
 *   { driver: "averageDeal", base: 500, actual: 600 },
 * ]
 * const revenue = ([leads = 0, winRate = 0, averageDeal = 0]: ReadonlyArray<number>) => leads * winRate * averageDeal
 * owen(factors, revenue, [["winRate", "averageDeal"]]).effects.map(({ effect }) => Math.round(effect)) // [2450, -3025, 2475]
 * ```
 */
export const owen = <Value>(
  factors: ReadonlyArray<Factor<Value>>,
  value: (state: ReadonlyArray<Value>) => number,
  groups: ReadonlyArray<ReadonlyArray<string>>,
): Decomposition => {
  const drivers = factors.map((factor) => factor.driver)
  // A driver that did not change is a null player: it gets 0 and leaving it out changes nothing for the others.
  const players = [...factors.keys()].filter((index) => !Object.is(factors[index]?.base, factors[index]?.actual))
  refuse([
    ...driverNameProblems(drivers),
    ...groupProblems(drivers, groups),
    ...(players.length > maxShapleyDrivers ? [tooMany(players.length)] : []),
  ])
  const playerOf = new Map(players.map((index, player) => [index, player]))
  const worth = new Float64Array(1 << players.length)
  for (let mask = 0; mask < worth.length; mask++)
    worth[mask] = valueAtMixture(factors, value, (index) => (mask & (1 << (playerOf.get(index) ?? 31))) !== 0)
  const blocks = blocksOf(
    players.map((index) => drivers[index] ?? ""),
    groups,
  )
  const effects = owenValues(worth, players.length, blocks)
  const base = worth[0] ?? 0
  const actual = worth[worth.length - 1] ?? 0
  return {
    base,
    actual,
    delta: actual - base,
    effects: drivers.map((driver, index) => ({ driver, effect: (effects[playerOf.get(index) ?? -1] ?? 0) + 0 })),
  }
}

/**
 * The exact Shapley value of any function of at most twelve changing drivers: each driver's part is the mean of its
 * marginal effects over all orders in which the base turns into the actual state. Use it where LMDI has no answer
 * (negative values, ratios, sums of unlike things); it has no residual, treats equals equally and needs 2^n evaluations.
 * For products of rates it equals the decomposition of P. Das Gupta (1993).
 *
 * Source: L. S. Shapley, "A value for n-person games" (1953).
 *
 * @param factors - the drivers in both states, at least one, names unique; at most {@link maxShapleyDrivers} of them may differ
 * @param value - the decomposed function of the factors' values in their order; must be pure and finite for every mixture
 * of the two states
 * @throws `InputInvalid` where names repeat or too many drivers differ
 * @throws `ValueNotFinite` where the function gives NaN or an infinity
 *
 * @example
 * ```ts
 * import { shapley } from "@salesdept/core/plan"
 *
 * const answer = shapley(
 *   [
 *     { driver: "deals", base: 10, actual: 12 },
 *     { driver: "averageDeal", base: 500, actual: 450 },
 *   ],
 *   ([deals = 0, averageDeal = 0]) => deals * averageDeal,
 * )
 * answer.effects // [{ driver: "deals", effect: 950 }, { driver: "averageDeal", effect: -550 }]
 * ```
 */
export const shapley = <Value>(
  factors: ReadonlyArray<Factor<Value>>,
  value: (state: ReadonlyArray<Value>) => number,
): Decomposition =>
  // One group of all leaves the orders free, and is the cheapest to compute.
  owen(factors, value, [[...new Set(factors.map((factor) => factor.driver))]])
