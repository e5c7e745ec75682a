import type { RepId } from "../shared/Ids.ts"
import type { Message } from "../shared/Message.ts"
import { chiSquareTail } from "../stats/ChiSquare.ts"
import type { Interval } from "../stats/Wilson.ts"
import { wilsonInterval } from "../stats/Wilson.ts"

/** Leads of a person over a period: who they were given to, and what became of them. Nothing of the person but the id. */
export interface ReceivedLeads {
  /** The person. */
  readonly personId: RepId
  /** Capacity of the person over the period, in points of effort, less where it was away for a part; leads are expected in proportion to it. */
  readonly capacityEffort: number
  /** Leads received, whole, 0 or more. */
  readonly receivedCount: number
  /** Of them qualified. */
  readonly qualifiedCount: number
  /** Of them disqualified. */
  readonly disqualifiedCount: number
}

/** A person's part of the leads and of the outcomes. */
export interface FairnessRow extends ReceivedLeads {
  /** Leads that a spread by capacity would have given; null where nobody has any capacity. */
  readonly expectedCount: number | null
  /** Share of qualified among closed leads with its bounds at 95 %; null where fewer than `minClosed` are closed. */
  readonly qualifiedShare: { readonly share: number; readonly interval: Interval } | null
  /** Why there is no share; null where there is one. */
  readonly withheld: Message | null
}

/** How leads and outcomes are spread over people. JSON-safe. */
export interface FairnessReport {
  /** By person. */
  readonly rows: ReadonlyArray<FairnessRow>
  /** All leads received. */
  readonly totalReceived: number
  /**
   * Pearson's chi-square of the counts of people with capacity against its spread over them; null where fewer than two people have
   * capacity, or an expected count is below 5 (the usual bound of the approximation).
   */
  readonly spread: { readonly statistic: number; readonly degrees: number; readonly pValue: number } | null
  /** How to read it. */
  readonly note: Message
}

const note: Message = {
  en: "Shows how leads and outcomes went with people, not why: fit, working days and kinds of leads differ between them.",
  ru: "Показывает, как лиды и результаты распределились по людям, но не почему: опыт, рабочие дни и состав лидов различались.",
}

/** Fewer closed leads than this say nothing of a person. */
const minClosed = 20

/**
 * How leads and outcomes are spread over people: counts beside what a spread by capacity would have given, and shares with
 * bounds. No attribute of a person is read, so none can be reported on or corrected for.
 *
 * @param received - one row for each person; all counts whole and 0 or more
 * @throws InputInvalid where the counts behind somebody's share are negative or not whole
 *
 * @example
 * ```ts
 * import { fairnessReport } from "@salesdept/core/team"
 *
 * const row = { capacityEffort: 100, qualifiedCount: 6, disqualifiedCount: 4 }
 * const { rows, spread } = fairnessReport([
 *   { ...row, personId: "user:ann", receivedCount: 30 },
 *   { ...row, personId: "user:bob", receivedCount: 10 },
 * ])
 * rows.map(({ personId, expectedCount }) => [personId, expectedCount]) // [["user:ann", 20], ["user:bob", 20]]
 * spread // { statistic: 10, degrees: 1, pValue: 0.0015… }
 * ```
 */
export const fairnessReport = (received: ReadonlyArray<ReceivedLeads>): FairnessReport => {
  const totalReceived = received.reduce((sum, row) => sum + row.receivedCount, 0)
  const totalCapacity = received.reduce((sum, row) => sum + row.capacityEffort, 0)
  const rows = received
    .toSorted((left, right) => (left.personId < right.personId ? -1 : 1))
    .map((row): FairnessRow => {
      const closed = row.qualifiedCount + row.disqualifiedCount
      const interval = closed < minClosed ? null : wilsonInterval(row.qualifiedCount, closed)
      return {
        ...row,
        expectedCount: totalCapacity === 0 ? null : (totalReceived * row.capacityEffort) / totalCapacity,
        qualifiedShare: interval === null ? null : { share: row.qualifiedCount / closed, interval },
        withheld:
          interval === null
            ? {
                en: `Closed leads: ${closed}; ${minClosed} are needed for a share`,
                ru: `Закрытых лидов: ${closed}; для доли нужно ${minClosed}`,
              }
            : null,
      }
    })
  const able = rows.filter(({ capacityEffort }) => capacityEffort > 0)
  // What went to people without capacity cannot have been spread over the others, whose counts must sum alike.
  const receivedByAble = able.reduce((sum, { receivedCount }) => sum + receivedCount, 0)
  const expected = able.map(({ capacityEffort, receivedCount }) => ({
    expectedCount: (receivedByAble * capacityEffort) / totalCapacity,
    receivedCount,
  }))
  const canTest = expected.length >= 2 && expected.every(({ expectedCount }) => expectedCount >= 5)
  const statistic = expected.reduce(
    (sum, { expectedCount, receivedCount }) => sum + (receivedCount - expectedCount) ** 2 / expectedCount,
    0,
  )
  const degrees = expected.length - 1
  const spread = canTest ? { statistic, degrees, pValue: chiSquareTail(statistic, degrees) } : null
  return { rows, totalReceived, spread, note }
}
