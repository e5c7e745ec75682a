import type { ClientId } from "../shared/Ids.ts"
import type { AnyAggregate, RecordState } from "./Aggregate.ts"
import { mergedInto } from "./Standing.ts"
import type { Read } from "./Work.ts"

/** Clients asked for by the name of their kind: what folds their events does not matter to a store that reads. */
const clients: AnyAggregate = {
  kind: "client",
  indexes: ["mergedIntoId"],
  ownership: { field: "ownerId" },
  evolve: (state) => state,
}

/**
 * Rows of a source with clients in the base in place of those that were merged into them: a source goes on naming both. What is not in
 * the base stays as the source says.
 *
 * @param rows - what the source says
 */
export function* withMergedClients<Row extends { readonly clientId?: ClientId | null }>(
  rows: ReadonlyArray<Row>,
): Generator<Read, ReadonlyArray<Row>, unknown> {
  const intoOf = new Map<string, ClientId>()
  let asked: ReadonlyArray<ClientId> = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))]
  while (asked.length > 0) {
    const question: Read = { _tag: "ById", of: clients, ids: asked }
    const merged = ((yield question) as ReadonlyArray<RecordState>).flatMap((record) => {
      const into = mergedInto(record) as ClientId | null
      return into === null ? [] : [[record.id, into] as const]
    })
    for (const [id, into] of merged) intoOf.set(id, into)
    asked = [...new Set(merged.map(([, into]) => into))].filter((id) => !intoOf.has(id))
  }
  if (intoOf.size === 0) return rows
  const lead = (id: ClientId): ClientId => {
    const into = intoOf.get(id)
    return into === undefined ? id : lead(into)
  }
  return rows.map((row) =>
    row.clientId === null || row.clientId === undefined ? row : { ...row, clientId: lead(row.clientId) },
  )
}

/**
 * The clients that were merged into one, straight or by way of others: what was noted of them under their own ids is of that one.
 *
 * @param clientId - the client that stays
 */
export function* mergedClients(clientId: ClientId): Generator<Read, ReadonlyArray<ClientId>, unknown> {
  const found: Array<ClientId> = []
  for (let into: ReadonlyArray<ClientId> = [clientId]; into.length > 0;) {
    const question: Read = { _tag: "Where", of: clients, index: "mergedIntoId", values: into }
    into = ((yield question) as ReadonlyArray<{ readonly id: ClientId }>).map(({ id }) => id)
    found.push(...into)
  }
  return found
}
