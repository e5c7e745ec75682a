import type { QuarterTarget } from "../plan/record/PlanSchema.ts"
import { addMinor } from "../shared/Money.ts"
import type { TargetRow } from "./ImportRow.ts"

/** Targets as a plan takes them, and those it cannot take. */
export interface ImportTargets {
  /** Targets by person and quarter; months of a quarter are summed. */
  readonly targets: ReadonlyArray<QuarterTarget>
  /** Rows left out: of teams, of who is nobody of the host's, of whole years, or in another currency. They have no place in targets by person and quarter. */
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
  for (const row of rows) {
    const quarter = quarterOf(row.period)
    const ownerId = row.ownerKey === null ? null : ownerIdOf(row.ownerKey)
    if (quarter === null || ownerId === null || row.currency !== currency) {
      leftOut.push(row)
      continue
    }
    const key = `${quarter} ${ownerId}`
    const amountMinor = addMinor(sums.get(key)?.amountMinor ?? 0, row.amountMinor)
    sums.set(key, { ownerId, quarter, amountMinor })
  }
  return { targets: [...sums.values()], leftOut }
}
