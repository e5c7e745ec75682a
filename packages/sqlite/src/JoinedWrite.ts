import { VersionConflict } from "@salesdept/core/ports/adapter"
import type { SqlAnswer, SqlExecutor } from "@salesdept/core/ports"
import type { Catalog, PreparedWrite, RecordWrite } from "@salesdept/sql"

/** Hosts may have their driver give 64-bit integers as bigint; ours are within ±(2^53−1) by constraint. */
const plainRow = (row: SqlAnswer["rows"][number]): SqlAnswer["rows"][number] =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, typeof value === "bigint" ? Number(value) : value]),
  )

/** Runs a statement of ours over the host's connection. */
export const rowsOver = async (
  { execute }: SqlExecutor,
  text: string,
  values: ReadonlyArray<unknown>,
): Promise<SqlAnswer["rows"]> => (await execute(text, values)).rows.map(plainRow)

/**
 * Writes over a host's connection what a command has decided, statement by statement: nobody else writes to the database
 * meanwhile, so each check holds until the end.
 *
 * @returns the conflict it met; what it wrote before that is to be taken back
 */
export const writeJoined = async (
  executor: SqlExecutor,
  catalog: Catalog,
  { writes }: PreparedWrite,
): Promise<VersionConflict | null> => {
  if (writes === null) return null
  const { tenant } = writes
  const deals = catalog.of("deal").statements
  const run = (text: string, values: ReadonlyArray<unknown>): Promise<SqlAnswer> => executor.execute(text, values)

  const factsMoved = async (id: string, factsVersion: number): Promise<boolean> => {
    const [row] = await rowsOver(executor, deals.factsVersion, [tenant, id])
    return Number(row?.["facts_version"]) !== factsVersion
  }

  const writeRecord = async ({ table, id, row, changes, expectedVersion }: RecordWrite): Promise<boolean> => {
    const { statements } = catalog.of(table.kind)
    if (changes === null) {
      if ((await rowsOver(executor, statements.version, [tenant, id])).length > 0) return false
      await run(statements.insert, row())
      return true
    }
    // Not every driver says how many rows a statement changed; all give back what it returns.
    const returning = `${statements.updateOf(changes.positions)} returning id`
    const changed = await rowsOver(executor, returning, [...changes.values, tenant, id, expectedVersion])
    return changed.length === 1
  }

  const guards = [
    ...writes.guards,
    ...writes.records.flatMap(({ id, factsVersion }) => (factsVersion === null ? [] : [{ id, factsVersion }])),
  ]
  for (const { id, factsVersion } of guards) {
    if (await factsMoved(id, factsVersion)) return new VersionConflict(id, factsVersion)
  }
  for (const record of writes.records) {
    if (!(await writeRecord(record))) return new VersionConflict(record.id, record.expectedVersion)
  }
  for (const values of writes.journal) await run(catalog.journal.append, values)
  for (const values of writes.outbox) await run(catalog.journal.keep, values)
  for (const id of writes.erasures) await run(catalog.journal.eraseTexts, [tenant, id])
  for (const values of writes.texts) await run(catalog.journal.insertTexts, values)
  for (const values of writes.removedFieldValues) await run(catalog.journal.removeFieldValue, values)
  for (const values of writes.addedFieldValues) await run(catalog.journal.addFieldValue, values)
  if (writes.erasures.length > 0) await run(catalog.journal.forgetInputs, [tenant])
  const touched = writes.records.flatMap((record) => (record.touched ? [record.id] : []))
  for (const id of [...touched, ...writes.touches]) await run(deals.touch, [tenant, id])
  if (writes.touchedClients.length > 0) {
    const counted = [...writes.records.map(({ id }) => id), ...writes.touches]
    await run(deals.touchOfClients, [tenant, JSON.stringify(writes.touchedClients), JSON.stringify(counted)])
  }
  if (writes.command !== null) await run(catalog.journal.insertCommand, writes.command)
  return null
}
