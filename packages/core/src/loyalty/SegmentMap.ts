import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { refuse, wholeProblems } from "./Bounds.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"
import type { RfmFact, RfmScore } from "./Rfm.ts"

/** A group of customers to be treated alike. */
export interface Segment {
  /** Stable name. */
  readonly key: string
  /** Name for people. */
  readonly title: Message
}

/** A block of cells and its segment; ranges are inclusive, a range left out means all scores. */
export interface SegmentRule {
  /** Key of the segment. */
  readonly segment: string
  /** Recency scores. */
  readonly recency?: readonly [from: number, to: number]
  /** Frequency scores. */
  readonly frequency?: readonly [from: number, to: number]
  /** Spend scores. */
  readonly spend?: readonly [from: number, to: number]
}

/** What a segment map is made from. */
export interface SegmentMapDefinition {
  /** Name of the map. */
  readonly name: string
  /** Number of scores of each measure; whole, 2 to 20. */
  readonly bins: number
  /** Segments in the order in which they are shown. */
  readonly segments: ReadonlyArray<Segment>
  /** Blocks of cells. */
  readonly rules: ReadonlyArray<SegmentRule>
  /** Key of the segment of cells that no rule covers. Default: such cells are an error. */
  readonly otherwise?: string
  /** What to do with a cell that several rules cover: refuse (default), or let the first of them have it. */
  readonly overlap?: "refuse" | "firstMatch"
}

/** A total function from scores to segments: every cell has exactly one. */
export interface SegmentMap {
  /** Name of the map. */
  readonly name: string
  /** Number of scores of each measure. */
  readonly bins: number
  /** Segments in the order in which they are shown. */
  readonly segments: ReadonlyArray<Segment>
  /** Per cell, the position of its segment; recency turns slowest, spend fastest, all ascending from score 1. */
  readonly cells: ReadonlyArray<number>
}

/** Customers of a segment. */
export interface SegmentSummary {
  /** The segment. */
  readonly segment: Segment
  /** Customers in it. */
  readonly customerCount: number
  /** Their purchases. */
  readonly frequencyTotal: number
  /** Sum of their spends as given, minor units. */
  readonly spendMinorTotal: number
}

/**
 * Makes a segment map and proves, cell by cell, that it gives each exactly one segment. Published maps do not: of the
 * 125 cells of the R package rfm, 36 have none and 39 have several (0.2).
 *
 * @param definition - segments and rules
 * @throws InputInvalid listing every cell without a segment or with several, every unknown segment and bad range
 * @example
 * ```ts
 * import { segmentMap } from "@salesdept/core/loyalty/segments"
 *
 * const segments = [
 *   { key: "warm", title: { en: "Warm", ru: "Тёплые" } },
 *   { key: "cold", title: { en: "Cold", ru: "Остывшие" } },
 * ]
 * const rules = [
 *   { segment: "warm", recency: [2, 2] },
 *   { segment: "cold", recency: [1, 1] },
 * ] as const
 * segmentMap({ name: "by recency", bins: 2, segments, rules }).cells // [1, 1, 1, 1, 0, 0, 0, 0]
 * ```
 */
export const segmentMap = (definition: SegmentMapDefinition): SegmentMap => {
  refuse(definitionProblems(definition))
  const problems: Array<Problem> = []
  const { name, bins, segments, rules, otherwise, overlap = "refuse" } = definition
  const positionOf = new Map(segments.map(({ key }, i) => [key, i]))
  const cells: Array<number> = []
  for (let cell = 0; cell < bins ** 3; cell++) {
    const scores = scoresOf(cell, bins)
    const covering = rules.filter((rule) => covers(rule, scores))
    const segment = covering[0]?.segment ?? otherwise
    if (covering.length > 1 && overlap === "refuse") {
      problems.push(cellProblem(scores, covering.map(({ segment }) => segment).join(", ")))
    } else if (segment === undefined) problems.push(cellProblem(scores, null))
    cells.push(segment === undefined ? -1 : positionOf.get(segment)!)
  }
  refuse(problems)
  return { name, bins, segments, cells }
}

/**
 * The segment of a customer's scores.
 *
 * @param map - whose number of bins is that of the scores
 * @param score - each from 1 to the number of bins
 * @throws InputInvalid where a score is outside the map
 * @example
 * ```ts
 * import { segmentOf, tenSegments } from "@salesdept/core/loyalty/segments"
 *
 * segmentOf(tenSegments, { recency: 5, frequency: 4, spend: 2 }).key // "champions"
 * ```
 */
export const segmentOf = (map: SegmentMap, score: Omit<RfmScore, "customerId">): Segment => {
  const { recency, frequency, spend } = score
  const problems = Object.entries({ recency, frequency, spend }).flatMap(([path, value]) =>
    isScore(value, map.bins) ? [] : [rangeProblem(path, map.bins, String(value))],
  )
  refuse(problems)
  return map.segments[map.cells[((recency - 1) * map.bins + frequency - 1) * map.bins + spend - 1]!]!
}

/**
 * Customers, purchases and spend per segment, in the map's order; empty segments show with 0 customers.
 *
 * @param map - the map
 * @param facts - of the base
 * @param scores - of the same customers in the same order
 * @throws InputInvalid where a score is outside the map or the lists differ
 * @example
 * ```ts
 * import { segmentSummaries, tenSegments } from "@salesdept/core/loyalty/segments"
 *
 * const facts = [{ customerId: "c1", recencyDays: 3, frequency: 9, spendMinor: 900_00 }]
 * const scores = [{ customerId: "c1", recency: 5, frequency: 5, spend: 5 }]
 * const [first] = segmentSummaries(tenSegments, facts, scores)
 * first // { segment: { key: "champions", … }, customerCount: 1, frequencyTotal: 9, spendMinorTotal: 90000 }
 * ```
 */
export const segmentSummaries = (
  map: SegmentMap,
  facts: ReadonlyArray<RfmFact>,
  scores: ReadonlyArray<RfmScore>,
): ReadonlyArray<SegmentSummary> => {
  if (facts.length !== scores.length || facts.some(({ customerId }, i) => customerId !== scores[i]!.customerId)) {
    refuse([
      loyaltyProblem(
        "scores",
        "loyalty.setting",
        "expected the same customers as the facts, in the same order",
        "ожидаются те же клиенты, что и в показателях, в том же порядке",
      ),
    ])
  }
  const sums = new Map(map.segments.map(({ key }) => [key, { customers: 0, frequency: 0, spend: 0 }]))
  facts.forEach(({ frequency, spendMinor }, i) => {
    const sum = sums.get(segmentOf(map, scores[i]!).key)!
    sum.customers++
    sum.frequency += frequency
    sum.spend += spendMinor
  })
  return map.segments.map((segment) => {
    const { customers, frequency, spend } = sums.get(segment.key)!
    return { segment, customerCount: customers, frequencyTotal: frequency, spendMinorTotal: spend }
  })
}

type Scores = readonly [recency: number, frequency: number, spend: number]

const scoresOf = (cell: number, bins: number): Scores => [
  Math.floor(cell / (bins * bins)) + 1,
  (Math.floor(cell / bins) % bins) + 1,
  (cell % bins) + 1,
]

const within = (score: number, range: readonly [number, number] | undefined): boolean =>
  range === undefined || (score >= range[0] && score <= range[1])

const covers = ({ recency, frequency, spend }: SegmentRule, [r, f, m]: Scores): boolean =>
  within(r, recency) && within(f, frequency) && within(m, spend)

const isScore = (value: number, bins: number): boolean => Number.isInteger(value) && value >= 1 && value <= bins

const cellProblem = ([r, f, m]: Scores, segments: string | null): Problem =>
  loyaltyProblem(
    `cells[${r}-${f}-${m}]`,
    "loyalty.segmentMap",
    segments === null ? "the cell belongs to no segment" : `the cell belongs to several segments: ${segments}`,
    segments === null
      ? "ячейка не относится ни к одному сегменту"
      : `ячейка относится к нескольким сегментам: ${segments}`,
  )

const rangeProblem = (path: string, bins: number, got: string): Problem =>
  loyaltyProblem(
    path,
    "loyalty.segmentMap",
    `expected whole scores from 1 to ${bins} in order, got ${got}`,
    `ожидаются целые оценки от 1 до ${bins} по порядку, получено ${got}`,
  )

const definitionProblems = ({ bins, segments, rules, otherwise }: SegmentMapDefinition): ReadonlyArray<Problem> => {
  const wrong = wholeProblems("bins", bins, 2, 20)
  if (wrong.length > 0) return wrong
  const keys = new Set(segments.map(({ key }) => key))
  const unknown = (path: string, key: string): ReadonlyArray<Problem> =>
    keys.has(key)
      ? []
      : [
          loyaltyProblem(
            path,
            "loyalty.segmentMap",
            `there is no segment "${key}" in the map`,
            `в карте нет сегмента «${key}»`,
          ),
        ]
  const duplicates = segments.flatMap(({ key }, i) =>
    segments.findIndex((other) => other.key === key) === i
      ? []
      : [
          loyaltyProblem(
            `segments[${i}].key`,
            "loyalty.segmentMap",
            `the segment "${key}" is there twice`,
            `сегмент «${key}» указан дважды`,
          ),
        ],
  )
  return [
    ...duplicates,
    ...rules.flatMap(({ segment, recency, frequency, spend }, i) => [
      ...unknown(`rules[${i}].segment`, segment),
      ...Object.entries({ recency, frequency, spend }).flatMap(([field, range]) =>
        range === undefined || (isScore(range[0], bins) && isScore(range[1], bins) && range[0] <= range[1])
          ? []
          : [rangeProblem(`rules[${i}].${field}`, bins, range.join("–"))],
      ),
    ]),
    ...(otherwise === undefined ? [] : unknown("otherwise", otherwise)),
  ]
}
