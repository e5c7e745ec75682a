import { genesisHash, sealChange, sha256 } from "@salesdept/core/journal"
import type { Decision, JournalEvent, SealedChange } from "@salesdept/core/journal"
import { VersionConflict } from "@salesdept/core/ports/adapter"
import type { Transaction } from "@salesdept/core/ports"
import * as Result from "effect/Result"
import type { Catalog } from "../Catalog.ts"
import { journalValues } from "../statement/JournalStatements.ts"
import type { CommandWrites } from "../statement/PostgresWrite.ts"
import type { RecordWrite } from "../statement/RecordWrite.ts"
import { changedColumns } from "./ChangedColumns.ts"
import type { CommandReads } from "./CommandReads.ts"

/** By what a commit of unknown outcome is recognised as ours. */
type Trace =
  /** Its first journal row. */
  | { readonly _tag: "Event"; readonly event: JournalEvent }
  /** Its idempotency record, where it wrote no event. */
  | { readonly _tag: "Key"; readonly key: string; readonly salt: string }
  /** Nothing that would matter if it were written twice. */
  | { readonly _tag: "None" }

/** A record that a repeated run locks before it reads. */
export interface RecordLock {
  /** Kind of the record. */
  readonly kind: string
  /** Its id. */
  readonly id: string
  /** Whether it is locked against those too who are about to refer to it. */
  readonly isRetired?: true
}

/** A decision, sealed and ready to be written; at the versions it expects, it can be written only once. */
export interface PreparedWrite {
  /** What to write; null where there is nothing. */
  readonly writes: CommandWrites | null
  /** The journal rows it writes. */
  readonly events: ReadonlyArray<JournalEvent>
  /** How to find out whether it was committed. */
  readonly trace: Trace
  /** Records that were there before and that others may be changing at the same time. */
  readonly contended: ReadonlyArray<RecordLock>
  /** Records to be locked before the decision is made: where they are not, it is not to be written. */
  readonly retired: ReadonlyArray<RecordLock>
  /** Records that are changed or made. */
  readonly changed: ReadonlyArray<RecordLock>
}

/** A command that makes records of more clients is an import. */
const mostClients = 64

/** Seals every change onto the head of its record. Fails where a decision is out of date before anything is sent. */
const sealAll = <Answer>(
  decided: Decision<Answer>,
  transaction: Transaction<Answer, unknown>,
  reads: CommandReads,
): Result.Result<ReadonlyArray<SealedChange>, VersionConflict> => {
  const torn = reads.torn()
  if (torn !== null) return Result.fail(new VersionConflict(torn.id, torn.version))
  const sealed: Array<SealedChange> = []
  const seen = new Set<string>()
  for (const change of decided.changes) {
    const { id } = change.after
    const key = `${change.of.kind}\n${id}`
    const head = reads.knownHead(change.of, id) ?? { version: 0, hash: genesisHash }
    if (head.version !== change.expectedVersion || seen.has(key)) {
      return Result.fail(new VersionConflict(id, change.expectedVersion))
    }
    seen.add(key)
    sealed.push(sealChange(change, transaction.author, head.hash, sha256, transaction.salt))
  }
  return Result.succeed(sealed)
}

const recordWrites = <Answer>(
  decided: Decision<Answer>,
  sealed: ReadonlyArray<SealedChange>,
  tenant: string,
  reads: CommandReads,
  catalog: Catalog,
): Pick<CommandWrites, "records" | "guards" | "touches" | "touchedClients"> => {
  const guards = new Map(decided.guards.map(({ dealId, factsVersion }) => [dealId, factsVersion]))
  const touches = new Set(decided.touches)
  // One statement can change a row only once: what else the decision says of a changed deal goes into its own change.
  const records = sealed.map(({ change, head }): RecordWrite => {
    const { table } = catalog.of(change.of.kind)
    const { id } = change.after
    const guard = table.countsFacts ? guards.get(id) : undefined
    const touched = table.countsFacts && touches.has(id)
    if (table.countsFacts && change.expectedVersion > 0) guards.delete(id)
    if (touched) touches.delete(id)
    const { after, expectedVersion, of } = change
    const isNew = expectedVersion === 0
    return {
      table,
      id,
      row: () => table.toValues(tenant, after, head),
      changes: isNew ? null : changedColumns(table, tenant, after, head, reads.rowRead(of, id)),
      expectedVersion,
      factsVersion: guard ?? null,
      touched,
    }
  })
  return {
    records,
    guards: [...guards].map(([id, factsVersion]) => ({ id, factsVersion })),
    touches: [...touches],
    touchedClients: decided.touchedClients ?? [],
  }
}

/** What a command's key is kept with. */
export interface KeyMark {
  /** Its salt. */
  readonly salt: string
  /** Digest of the input with the salt. */
  readonly digest: string
}

/** Marks the key of a command; null where it has none. This hangs on nothing that is read, so it can be done while an answer is on its way. */
export const markKey = ({ idempotency, salt: newSalt }: Transaction<unknown, unknown>): KeyMark | null => {
  if (idempotency === null) return null
  const salt = newSalt()
  return { salt, digest: idempotency.digest(salt) }
}

/**
 * Has the heads read of what a decision changes, where the command itself did not; null where there are none to be read. Of a record that
 * should not be there nothing need be read: its key keeps a second one out.
 */
export const readHeads = ({ changes }: Decision<unknown>, reads: CommandReads): Promise<unknown> | null => {
  const unread = changes.filter(
    ({ after, expectedVersion, of }) => expectedVersion > 0 && reads.knownHead(of, after.id) === undefined,
  )
  return unread.length === 0 ? null : eachHead(unread, reads)
}

const eachHead = async (unread: Decision<unknown>["changes"], reads: CommandReads): Promise<void> => {
  // One connection answers one question at a time.
  for (const { after, of } of unread) await reads.readHead(of, after.id)
}

/**
 * Makes of a decision what there is to write; heads of what it changes have been read.
 *
 * @returns a conflict where the decision is out of date already
 */
export const prepareWrite = <Answer>(
  decided: Decision<Answer>,
  transaction: Transaction<Answer, unknown>,
  mark: KeyMark | null,
  reads: CommandReads,
  catalog: Catalog,
): Result.Result<PreparedWrite, VersionConflict> => {
  const sealing = sealAll(decided, transaction, reads)
  if (Result.isFailure(sealing)) return Result.fail(sealing.failure)
  const sealed = sealing.success
  const { author, idempotency } = transaction
  const { tenant } = author
  const journal = sealed.flatMap(({ events, payloadTexts }) =>
    events.map((event, index) => journalValues(event, payloadTexts[index] ?? "")),
  )
  const outbox = sealed.map(({ change, events }) => {
    const from = change.expectedVersion + 1
    return [tenant, change.after.id, from, change.expectedVersion + events.length, author.recordedAt]
  })
  const texts = sealed.flatMap((change) =>
    change.texts === null
      ? []
      : [[tenant, change.texts.recordId, change.texts.version, JSON.stringify(change.texts.texts), change.texts.salt]],
  )
  const fieldValues = (part: "added" | "removed") =>
    sealed.flatMap(({ change: { after, fieldValues: values, of } }) =>
      (values?.[part] ?? []).map(({ field, value }) => [tenant, of.kind, field, value, after.id]),
    )
  const events = sealed.flatMap((change) => change.events)
  const firstEvent = events[0]
  let trace: Trace = firstEvent === undefined ? { _tag: "None" } : { _tag: "Event", event: firstEvent }
  let command: CommandWrites["command"] = null
  if (idempotency !== null && mark !== null) {
    const { salt, digest } = mark
    const streams = sealed.map(({ change, events }) => [
      change.after.id,
      change.expectedVersion + 1,
      change.expectedVersion + events.length,
    ])
    command = [
      tenant,
      idempotency.key,
      salt,
      digest,
      JSON.stringify(decided.answer),
      JSON.stringify(streams),
      author.recordedAt,
    ]
    if (firstEvent === undefined) trace = { _tag: "Key", key: idempotency.key, salt }
  }
  const assumptions = reads.assumptions()
  const taken = new Set(
    assumptions.flatMap(({ table, id, head }) => (table.kind === "client" && head === null ? id : [])),
  )
  const clients = (decided.ofClients ?? []).filter((id) => !taken.has(id))
  const writes: CommandWrites = {
    tenant,
    ...recordWrites(decided, sealed, tenant, reads, catalog),
    assumptions,
    // What imports state is not held to what is in the base.
    ofClients: clients.length > mostClients ? [] : clients.toSorted(),
    journal,
    outbox,
    texts,
    addedFieldValues: fieldValues("added"),
    removedFieldValues: fieldValues("removed"),
    erasures: decided.erasures ?? [],
    command,
  }
  const { records, guards, touches, touchedClients, erasures } = writes
  const nothing =
    [records, guards, touches, touchedClients, erasures].every(({ length }) => length === 0) && command === null
  const retired = (decided.retires ?? []).map(({ kind, id }): RecordLock => ({ kind, id, isRetired: true }))
  const contended: ReadonlyArray<RecordLock> = [
    ...retired,
    ...records.filter(({ expectedVersion }) => expectedVersion > 0).map(({ table, id }) => ({ kind: table.kind, id })),
    ...guards.map(({ id }) => ({ kind: "deal", id })),
    ...touches.map((id) => ({ kind: "deal", id })),
  ]
  const changed = records.map(({ table, id }) => ({ kind: table.kind, id }))
  return Result.succeed({ writes: nothing ? null : writes, events, trace, contended, retired, changed })
}
