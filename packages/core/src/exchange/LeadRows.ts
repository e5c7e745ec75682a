import { customCells } from "./CustomCells.ts"
import type { Directory } from "./Directory.ts"
import type { LeadRow, RepRow } from "./ImportRow.ts"
import { leadStatusOf } from "./LeadStatusText.ts"
import { personName } from "./PersonName.ts"
import type { ReadingContext, SeenRecord, SourceFile } from "./SourceFile.ts"
import { dateColumn, detailColumn, distinctRecords, keyFrom, textColumn } from "./SourceFile.ts"

/** Reads the leads of the files, in their order. */
export const leadRows = (
  sources: ReadonlyArray<SourceFile>,
  reps: Directory<RepRow>,
  context: ReadingContext,
): ReadonlyArray<LeadRow> => {
  const seen = new Map<string, SeenRecord>()
  return sources.flatMap((source) => {
    const { log, table } = source
    const records = distinctRecords(source, keyFrom(source, ["key"]), seen, "keyMissing")
    const text = (field: string) => textColumn(source, records, field)
    const [keys, names, origins, statuses, owners] = [
      text("key"),
      text("name"),
      text("source"),
      text("status"),
      text("owner"),
    ]
    const [firstNames, lastNames] = [text("firstName"), text("lastName")]
    const companies = text("company")
    const [phones, emails] = [detailColumn(source, records, "phone"), detailColumn(source, records, "email")]
    for (const [i, { line }] of records.entries()) {
      const status = statuses[i] ?? null
      if (status !== null && leadStatusOf(status) === null) log.note(line, "leadStatusUnknown", "status", status)
    }
    const created = dateColumn(source, records, "createdOn", context)
    const custom = customCells(source, records, context)
    return records.flatMap(({ line }, i): ReadonlyArray<LeadRow> => {
      if (log.isRejected(line)) return []
      log.accept(line)
      return [
        {
          file: table.file,
          line,
          sourceKey: keys[i] ?? "",
          name: personName(names[i] ?? null, firstNames[i] ?? null, lastNames[i] ?? null),
          source: origins[i] ?? null,
          status: statuses[i] ?? null,
          ownerKey: reps.refer(owners[i] ?? null, { file: table.file, log, line, field: "owner" }),
          createdOn: created[i] ?? null,
          company: companies[i] ?? null,
          phones: phones[i] ?? [],
          emails: emails[i] ?? [],
          dealKey: null,
          ...custom[i],
        },
      ]
    })
  })
}
