import type { Message } from "../shared/Message.ts"
import type { MoveUnmet } from "./Gate.ts"

/** How one unfinished deal stands before the gates around it. */
export interface DealSurvey {
  /** The deal. */
  readonly dealId: string
  /** Its owner. */
  readonly ownerId: string | null
  /** Its pipeline. */
  readonly pipelineId: string
  /** The stage it stands in; under other rules, the stage it would stand in. */
  readonly stageId: string
  /**
   * What it lacks of the entry of that stage and, under the rules in force, of the gates that it has passed, each with the stage whose gate
   * it is; or of a place in the pipeline at all.
   */
  readonly standing: ReadonlyArray<MoveUnmet>
  /** The moves forward that the graph has from there, each with the conditions that it lacks. */
  readonly moves: ReadonlyArray<{
    /** Stage that would be entered. */
    readonly to: string
    /** What is lacking; empty where the deal may move. */
    readonly unmet: ReadonlyArray<MoveUnmet>
  }>
}

/** One condition and the deals that it holds back from one move. */
export interface Blocker {
  /** Their pipeline. */
  readonly pipelineId: string
  /** Stage in which they stand. */
  readonly from: string
  /** Stage that they cannot enter. */
  readonly to: string
  /** Whether leaving or entering asks for it. */
  readonly gate: MoveUnmet["gate"]
  /** Stable code of the condition. */
  readonly code: string
  /** What is required. */
  readonly message: Message
  /** How many deals. */
  readonly dealCount: number
  /** Which, the first {@link blockerDealsShown} of them. */
  readonly dealIds: ReadonlyArray<string>
}

/** How many deals a blocker names; `deals.survey` of its stage lists them all. */
export const blockerDealsShown = 100

/** What blocks what. */
export interface BlockedDeals {
  /** Unfinished deals that were looked at. */
  readonly dealCount: number
  /** Of them those that may make no move forward now. */
  readonly blockedCount: number
  /** Conditions by the number of deals they hold back, the most first. */
  readonly blockers: ReadonlyArray<Blocker>
}

/** Two conditions are the same where they ask for the same at the same gate; a code alone does not tell two `any` apart. */
const keyOf = ({ gate, code, message }: MoveUnmet): string => `${gate} ${code} ${message.en}`

/** Tells what blocks what of deals that come some at a time. */
export interface BlockedTally {
  /** Takes in deals, each once. */
  readonly add: (deals: ReadonlyArray<DealSurvey>) => void
  /** What blocks what among those taken in. */
  readonly answer: () => BlockedDeals
}

/** Begins with no deal. */
export const blockedTally = (): BlockedTally => {
  const blockers = new Map<
    string,
    Omit<Blocker, "dealIds" | "dealCount"> & { dealCount: number; dealIds: Array<string> }
  >()
  let [dealCount, blockedCount] = [0, 0]
  return {
    add: (deals) => {
      for (const { dealId, pipelineId, stageId, moves } of deals) {
        dealCount += 1
        if (moves.every(({ unmet }) => unmet.length > 0)) blockedCount += 1
        for (const { to, unmet } of moves) {
          for (const part of unmet) {
            const key = `${pipelineId} ${stageId} ${to} ${keyOf(part)}`
            const { gate, code, message } = part
            const of = { pipelineId, from: stageId, to, gate, code, message }
            const blocker = blockers.get(key) ?? { ...of, dealCount: 0, dealIds: [] }
            blocker.dealCount += 1
            if (blocker.dealIds.length < blockerDealsShown) blocker.dealIds.push(dealId)
            blockers.set(key, blocker)
          }
        }
      }
    },
    answer: () => ({
      dealCount,
      blockedCount,
      blockers: [...blockers.values()].toSorted((left, right) => right.dealCount - left.dealCount),
    }),
  }
}

/**
 * Turns deals one by one into what blocks what.
 *
 * @param deals - the deals one by one, with what `evaluateMove` says of each move forward
 *
 * @example
 * ```ts
 * import { blockedDeals } from "@salesdept/core/deal"
 *
 * const message = { en: "Required: the deal is paid in full", ru: "Требуется: сделка оплачена полностью" }
 * const unpaid = { kind: "any", code: "any", alternatives: [], message, gate: "exit", stageId: "delivery" } as const
 * const deal = { ownerId: "user:ann", pipelineId: "sales", stageId: "delivery", standing: [] }
 * const first = { ...deal, dealId: "deal_1", moves: [{ to: "done", unmet: [unpaid] }] }
 * const second = { ...deal, dealId: "deal_2", moves: [{ to: "done", unmet: [] }] }
 * blockedDeals([first, second]) // { dealCount: 2, blockedCount: 1, blockers: [{ …, dealCount: 1, dealIds: ["deal_1"] }] }
 * ```
 */
export const blockedDeals = (deals: ReadonlyArray<DealSurvey>): BlockedDeals => {
  const tally = blockedTally()
  tally.add(deals)
  return tally.answer()
}

/** A deal that other rules would hold where the rules in force do not. */
export interface RuleBreak {
  /** The deal. */
  readonly dealId: string
  /** Its owner. */
  readonly ownerId: string | null
  /** Stage in which it would stand. */
  readonly stageId: string
  /** The move that it could no longer make; null where it would not stand where it stands. */
  readonly to: string | null
  /** What it would lack that it does not lack now. */
  readonly unmet: ReadonlyArray<MoveUnmet>
}

/** Who would break rules that are not in force yet. */
export interface RuleTrial {
  /** Unfinished deals that were looked at. */
  readonly dealCount: number
  /** Deals that would break something. */
  readonly breakingCount: number
  /** Each deal and move, in the order of the deals. */
  readonly breaks: ReadonlyArray<RuleBreak>
}

/**
 * What is unmet and was not before.
 *
 * @param before - what was unmet
 * @param after - what is
 */
export const newUnmet = (
  before: ReadonlyArray<MoveUnmet>,
  after: ReadonlyArray<MoveUnmet>,
): ReadonlyArray<MoveUnmet> => {
  const known = new Set(before.map(keyOf))
  return after.filter((part) => !known.has(keyOf(part)))
}

/**
 * Compares deals under the rules in force and under others: what is unmet under both is no news.
 *
 * @param inForce - deals as they stand under the rules in force
 * @param tried - the same deals under the other rules; those that are not in `inForce` break all that is unmet
 *
 * @example
 * ```ts
 * import { ruleTrial } from "@salesdept/core/deal"
 *
 * const message = { en: "Required: a decision maker", ru: "Требуется: лицо, принимающее решение" }
 * const lacks = { kind: "any", code: "any", alternatives: [], message, gate: "entry", stageId: "contract" } as const
 * const deal = { dealId: "deal_1", ownerId: "user:ann", pipelineId: "sales", stageId: "contract", moves: [] }
 * ruleTrial([{ ...deal, standing: [] }], [{ ...deal, standing: [lacks] }]).breaks.map(({ dealId, to }) => [dealId, to]) // [["deal_1", null]]
 * ```
 */
export const ruleTrial = (inForce: ReadonlyArray<DealSurvey>, tried: ReadonlyArray<DealSurvey>): RuleTrial => {
  const now = new Map(inForce.map((survey) => [survey.dealId, survey]))
  const breaks = tried.flatMap(({ dealId, ownerId, stageId, standing, moves }): ReadonlyArray<RuleBreak> => {
    const before = now.get(dealId)
    const one = { dealId, ownerId, stageId }
    const stands = { ...one, to: null, unmet: newUnmet(before?.standing ?? [], standing) }
    const moving = moves.map(({ to, unmet }) => ({
      ...one,
      to,
      unmet: newUnmet(before?.moves.find((move) => move.to === to)?.unmet ?? [], unmet),
    }))
    return [stands, ...moving].filter(({ unmet }) => unmet.length > 0)
  })
  return { dealCount: tried.length, breakingCount: new Set(breaks.map(({ dealId }) => dealId)).size, breaks }
}
