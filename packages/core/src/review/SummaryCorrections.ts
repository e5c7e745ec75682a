import type { RecordState } from "../journal/Aggregate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { figureNames } from "./SummaryFigure.ts"
import type { CountFigure, MoneyFigure, SummaryFigures } from "./SummaryFigure.ts"

/** A figure that is no longer what was frozen. */
export interface SummaryCorrection {
  /** The figure. */
  readonly figure: keyof SummaryFigures
  /** Its name for people. */
  readonly name: Message
  /** What was frozen. */
  readonly frozen: CountFigure | MoneyFigure
  /** What it would be now. */
  readonly now: CountFigure | MoneyFigure
  /** Records that count in one of the two only, and those of which the amount has changed. */
  readonly recordIds: ReadonlyArray<string>
  /**
   * Those of them that only went to other people since, they or the deals that they are of, from whom the summary is of or to them: nothing
   * came to light of these.
   */
  readonly handedIds: ReadonlyArray<string>
  /** When the last change of these records came to light: was recorded, however long ago it happened. Null where that is not known. */
  readonly changedAt: Instant | null
}

/** What is known of the records behind figures, by id. */
export type RecordVersions = ReadonlyMap<
  string,
  Pick<RecordState, "version" | "changedAt"> & {
    /** What it counts for in figures of money; not known where left out. */
    readonly amount?: Money | null
    /** What it counted for when the summary was frozen; not known where left out, and then another version may have changed it. */
    readonly amountThen?: Money | null
  }
>

const minorOf = (figure: CountFigure | MoneyFigure): number | null =>
  "amountMinor" in figure ? figure.amountMinor : null

/** What records count for together, whole minor units; null where that is not known of each. */
const sumOf = (ids: ReadonlyArray<string>, records: RecordVersions): number | null => {
  let sum = 0
  for (const id of ids) {
    const amount = records.get(id)?.amount
    if (amount === undefined || amount === null) return null
    sum += amount.amountMinor
  }
  return sum
}

/**
 * What has come to light since a summary was frozen: the figures that would be others now. The frozen ones stay as they are.
 *
 * @param frozen - as stored
 * @param now - made of the records as they stand
 * @param versions - of the records when the summary was frozen, and as they stand: without them changed amounts name no records
 * @param handed - records that went to other people since, or came from them; none where left out
 * @example
 * ```ts
 * import { summaryCorrections, summaryFigures } from "@salesdept/core/review/summaries"
 *
 * const state = { version: 1, textsVersion: 0, changedAt: "2026-03-09T09:00:00.000Z", recordId: null, debriefId: null }
 * const terms = { repId: "ann", mentorId: null, answeredAt: null, dueOn: "2026-03-31", ...state }
 * const commitments = [{ id: "commitment_1", status: "done", ...terms }] as const
 * const people = { deals: [], leads: [], dialogs: [], nextSteps: [], commitments: [], findings: [], controlDays: [] }
 * const facts = { ...people, invoices: [], promises: [], payments: [], documents: [] }
 * const march = { from: "2026-03-01", to: "2026-04-01" }
 * const context = { currency: "RUB", dayOf: (instant: string) => instant.slice(0, 10) }
 * const frozen = summaryFigures(facts, () => true, march, context)
 * const now = summaryFigures({ ...facts, commitments }, () => true, march, context)
 * summaryCorrections(frozen, now).map(({ figure, recordIds }) => [figure, recordIds]) // [["commitmentsKept", ["commitment_1"]]]
 * ```
 */
export const summaryCorrections = (
  frozen: SummaryFigures,
  now: SummaryFigures,
  versions: { readonly frozen: { readonly [recordId: string]: number }; readonly now: RecordVersions } = {
    frozen: {},
    now: new Map(),
  },
  handed: ReadonlySet<string> = new Set(),
): ReadonlyArray<SummaryCorrection> => {
  const hasChanged = (id: string): boolean => {
    const record = versions.now.get(id)
    if (record === undefined) return false
    const { amount, amountThen, version } = record
    if (amount === undefined || amountThen === undefined) return version !== versions.frozen[id]
    return amount?.amountMinor !== amountThen?.amountMinor || amount?.currency !== amountThen?.currency
  }
  const figures = Object.keys(figureNames) as ReadonlyArray<keyof SummaryFigures>
  return figures.flatMap((figure): ReadonlyArray<SummaryCorrection> => {
    const [before, after] = [frozen[figure], now[figure]]
    const [was, is] = [new Set(before.ids), new Set(after.ids)]
    const [minorBefore, minorAfter] = [minorOf(before), minorOf(after)]
    const isOtherAmount = minorBefore !== minorAfter
    const [gone, come] = [before.ids.filter((id) => !is.has(id)), after.ids.filter((id) => !was.has(id))]
    const [less, more] = [sumOf(gone, versions.now), sumOf(come, versions.now)]
    // Where what came and went makes the whole difference, no amount has changed: what has is not another step, owner or title.
    const isExplained =
      minorBefore !== null && less !== null && more !== null && minorBefore - less + more === minorAfter
    const changed = isOtherAmount && !isExplained ? before.ids.filter((id) => is.has(id) && hasChanged(id)) : []
    const recordIds = [...gone, ...changed, ...come].toSorted()
    if (recordIds.length === 0 && !isOtherAmount) return []
    const changes = recordIds.flatMap((id) => versions.now.get(id)?.changedAt ?? []).toSorted()
    const changedAt = changes.at(-1) ?? null
    const handedIds = recordIds.filter((id) => handed.has(id) && was.has(id) !== is.has(id))
    return [{ figure, name: figureNames[figure], frozen: before, now: after, recordIds, handedIds, changedAt }]
  })
}
