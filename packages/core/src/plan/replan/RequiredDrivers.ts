import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** A driver of what is still to come, such as leads, a conversion, an average deal. */
export interface DriverAtHand {
  /** Its name; unique. */
  readonly driver: string
  /** What it is expected to be; above 0. */
  readonly current: number
  /** Most it can be: 1 for a conversion. No bound by default. */
  readonly most?: number
}

/** What one driver alone would have to be. */
export interface RequiredDriver {
  /** The driver. */
  readonly driver: string
  /** What it is expected to be. */
  readonly current: number
  /** What it would have to be, all others staying as they are. */
  readonly required: number
  /** Required over current: 1.25 is a quarter more. */
  readonly factor: number
  /** Whether it can be that much. */
  readonly isPossible: boolean
}

/** What would have to be true for a target. */
export interface RequiredDrivers {
  /** What the drivers give as they are: their product. */
  readonly expected: number
  /** What they must give. */
  readonly required: number
  /** Each driver alone. */
  readonly alone: ReadonlyArray<RequiredDriver>
  /** By which factor all of them together would have to be better, each by the same: the root of the whole factor. */
  readonly togetherFactor: number
  /** How to read it. */
  readonly limits: ReadonlyArray<Message>
}

/**
 * What would have to be true for the old target: how many leads, which conversion or which average deal, each alone with the
 * others as they are, and all together in equal measure.
 *
 * @param required - what is still to be reached, in the units of the drivers' product; above 0
 * @param drivers - the drivers, whose product is what is expected
 * @throws `InputInvalid` where a value is not above 0
 *
 * @example
 * ```ts
 * import { whatWouldHaveToBeTrue } from "@salesdept/core/plan"
 *
 * const { alone } = whatWouldHaveToBeTrue(1_000_000, [
 *   { driver: "leads", current: 100 },
 *   { driver: "conversion", current: 0.4, most: 1 },
 *   { driver: "averageDeal", current: 20_000 },
 * ])
 * alone.map(({ driver, required }) => [driver, required]) // [["leads", 125], ["conversion", 0.5], ["averageDeal", 25000]]
 * ```
 */
export const whatWouldHaveToBeTrue = (required: number, drivers: ReadonlyArray<DriverAtHand>): RequiredDrivers => {
  const problems: Array<Problem> = []
  const notAbove = { en: "must be finite and above 0", ru: "должно быть конечным и больше нуля" }
  if (!(required > 0 && Number.isFinite(required)))
    problems.push({ path: "required", code: "required.value", message: notAbove })
  if (drivers.length === 0) problems.push({ path: "drivers", code: "drivers.none", message: notAbove })
  for (const [index, { current }] of drivers.entries())
    if (!(current > 0 && Number.isFinite(current)))
      problems.push({ path: `drivers[${index}].current`, code: "required.value", message: notAbove })
  refuse(problems)
  const expected = drivers.reduce((product, { current }) => product * current, 1)
  const factor = required / expected
  return {
    expected,
    required,
    alone: drivers.map(({ driver, current, most = Number.POSITIVE_INFINITY }) => {
      // A ratio like 500 of 400 must not come out a hair above what is possible.
      const needed = Number((current * factor).toPrecision(12))
      return { driver, current, required: needed, factor, isPossible: needed <= most }
    }),
    togetherFactor: factor ** (1 / drivers.length),
    limits: [
      {
        en: "Each driver alone, the others staying as they are; more leads of a poorer kind convert worse",
        ru: "Каждый фактор отдельно при неизменных остальных; дополнительные лиды худшего качества конвертируются хуже",
      },
    ],
  }
}
