import type { Directory } from "./Directory.ts"
import type { RepRow, TargetRow, TeamRow } from "./ImportRow.ts"
import type { ReadingContext, SeenRecord, SourceFile } from "./SourceFile.ts"
import { amountColumn, distinctRecords, keyFrom, textColumn } from "./SourceFile.ts"
import { grainOfHeader, readPeriod } from "./TargetPeriod.ts"

/** Reads the targets of the files, in their order. A target's key is who it is for and when. */
export const targetRows = (
  sources: ReadonlyArray<SourceFile>,
  reps: Directory<RepRow>,
  teams: Directory<TeamRow>,
  context: ReadingContext,
): ReadonlyArray<TargetRow> => {
  const seen = new Map<string, SeenRecord>()
  return sources.flatMap((source) => {
    const { log, mapping, table } = source
    const records = distinctRecords(source, keyFrom(source, ["owner", "team", "period"]), seen, "keyMissing")
    const text = (field: string) => textColumn(source, records, field)
    const [owners, teamNames, periods] = [text("owner"), text("team"), text("period")]
    const amounts = amountColumn(source, records, "amount", context)
    const grain = grainOfHeader(mapping.columns.find(({ field }) => field === "period")?.column ?? "")
    return records.flatMap(({ line }, i): ReadonlyArray<TargetRow> => {
      const [owner, teamName, written, amount] = [
        owners[i] ?? null,
        teamNames[i] ?? null,
        periods[i] ?? null,
        amounts[i] ?? null,
      ]
      const period = written === null ? null : readPeriod(written, grain, context.localDay)
      if (period === null) log.reject(line, "periodUnreadable", "period", written)
      if (owner === null && teamName === null) log.reject(line, "targetForNobody")
      if (amount === null && !log.isRejected(line)) log.reject(line, "amountUnreadable", "amount")
      if (period === null || amount === null || log.isRejected(line)) return []
      log.accept(line)
      const place = { file: table.file, log, line }
      const ownerKey = reps.refer(owner, { ...place, field: "owner" })
      // A person's target that also names a team stays the person's: the team's own target is another figure.
      const teamKey = owner === null ? teams.refer(teamName, { ...place, field: "team" }) : null
      const sourceKey = `${owner === null ? `team:${teamKey}` : `rep:${ownerKey}`}:${period}`
      return [{ file: table.file, line, sourceKey, ownerKey, teamKey, period, ...amount }]
    })
  })
}
