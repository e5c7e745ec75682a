import { importEntities } from "@salesdept/core/exchange"
import type { FileReport, ImportEntity, ImportPlan } from "@salesdept/core/exchange"
import type { RecordedCounts, RecordedImport } from "@salesdept/core/exchange/service"
import type { ImportedFile } from "../model/ImportSection.ts"
import type { DeferredRow } from "./DeferredRows.ts"
import { say } from "./Words.ts"

const notSales = say("not records of sales", "не записи о продажах")

const recordedOf = (recorded: RecordedImport, entity: ImportEntity | null): RecordedCounts | null => {
  switch (entity) {
    case "deal":
      return recorded.deals
    case "client":
      return recorded.clients
    case "contact":
      return recorded.contacts
    case "product":
      return recorded.products
    case "rep":
      return recorded.reps
    case "lead":
      return recorded.leads
    case "team":
    case "target":
    case null:
      return null
  }
}

/**
 * Of the accepted rows of a file those that were in the base already. Recording counts by kind, not by file, so a kind that
 * is partly new and comes from several places gives its old rows to the files in their order, each up to its rows.
 */
const unchangedRows = (files: ReadonlyArray<FileReport>, recorded: RecordedImport): ReadonlyMap<string, number> => {
  const left = new Map<ImportEntity, number>()
  return new Map(
    files.map(({ file, entity, imported }) => {
      if (entity === null) return [file, 0]
      const open = left.get(entity) ?? recordedOf(recorded, entity)?.unchanged ?? 0
      const taken = Math.min(open, imported)
      left.set(entity, open - taken)
      return [file, taken]
    }),
  )
}

const countOf = (deferred: ReadonlyArray<DeferredRow>, file: string, outcome: DeferredRow["outcome"]): number =>
  new Set(deferred.flatMap((row) => (row.file === file && row.outcome === outcome ? [row.line] : []))).size

/**
 * What became of each file's rows; the four outcomes sum to the rows. A row that repeats an earlier one word for word counts
 * as unchanged, the rows of a file that is not read as rejected.
 *
 * @param plan - what was read
 * @param recorded - what recording it did
 * @param deferred - accepted rows that recording set aside
 */
export const importedFiles = (
  plan: ImportPlan,
  recorded: RecordedImport,
  deferred: ReadonlyArray<DeferredRow>,
): ReadonlyArray<ImportedFile> => {
  const unchanged = unchangedRows(plan.files, recorded)
  return plan.files.map(({ file, entity, records, imported, merged, rejected, notRead, unmappedColumns }) => {
    const conflictCount = countOf(deferred, file, "conflict")
    const unrecorded = countOf(deferred, file, "rejected")
    const same = Math.min(unchanged.get(file) ?? 0, imported - conflictCount - unrecorded)
    return {
      name: file,
      contents: entity === null ? notSales : importEntities[entity].name,
      rowCount: records,
      importedCount: imported - same - conflictCount - unrecorded,
      unchangedCount: merged + same,
      conflictCount,
      rejectedCount: rejected + notRead + unrecorded,
      unreadColumns: entity === null ? [] : unmappedColumns,
    }
  })
}
