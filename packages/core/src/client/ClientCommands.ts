import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, byIds, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { clientAggregate } from "./Client.ts"
import { RecordExists } from "./ClientErrors.ts"
import type { Client, ClientValues, ImportClients, RegisterClient } from "./ClientSchema.ts"

/** A client as commands answer it. */
export interface ClientAnswer {
  /** The client after the command. */
  readonly client: Client
}

/** What an import did to the clients. */
export interface ClientImportAnswer {
  /** Clients that were not there. */
  readonly created: number
  /** Clients that took new values. */
  readonly changed: number
  /** Clients the source said nothing new of. */
  readonly unchanged: number
}

/** Registers a client. */
export function* registerClient(input: RegisterClient, context: CommandContext): Work<ClientAnswer, RecordExists> {
  const id = input.id ?? context.newId("client")
  if ((yield* byId(clientAggregate, id)) !== null) return Result.fail(new RecordExists("client", id))
  const change = recordEvents(
    clientAggregate,
    null,
    [
      {
        type: "ClientRegistered",
        payload: { id, ownerId: input.ownerId ?? null, segmentId: input.segmentId ?? null },
      },
    ],
    { occurredAt: context.occurredAt, texts: { name: input.name } },
  )
  return Result.succeed(decision([change], { client: change.after }, { touchedClients: [id] }))
}

const fields: ReadonlyArray<keyof ClientValues> = ["ownerId", "segmentId"]

/** New values of the source win, except in fields that were changed here since the last import. */
const keptValues = (client: Client | null, stated: ClientValues): ClientValues => {
  if (client === null || client.imported === null) return stated
  const { imported } = client
  const kept = (field: keyof ClientValues) => (client[field] === imported[field] ? stated[field] : client[field])
  return { ownerId: kept("ownerId"), segmentId: kept("segmentId") }
}

/** Records clients as a source asserts them. */
export function* importClients(input: ImportClients, context: CommandContext): Work<ClientImportAnswer, never> {
  const clients = yield* byIds(
    clientAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...clients.values()])
  const changes: Array<Change> = []
  let created = 0
  for (const row of input.rows) {
    const client = clients.get(row.id) ?? null
    const stated: ClientValues = { ownerId: row.ownerId, segmentId: row.segmentId }
    const renamed = texts.get(row.id)?.["name"] !== row.name
    const last = client?.imported ?? null
    if (!renamed && last !== null && fields.every((field) => last[field] === stated[field])) continue
    if (client === null) created += 1
    const kept = keptValues(client, stated)
    changes.push(
      recordEvents(
        clientAggregate,
        client,
        [{ type: "ClientImported", payload: { id: row.id, sourceId: input.sourceId, stated, kept } }],
        { occurredAt: context.occurredAt, texts: renamed ? { ...texts.get(row.id), name: row.name } : undefined },
      ),
    )
  }
  const changed = changes.length - created
  return Result.succeed(
    decision(
      changes,
      { created, changed, unchanged: input.rows.length - changes.length },
      { touchedClients: changes.map(({ after }) => after.id) },
    ),
  )
}
