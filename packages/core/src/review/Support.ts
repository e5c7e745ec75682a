import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { Commitment } from "./CommitmentSchema.ts"
import type { Debrief } from "./DebriefSchema.ts"

/** The support that a mentor gives: the other side of what is asked of reps. */
export interface Support {
  /** Reps who asked for help, or with whom a talk was planned. */
  readonly reps: number
  /** Requests for help that were answered, of those asked. */
  readonly answered: Proportion
  /** Of the commitments with an answer, those that were kept. */
  readonly keptWithAnswer: Proportion
  /** Of the commitments that asked for help and got no answer, those that were kept. */
  readonly keptWithoutAnswer: Proportion
  /** Debriefs that were held, of those planned and not cancelled; only those that the reader may know of are counted. */
  readonly held: Proportion
  /** Actions of those debriefs that had the effect expected, of those that could be judged. */
  readonly withEffect: Proportion
}

/**
 * Measures the support of one mentor.
 *
 * @param commitments - commitments that asked the mentor for help
 * @param debriefs - debriefs that the mentor leads, as far as the reader may know of them
 * @example
 * ```ts
 * import { support } from "@salesdept/core/review/debriefs"
 *
 * const state = { version: 1, textsVersion: 0, changedAt: "2026-03-09T09:00:00.000Z", recordId: null, debriefId: null }
 * const asked = { repId: "ann", mentorId: "eve", dueOn: "2026-03-31", ...state }
 * const commitments = [
 *   { id: "commitment_1", answeredAt: "2026-03-09T09:00:00.000Z", status: "done", ...asked },
 *   { id: "commitment_2", answeredAt: null, status: "missed", ...asked },
 * ] as const
 * const { answered, keptWithAnswer } = support(commitments, [])
 * answered // { numerator: 1, denominator: 2, ratio: 0.5, …
 * keptWithAnswer // { numerator: 1, denominator: 1, ratio: 1, …
 * ```
 */
export const support = (commitments: ReadonlyArray<Commitment>, debriefs: ReadonlyArray<Debrief>): Support => {
  const ended = commitments.filter(({ status }) => status !== "open")
  const kept = (list: ReadonlyArray<Commitment>): Proportion =>
    proportion(list.filter(({ status }) => status === "done").length, list.length)
  const planned = debriefs.filter(({ status }) => status !== "cancelled")
  const judged = planned.flatMap(({ actions }) =>
    actions.filter(({ verdict }) => verdict !== null && verdict.outcome !== "notEnoughData"),
  )
  return {
    reps: new Set([
      ...commitments.map(({ repId }) => repId),
      ...planned.flatMap(({ repId }) => (repId === null ? [] : [repId])),
    ]).size,
    answered: proportion(commitments.filter(({ answeredAt }) => answeredAt !== null).length, commitments.length),
    keptWithAnswer: kept(ended.filter(({ answeredAt }) => answeredAt !== null)),
    keptWithoutAnswer: kept(ended.filter(({ answeredAt }) => answeredAt === null)),
    held: proportion(planned.filter(({ status }) => status === "held").length, planned.length),
    withEffect: proportion(judged.filter(({ verdict }) => verdict?.outcome === "effect").length, judged.length),
  }
}
