import type { QuarterTarget } from "../plan/record/PlanSchema.ts"
import { addMinor } from "../shared/Money.ts"
import type { TargetRow } from "./ImportRow.ts"

/** Targets as a plan takes them, and those it cannot take. */
export interface ImportTargets {
  /** Targets by person and quarter; months of a quarter are summed where the quarter itself is not stated. */
  readonly targets: ReadonlyArray<QuarterTarget>
  /**
   * Rows left out: of teams, of who is nobody of the host's, of whole years, or in another currency, and months beside
   * their quarter's own target, which is what they are a part of. They have no place in targets by person and quarter.
   */
  readonly leftOut: ReadonlyArray<TargetRow>
}

const quarterOf = (period: string): string | null => {
  if (/^\d{4}-Q[1-4]$/.test(period)) return period
  const month = /^(\d{4})-(\d\d)$/.exec(period)
  return month === null ? null : `${month[1]}-Q${Math.ceil(Number(month[2]) / 3)}`
}

/**
 * Turns a source's targets into targets by person and quarter.
 *
 * @param rows - the targets of an import plan
 * @param currency - the plan's currency
 * @param ownerIdOf - the id of the person behind a source's key; null for who is nobody of the host's
 */
export const importTargets = (
  rows: ReadonlyArray<TargetRow>,
  currency: string,
  ownerIdOf: (key: string) => string | null,
): ImportTargets => {
  const sums = new Map<string, QuarterTarget>()
  const leftOut: Array<TargetRow> = []
  const placed = rows.flatMap((row) => {
    const quarter = quarterOf(row.period)
    const ownerId = row.ownerKey === null ? null : ownerIdOf(row.ownerKey)
    if (quarter !== null && ownerId !== null && row.currency === currency) {
      return [{ row, ownerId, quarter, key: `${quarter} ${ownerId}`, isWhole: row.period === quarter }]
    }
    leftOut.push(row)
    return []
  })
  const whole = new Set(placed.flatMap(({ key, isWhole }) => (isWhole ? [key] : [])))
  for (const { row, ownerId, quarter, key, isWhole } of placed) {
    if (!isWhole && whole.has(key)) {
      leftOut.push(row)
      continue
    }
    const amountMinor = addMinor(sums.get(key)?.amountMinor ?? 0, row.amountMinor)
    sums.set(key, { ownerId, quarter, amountMinor })
  }
  return { targets: [...sums.values()], leftOut }
}
