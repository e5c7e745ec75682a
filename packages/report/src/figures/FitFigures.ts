import { defaultTeamPolicy, shrunkConversion } from "@salesdept/core/team"
import type { Conversion } from "@salesdept/core/team"
import { wilsonInterval } from "@salesdept/core/stats"
import type { FitSection, ProductFit, RepFit } from "../model/FitSection.ts"
import type { Base } from "./Base.ts"
import { presentRepOf } from "./Base.ts"
import { coveredPeriod } from "./Periods.ts"

/** Closed deals that say something: of a product, and of a rep on it. */
const [leastOfProduct, leastOfRep] = [20, 10]

/** Reps named for a product; a longer list is no answer to "whom first?". */
const named = 2

const { shrinkByDeals } = defaultTeamPolicy.assignment

/** Of many comparisons some look large by chance: all of them together are wrong once in twenty times at most (Bonferroni). */
const isBeyondChance = (own: Conversion, all: Conversion, comparisons: number): boolean => {
  const others = { won: all.won - own.won, closed: all.closed - own.closed }
  const interval = wilsonInterval(own.won, own.closed, 1 - 0.05 / comparisons)
  return interval !== null && others.closed > 0 && interval.lower > others.won / others.closed
}

/** Closed deals of each product by seller; those without a product are of none. */
const byProduct = ({ deals, asOf }: Base): ReadonlyMap<string, ReadonlyMap<string | null, Conversion>> => {
  const products = new Map<string, Map<string | null, Conversion>>()
  for (const { productId, sellerId, outcome, closedOn } of deals) {
    if (productId === null || outcome === "open" || closedOn === null || closedOn > asOf) continue
    const owners = products.get(productId) ?? new Map<string | null, Conversion>()
    const { won, closed } = owners.get(sellerId) ?? { won: 0, closed: 0 }
    owners.set(sellerId, { won: won + (outcome === "won" ? 1 : 0), closed: closed + 1 })
    products.set(productId, owners)
  }
  return products
}

const sumOf = (owners: Iterable<Conversion>): Conversion => {
  let [won, closed] = [0, 0]
  for (const own of owners) {
    won += own.won
    closed += own.closed
  }
  return { won, closed }
}

const productFit = (
  base: Base,
  productId: string,
  owners: ReadonlyMap<string | null, Conversion>,
  comparisons: number,
): ProductFit => {
  const all = sumOf(owners.values())
  const mean = all.won / all.closed
  const reps = [...owners].flatMap(([ownerId, own]): ReadonlyArray<RepFit> => {
    const repName = presentRepOf(base, ownerId)
    const rate = shrunkConversion(own, mean, shrinkByDeals)
    if (repName === null || own.closed < leastOfRep || rate <= mean) return []
    return [
      {
        repName,
        wonCount: own.won,
        closedCount: own.closed,
        rate,
        isBeyondChance: isBeyondChance(own, all, comparisons),
      },
    ]
  })
  return {
    product: base.productNames.get(productId) ?? productId,
    wonCount: all.won,
    closedCount: all.closed,
    reps: reps
      .toSorted((left, right) => right.rate - left.rate || (left.repName < right.repName ? -1 : 1))
      .slice(0, named),
  }
}

/**
 * Whom to give which product, by what everybody has won of it: nothing else of people is read. Null where no product was closed often
 * enough by more than one rep.
 *
 * @param base - the base
 */
export const fitSection = (base: Base): FitSection | null => {
  const judged = [...byProduct(base)].filter(
    ([, owners]) => owners.size > 1 && sumOf(owners.values()).closed >= leastOfProduct,
  )
  const comparisons = judged.flatMap(([, owners]) => [...owners.values()].filter(({ closed }) => closed >= leastOfRep))
  const products = judged
    .map(([productId, owners]) => productFit(base, productId, owners, Math.max(1, comparisons.length)))
    .toSorted((left, right) => right.closedCount - left.closedCount || (left.product < right.product ? -1 : 1))
  const period = coveredPeriod(base)
  if (period === null || products.length === 0) return null
  return { period, drawnByDeals: shrinkByDeals, leastClosed: leastOfRep, products }
}
