import { daysBetween } from "../shared/CalendarDate.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { kaplanMeier, survivalQuantile } from "../stats/KaplanMeier.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { Commitment } from "./CommitmentSchema.ts"
import { distinctFindings } from "./DistinctFindings.ts"
import { casesOf } from "./Finding.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"

/** How a rep grows, beside how often the rep errs: correcting mistakes is what growth looks like. */
export interface Growth {
  /** Mistakes and missed opportunities that were not withdrawn, each once: a month's finding may repeat its days'. */
  readonly errors: number
  /** Of them those that were minor: such are normal. */
  readonly minor: number
  /** Wins that were not withdrawn, each once likewise. */
  readonly wins: number
  /** Of the errors those that were corrected. */
  readonly corrected: Proportion
  /**
   * Of the corrected errors those that came again: the same rule found the rep anew in a period that began after the correction, with something
   * that does not merely still stand. How often periods are looked through makes no difference.
   */
  readonly recurring: Proportion
  /**
   * Days by which half of the errors are corrected, those still open taken into account (Kaplan and Meier 1958); null where
   * fewer than half will have been.
   */
  readonly medianDaysToCorrect: number | null
  /** Commitments that were kept, of those whose day is past or that were kept or dropped before. */
  readonly kept: Proportion
  /** Requests for help that were answered: the other side of responsibility is support. */
  readonly answered: Proportion
}

/** When what a finding tells of was corrected: by itself, or by a wider one of its rule, such as the month's of a day's. */
const correctionOf = (
  { evidence, correctedAt }: FindingRecord,
  likes: ReadonlyArray<FindingRecord>,
): FindingRecord["correctedAt"] => {
  const cases = casesOf(evidence)
  const namesAll = (like: FindingRecord): boolean => {
    const named = new Set(casesOf(like.evidence))
    return cases.every((one) => named.has(one))
  }
  const corrections = likes
    .filter((like) => like.correctedAt !== null && namesAll(like))
    .map((like) => like.correctedAt ?? "")
    .toSorted()
  return correctedAt ?? corrections[0] ?? null
}

/**
 * Growth of one rep over findings and commitments.
 *
 * @param findings - the rep's findings
 * @param commitments - the rep's commitments
 * @param on - the day up to which open ones are followed
 * @param dayOf - the tenant's day of an instant
 * @example
 * ```ts
 * import { growth } from "@salesdept/core/review/comparisons"
 * import type { FindingRecord } from "@salesdept/core/review"
 * import { localDateOf } from "@salesdept/core/shared"
 *
 * const text = { en: "A discount of 20 %", ru: "Скидка 20 %" }
 * const state = { version: 1, textsVersion: 0, changedAt: "2026-03-09T09:00:00.000Z", ruleVersion: 1, likeness: "ann", atStake: null }
 * const days = { periodFrom: "2026-03-01", periodTo: "2026-04-01", raisedAt: "2026-03-05T09:00:00.000Z", recurrenceOf: null }
 * const finding: FindingRecord = {
 *   id: "finding_1", ruleId: "deal.discountBeyondLimit", kind: "mistake", severity: "minor", ownerId: "ann", ...state, ...days,
 *   words: { title: text, what: text, next: text, withheldReason: null }, evidence: { kind: "deal", ids: ["deal_1"], count: 1 },
 *   status: "corrected", correctedAt: "2026-03-09T09:00:00.000Z",
 * }
 * const grown = growth([finding], [], "2026-03-31", (instant) => localDateOf(instant, "Europe/Moscow"))
 * grown.corrected // { numerator: 1, denominator: 1, ratio: 1, …
 * grown.medianDaysToCorrect // 4
 * ```
 */
export const growth = (
  findings: ReadonlyArray<FindingRecord>,
  commitments: ReadonlyArray<Commitment>,
  on: CalendarDate,
  dayOf: (instant: string) => CalendarDate,
): Growth => {
  const told = distinctFindings(findings)
  const errors = told.filter(({ kind }) => kind !== "win")
  const likesOf = Map.groupBy(findings, ({ likeness }) => likeness)
  const corrections = errors.map((error) => correctionOf(error, likesOf.get(error.likeness) ?? []))
  const curve = kaplanMeier(
    {
      exits: Float64Array.from(errors, ({ raisedAt }, at) => {
        const correctedAt = corrections[at] ?? null
        return Math.max(0, daysBetween(dayOf(raisedAt), correctedAt === null ? on : dayOf(correctedAt)))
      }),
    },
    Uint8Array.from(corrections, (correctedAt) => (correctedAt === null ? 0 : 1)),
  )
  const corrected = corrections.flatMap((correctedAt, at) => {
    const error = errors[at]
    return correctedAt === null || error === undefined ? [] : [{ error, on: dayOf(correctedAt) }]
  })
  // What only still stands, in a stock that is another one since something of it was done, has not come again.
  const anew = new Set(told.map(({ id }) => id))
  const cameAgain = corrected.filter(({ error, on: correctedOn }) =>
    (likesOf.get(error.likeness) ?? []).some(
      ({ id, status, periodFrom, recurrenceOf }) =>
        status !== "withdrawn" && periodFrom > correctedOn && (recurrenceOf !== null || anew.has(id)),
    ),
  )
  const ended = commitments.filter(({ status, dueOn }) => status !== "open" || dueOn < on)
  const asked = commitments.filter(({ mentorId }) => mentorId !== null)
  return {
    errors: errors.length,
    minor: errors.filter(({ severity }) => severity === "minor").length,
    wins: told.length - errors.length,
    corrected: proportion(corrected.length, errors.length),
    recurring: proportion(cameAgain.length, corrected.length),
    medianDaysToCorrect: errors.length === 0 ? null : survivalQuantile(curve, 0.5),
    kept: proportion(ended.filter(({ status }) => status === "done").length, ended.length),
    answered: proportion(asked.filter(({ answeredAt }) => answeredAt !== null).length, asked.length),
  }
}
