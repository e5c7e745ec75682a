import { casesOf } from "./Finding.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"

type Repeatable = Pick<FindingRecord, "id" | "ruleId" | "ownerId" | "evidence" | "periodFrom" | "periodTo" | "status">

/** Reps before the department as a whole, then what was seen first, the narrower period before the wider one. */
const order = (left: Repeatable, right: Repeatable): number => {
  const whose = Number(left.ownerId === null) - Number(right.ownerId === null)
  if (whose !== 0) return whose
  if (left.periodTo !== right.periodTo) return left.periodTo < right.periodTo ? -1 : 1
  if (left.periodFrom !== right.periodFrom) return left.periodFrom > right.periodFrom ? -1 : 1
  return left.id < right.id ? -1 : 1
}

/**
 * Findings that say something which others do not: days, weeks and months are looked through one by one, and the month's finding of a rule
 * repeats what its days found; so does the department's what its reps' say. A finding whose cases the same rule has named all before,
 * of the same rep or, for the department, of anybody, is left out; so is what was withdrawn, also where a wider finding names it again.
 */
export const distinctFindings = <Found extends Repeatable>(findings: ReadonlyArray<Found>): ReadonlyArray<Found> => {
  const named = new Map<string, Set<string>>()
  const namedBy = (ruleId: string, ownerId: string | null): Set<string> => {
    const key = JSON.stringify([ruleId, ownerId])
    const known = named.get(key) ?? new Set()
    named.set(key, known)
    return known
  }
  return findings.toSorted(order).filter(({ ruleId, ownerId, evidence, status }) => {
    const before = namedBy(ruleId, ownerId)
    const byAnybody = namedBy(ruleId, null)
    const cases = casesOf(evidence)
    const isNew = cases.some((one) => !before.has(one))
    for (const one of cases) {
      before.add(one)
      byAnybody.add(one)
    }
    return isNew && status !== "withdrawn"
  })
}
