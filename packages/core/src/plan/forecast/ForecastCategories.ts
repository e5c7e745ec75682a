import type { Problem } from "../../shared/Problem.ts"
import { argumentProblem, from0To1, rejectWhere } from "../../stats/ArgumentProblem.ts"
import { creditedParts } from "../facts/CreditedParts.ts"
import type { ForecastDeal } from "./ForecastInput.ts"

/** How sure an open deal is. */
export type ForecastCategory = "commit" | "bestCase" | "pipeline"

/** From which probability on a deal belongs to a category. */
export interface CategoryBounds {
  /** Least probability of `commit`, inclusive; 0.8 by default. */
  readonly commit: number
  /** Least probability of `bestCase`, inclusive; 0.4 by default. Everything below is `pipeline`. */
  readonly bestCase: number
}

/** What a person says will come: kept beside the data, never mixed into it. */
export interface ForecastCall {
  /** Whose deals. */
  readonly repId: string | null
  /** Who says so. */
  readonly calledBy: string
  /** The category. */
  readonly category: ForecastCategory
  /** The amount called, minor units. */
  readonly amountMinor: number
}

/** One rep's open deals by category; of a deal that is split, the rep's part. */
export interface CategoryOfRep {
  /** The rep; null for deals that nobody leads. */
  readonly repId: string | null
  /** The category. */
  readonly category: ForecastCategory
  /** Amounts of the deals, minor units. */
  readonly amountMinor: number
  /** The same times their probabilities. */
  readonly expectedMinor: number
  /** The deals. */
  readonly ids: ReadonlyArray<string>
  /** What people called, apart. */
  readonly calls: ReadonlyArray<ForecastCall & { readonly againstDataMinor: number }>
}

const finiteProblems = (path: string, value: number): ReadonlyArray<Problem> =>
  Number.isFinite(value) ? [] : [argumentProblem(path, value, { en: "a finite number", ru: "конечное число" })]

const shareProblems = (path: string, value: number): ReadonlyArray<Problem> =>
  value >= 0 && value <= 1 ? [] : [argumentProblem(path, value, from0To1)]

const order: ReadonlyArray<ForecastCategory> = ["commit", "bestCase", "pipeline"]

/**
 * Open deals by how sure they are, with people's calls beside the data. A call's difference is to the amounts of the category's
 * deals.
 *
 * @param deals - open deals with probabilities, 0 to 1
 * @param calls - what people say; none by default
 * @param bounds - from which probability on, inclusive: `commit` from 0.8 and `bestCase` from 0.4 by default
 * @throws InputInvalid where an amount is no finite number, or a probability or a bound is not 0 to 1
 * @returns a row for every rep and category that has a deal or a call, by rep and from commit on
 *
 * @example
 * ```ts
 * import { forecastCategories } from "@salesdept/core/plan/forecast"
 *
 * const deals = [
 *   { id: "17", repId: "ann", amountMinor: 100_000_00, probability: 0.9 },
 *   { id: "18", repId: "ann", amountMinor: 80_000_00, probability: 0.5 },
 * ]
 * const call = { repId: "ann", calledBy: "lead", category: "commit", amountMinor: 120_000_00 } as const
 * const [commit, bestCase] = forecastCategories(deals, [call])
 * commit?.calls[0]?.againstDataMinor // 2000000
 * bestCase?.expectedMinor // 4000000
 * ```
 */
export const forecastCategories = (
  deals: ReadonlyArray<ForecastDeal>,
  calls: ReadonlyArray<ForecastCall> = [],
  bounds: CategoryBounds = { commit: 0.8, bestCase: 0.4 },
): ReadonlyArray<CategoryOfRep> => {
  rejectWhere([
    ...deals.flatMap(({ amountMinor, probability }, at) => [
      ...finiteProblems(`deals[${at}].amountMinor`, amountMinor),
      ...shareProblems(`deals[${at}].probability`, probability),
    ]),
    ...calls.flatMap(({ amountMinor }, at) => finiteProblems(`calls[${at}].amountMinor`, amountMinor)),
    ...shareProblems("bounds.commit", bounds.commit),
    ...shareProblems("bounds.bestCase", bounds.bestCase),
  ])
  const categoryOf = ({ probability }: ForecastDeal): ForecastCategory =>
    probability >= bounds.commit ? "commit" : probability >= bounds.bestCase ? "bestCase" : "pipeline"
  const credited = deals.flatMap((deal) =>
    creditedParts(deal.repId, deal.creditShares, deal.amountMinor).map((part) => ({ ...deal, ...part })),
  )
  const repIds = [...new Set([...credited, ...calls].map(({ repId }) => repId))]
  return repIds.flatMap((repId) =>
    order.flatMap((category): ReadonlyArray<CategoryOfRep> => {
      const own = credited.filter((deal) => deal.repId === repId && categoryOf(deal) === category)
      const called = calls.filter((call) => call.repId === repId && call.category === category)
      if (own.length === 0 && called.length === 0) return []
      const amountMinor = own.reduce((sum, deal) => sum + deal.amountMinor, 0)
      return [
        {
          repId,
          category,
          amountMinor,
          expectedMinor: Math.round(own.reduce((sum, deal) => sum + deal.amountMinor * deal.probability, 0)),
          ids: own.map(({ id }) => id),
          calls: called.map((call) => ({ ...call, againstDataMinor: call.amountMinor - amountMinor })),
        },
      ]
    }),
  )
}
