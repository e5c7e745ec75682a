import type { StageVisitFact } from "@salesdept/core/deal"
import type { JournalEvent } from "@salesdept/core/journal"

/**
 * Stays in stages by a deal's journal. Only a deal that was opened here has a history of its own: of an imported one the
 * source says where it is, not since when.
 *
 * @param stream - the deal's journal rows, in order of version
 */
export const stageVisitsOf = (
  stream: ReadonlyArray<Pick<JournalEvent, "stream" | "occurredAt" | "mark">>,
): ReadonlyArray<StageVisitFact> => {
  const visits: Array<StageVisitFact> = []
  for (const { stream: dealId, occurredAt, mark } of stream) {
    if (mark === null) continue
    const last = visits.at(-1)
    if (last?.stageId === mark.stageId) continue
    if (last !== undefined) visits[visits.length - 1] = { ...last, leftAt: occurredAt }
    visits.push({ dealId, stageId: mark.stageId, enteredAt: occurredAt, leftAt: null })
  }
  return visits
}
