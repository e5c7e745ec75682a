import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { raterAgreement } from "../stats/RaterAgreement.ts"
import type { RaterAgreement } from "../stats/RaterAgreement.ts"
import type { RaterKind, Scorecard, StepMark } from "./ScorecardSchema.ts"

/** A scorecard was filled. */
export type ScorecardFilled = DomainEvent<
  "ScorecardFilled",
  Pick<Scorecard, "id" | "dialogId" | "versionId" | "repId" | "raterId" | "raterKind" | "marks">
>

const scoreOf = (marks: Scorecard["marks"]): Scorecard["score"] => {
  const applying = marks.filter(({ mark }) => mark !== "notApplicable")
  if (applying.length === 0) return null
  return { met: applying.filter(({ mark }) => mark === "met").length, of: applying.length }
}

/** Scorecards as a kind of record. */
export const scorecardAggregate: Aggregate<Scorecard, ScorecardFilled, "dialogId" | "versionId" | "repId" | "raterId"> =
  {
    kind: "scorecard",
    indexes: ["dialogId", "versionId", "repId", "raterId"],
    ownership: { field: "repId" },
    evolve: (before, event, { version, occurredAt }) => ({
      ...event.payload,
      version,
      textsVersion: before?.textsVersion ?? 0,
      changedAt: occurredAt,
      score: scoreOf(event.payload.marks),
    }),
  }

/** How far two kinds of raters agree over the same steps of the same dialogs. */
export interface ScorecardAgreement {
  /** One kind of rater. */
  readonly first: RaterKind
  /** The other. */
  readonly second: RaterKind
  /** How far they agree. */
  readonly agreement: RaterAgreement
}

const trust: { readonly [Kind in RaterKind]: number } = { mentor: 0, host: 1, self: 2 }

/** Of each dialog one card: the mentor's before the host's analysis, and that before the rep's own; of equals the first by id. */
export const bestCards = (scorecards: Iterable<Scorecard>): ReadonlyArray<Scorecard> => {
  const best = new Map<string, Scorecard>()
  for (const card of scorecards) {
    const known = best.get(card.dialogId)
    const order = known === undefined ? -1 : trust[card.raterKind] - trust[known.raterKind]
    if (known === undefined || order < 0 || (order === 0 && card.id < known.id)) best.set(card.dialogId, card)
  }
  return [...best.values()].toSorted((left, right) => (left.dialogId < right.dialogId ? -1 : 1))
}

const marks: ReadonlyArray<StepMark> = ["met", "notMet", "notApplicable"]
const pairs = [
  ["mentor", "self"],
  ["mentor", "host"],
  ["self", "host"],
] as const

/**
 * Agreement of mentor, rep and the host's analysis, over steps that both have marked. Where they agree no better than chance, a
 * score says nothing of the dialog.
 *
 * @param scorecards - scorecards of one version; of several by raters of one kind for a dialog, the first by id counts
 * @returns one row for each pair: mentor and rep, mentor and host, rep and host
 * @example
 * ```ts
 * import { scorecardAgreement } from "@salesdept/core/script"
 *
 * const marks = [{ stepId: "needs", mark: "met" }, { stepId: "value", mark: "notMet" }] as const
 * const cards = [
 *   { id: "scorecard_1", dialogId: "dialog_5", raterKind: "mentor", marks },
 *   { id: "scorecard_2", dialogId: "dialog_5", raterKind: "self", marks: marks.map((one) => ({ ...one, mark: "met" as const })) },
 * ] as const
 * scorecardAgreement(cards)[0] // { first: "mentor", second: "self", agreement: { method: "cohen-kappa", n: 2, agreement: 0.5, … } }
 * ```
 */
export const scorecardAgreement = (
  scorecards: Iterable<Pick<Scorecard, "id" | "dialogId" | "raterKind" | "marks">>,
): ReadonlyArray<ScorecardAgreement> => {
  const byDialog = new Map<string, Map<RaterKind, Pick<Scorecard, "id" | "marks">>>()
  for (const card of scorecards) {
    const cards = byDialog.get(card.dialogId) ?? new Map<RaterKind, Pick<Scorecard, "id" | "marks">>()
    const known = cards.get(card.raterKind)
    if (known === undefined || card.id < known.id) cards.set(card.raterKind, card)
    byDialog.set(card.dialogId, cards)
  }
  return pairs.map(([first, second]) => {
    const table = marks.map(() => marks.map(() => 0))
    for (const cards of byDialog.values()) {
      const [one, other] = [cards.get(first), cards.get(second)]
      if (one === undefined || other === undefined) continue
      for (const { stepId, mark } of one.marks) {
        const theirs = other.marks.find((candidate) => candidate.stepId === stepId)
        if (theirs !== undefined) table[marks.indexOf(mark)]![marks.indexOf(theirs.mark)]! += 1
      }
    }
    return { first, second, agreement: raterAgreement(table) }
  })
}
