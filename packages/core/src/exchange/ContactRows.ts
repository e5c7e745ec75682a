import { customCells } from "./CustomCells.ts"
import type { Directory } from "./Directory.ts"
import type { ClientRow, ContactRow } from "./ImportRow.ts"
import { personName } from "./PersonName.ts"
import type { ReadingContext, SeenRecord, SourceFile } from "./SourceFile.ts"
import { detailColumn, distinctRecords, hasField, keyFrom, textColumn } from "./SourceFile.ts"

const nameParts = ["name", "firstName", "lastName"]

/**
 * Reads the contact persons of the files, in their order. Where no column is the key, a person's name at a client is. A person of
 * whom no client is stated belongs to nobody's base and is not read.
 */
export const contactRows = (
  sources: ReadonlyArray<SourceFile>,
  clients: Directory<ClientRow>,
  context: ReadingContext,
): ReadonlyArray<ContactRow> => {
  const seen = new Map<string, SeenRecord>()
  return sources.flatMap((source) => {
    const { log, table } = source
    const isKeyed = hasField(source, "key")
    const parts = keyFrom(source, isKeyed ? ["key"] : [...nameParts, "client"])
    const records = distinctRecords(source, parts, seen, isKeyed ? "keyMissing" : "nameMissing")
    const text = (field: string) => textColumn(source, records, field)
    const [whole, first, last, employers] = [text("name"), text("firstName"), text("lastName"), text("client")]
    const positions = text("position")
    const [phones, emails] = [detailColumn(source, records, "phone"), detailColumn(source, records, "email")]
    const custom = customCells(source, records, context)
    return records.flatMap((record, i): ReadonlyArray<ContactRow> => {
      const { line } = record
      const name = personName(whole[i] ?? null, first[i] ?? null, last[i] ?? null)
      const employer = employers[i] ?? null
      if (name === null) log.reject(line, "nameMissing")
      if (employer === null) log.reject(line, "clientMissing", "client")
      if (log.isRejected(line)) return []
      const clientKey = clients.refer(employer, { file: table.file, log, line, field: "client" })
      if (name === null || clientKey === null) {
        log.reject(line, "clientMissing", "client", employer)
        return []
      }
      log.accept(line)
      const key = parts(record)
      return [
        {
          file: table.file,
          line,
          sourceKey: isKeyed ? (key[0] ?? "") : JSON.stringify(key),
          name,
          clientKey,
          position: positions[i] ?? null,
          phones: phones[i] ?? [],
          emails: emails[i] ?? [],
          ...custom[i],
        },
      ]
    })
  })
}
