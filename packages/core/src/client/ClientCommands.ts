import * as Result from "effect/Result"
import { readImportedCustom } from "../department/DepartmentImport.ts"
import { customChange, withCustomTexts } from "../department/DepartmentRules.ts"
import type { RecipientNotActive } from "../department/LeaverRules.ts"
import { refusedEntry, refusedLeaver } from "../department/LeaverRules.ts"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, isErased, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ClientId } from "../shared/Ids.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { refusedChoice, refusedTaxId } from "./BaseRules.ts"
import type { ClientAmended } from "./Client.ts"
import { clientAggregate } from "./Client.ts"
import type { ChoiceUnknown } from "./ClientErrors.ts"
import { RecordRetired } from "./ClientErrors.ts"
import type {
  AmendClient,
  Client,
  ClientPreferences,
  ClientValues,
  ImportClients,
  RegisterClient,
  TagClient,
} from "./ClientSchema.ts"
import { changedTexts, namedHere, namedBySource, sourceDetails } from "./DetailTexts.ts"
import { tagChange } from "./Tags.ts"

/** A client as commands answer it. */
export interface ClientAnswer {
  /** The client after the command. */
  readonly client: Client
}

/** A client that both the source and somebody here gave another name since the last import; ours was kept. */
export interface ClientImportConflict {
  /** The client. */
  readonly clientId: string
  /** The field. */
  readonly field: "name"
}

/** What an import did to the clients. */
export interface ClientImportAnswer {
  /** Clients that were not there. */
  readonly created: number
  /** Clients that took new values. */
  readonly changed: number
  /** Clients the source said nothing new of. */
  readonly unchanged: number
  /** Names that were kept. */
  readonly conflicts: ReadonlyArray<ClientImportConflict>
}

/**
 * Registers a client.
 *
 * @param known - texts that the base has of it already, such as those of its lead
 */
export function* registerClient(
  input: RegisterClient,
  context: CommandContext,
  known: Texts = {},
): Work<ClientAnswer, RecordExists | ChoiceUnknown | InputInvalid | RecipientNotActive> {
  const id = input.id ?? context.newId("client")
  if ((yield* byId(clientAggregate, id)) !== null) return Result.fail(new RecordExists("client", id))
  const refused =
    (yield* refusedChoice(context, [["segments", input.segmentId]])) ??
    (yield* refusedTaxId(context, input.taxId, known)) ??
    (yield* refusedEntry(input.ownerId))
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "client", input.custom, null)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
  const change = recordEvents(
    clientAggregate,
    null,
    [
      {
        type: "ClientRegistered",
        payload: {
          id,
          ownerId: input.ownerId ?? null,
          segmentId: input.segmentId ?? null,
          preferences: { language: input.language ?? null, way: input.way ?? null },
        },
      },
      ...custom.success.events,
    ],
    { occurredAt: context.occurredAt, texts: withCustomTexts({}, changedTexts({}, input), custom.success) },
  )
  return Result.succeed(decision([change], { client: change.after }, { touchedClients: [id] }))
}

/** Reads a client that is in the base; where it was merged, the one into which it went. */
export function* activeClient(
  id: ClientId,
): Generator<Read, Result.Result<Client, RecordNotFound | RecordRetired>, unknown> {
  const client = yield* byId(clientAggregate, id)
  if (client === null) return Result.fail(new RecordNotFound("client", id))
  if (client.standing === "active") return Result.succeed(client)
  // A client can only go into one that is in the base, so that the way ends.
  if (client.mergedIntoId !== null) return yield* activeClient(client.mergedIntoId)
  return Result.fail(new RecordRetired("client", id))
}

/** Changes values and texts of a client; what is said already changes nothing. */
export function* amendClient(
  input: AmendClient,
  context: CommandContext,
): Work<ClientAnswer, RecordNotFound | RecordRetired | ChoiceUnknown | InputInvalid | RecipientNotActive> {
  const read = yield* activeClient(input.clientId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const client = read.success
  const current = (yield* textsOf([client])).get(client.id) ?? {}
  const refused =
    (yield* refusedChoice(context, [["segments", input.segmentId]])) ??
    (yield* refusedTaxId(context, input.taxId, current)) ??
    (input.ownerId === client.ownerId ? null : yield* refusedLeaver(input.ownerId, context))
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "client", input.custom, client)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
  const texts = withCustomTexts(current, namedHere(current, changedTexts(current, input), client), custom.success)
  const preferences: ClientPreferences = {
    language: input.language === undefined ? client.preferences.language : input.language,
    way: input.way === undefined ? client.preferences.way : input.way,
  }
  const prefers = preferences.language !== client.preferences.language || preferences.way !== client.preferences.way
  const payload: ClientAmended["payload"] = {
    ...(input.ownerId === undefined || input.ownerId === client.ownerId ? {} : { ownerId: input.ownerId }),
    ...(input.segmentId === undefined || input.segmentId === client.segmentId ? {} : { segmentId: input.segmentId }),
    ...(prefers ? { preferences } : {}),
  }
  const isAmended = texts !== undefined || Object.keys(payload).length > 0
  const [first, ...others] = [
    ...(isAmended ? [{ type: "ClientAmended" as const, payload }] : []),
    ...custom.success.events,
  ]
  if (first === undefined) return Result.succeed(decision([], { client }))
  const change = recordEvents(clientAggregate, client, [first, ...others], {
    occurredAt: context.occurredAt,
    texts,
  })
  // Of the texts gates see only whether there is a tax number.
  const restated = payload.segmentId !== undefined || custom.success.events.length > 0
  const counted = restated || (texts !== undefined && texts["taxId"] !== current["taxId"])
  return Result.succeed(decision([change], { client: change.after }, { touchedClients: counted ? [client.id] : [] }))
}

/** Puts tags on a client and takes tags off. */
export function* tagClient(
  input: TagClient,
  context: CommandContext,
): Work<ClientAnswer, RecordNotFound | RecordRetired> {
  const read = yield* activeClient(input.clientId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const client = read.success
  const payload = tagChange(client.tags, input)
  if (payload.added.length + payload.removed.length === 0) return Result.succeed(decision([], { client }))
  const change = recordEvents(clientAggregate, client, [{ type: "ClientTagged", payload }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { client: change.after }))
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
export function* importClients(input: ImportClients, context: CommandContext): Work<ClientImportAnswer, InputInvalid> {
  const reading = yield* readImportedCustom(context, "client", input.rows)
  if (Result.isFailure(reading)) return Result.fail(reading.failure)
  const clients = yield* byIds(
    clientAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...clients.values()])
  const changes: Array<Change> = []
  const conflicts: Array<ClientImportConflict> = []
  let created = 0
  for (const [index, row] of input.rows.entries()) {
    const client = clients.get(row.id) ?? null
    const last = client?.imported ?? null
    const current = texts.get(row.id) ?? {}
    const custom = reading.success(index, client, last, current)
    // A source that does not say this time takes nothing back.
    const before = last ?? client
    const { ownerId = before?.ownerId ?? null, segmentId = before?.segmentId ?? null } = row
    const stated: ClientValues = { ownerId, segmentId }
    const details = isErased(client, texts) ? undefined : changedTexts(current, sourceDetails(current, row))
    const named = namedBySource(current, details, row.name)
    const renamed = isErased(client, texts) ? undefined : withCustomTexts(current, named.texts, custom)
    if (named.isConflict) conflicts.push({ clientId: row.id, field: "name" })
    if (
      renamed === undefined &&
      !custom.isNews &&
      last !== null &&
      client?.standing !== "void" &&
      fields.every((field) => last[field] === stated[field])
    )
      continue
    if (client === null) created += 1
    const kept = keptValues(client, stated)
    changes.push(
      recordEvents(
        clientAggregate,
        client,
        [
          {
            type: "ClientImported",
            payload: { id: row.id, sourceId: input.sourceId, stated: { ...stated, ...custom.stated }, kept },
          },
          ...custom.events,
        ],
        { occurredAt: context.occurredAt, texts: renamed },
      ),
    )
  }
  const changed = changes.length - created
  return Result.succeed(
    decision(
      changes,
      { created, changed, unchanged: input.rows.length - changes.length, conflicts },
      { touchedClients: changes.map(({ after }) => after.id), shown: [...clients.keys()] },
    ),
  )
}
