import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import { RecordRetired } from "../client/ClientErrors.ts"
import type { Client } from "../client/ClientSchema.ts"
import {
  broughtCustom,
  mergedClient,
  mergedValuesOf,
  unmergedCustom,
  unmergedTexts,
  unmergedValues,
} from "../client/Merge.ts"
import type { MergeConflict } from "../client/Merge.ts"
import type { CustomFieldsSet } from "../journal/CustomFields.ts"
import type { CustomValue } from "../shared/CustomField.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { namedHere } from "../client/DetailTexts.ts"
import type { RecordCorrected } from "../journal/Correction.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import { mergeProfiles, unmergeProfiles } from "../loyalty/ProfileTransferCommands.ts"
import { mergeRewards, unmergeRewards } from "../loyalty/RewardTransferCommands.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { ClientId } from "../shared/Ids.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { ClientRecord } from "./ClientKinds.ts"
import { clientKinds, unmovedClientKinds } from "./ClientKinds.ts"
import { ClientNotMerged, MergeTooLarge } from "./MergeErrors.ts"
import type { MergeClients, UnmergeClient } from "./MergeSchema.ts"

/** How many records of a kind change their client. */
export interface MovedCount {
  /** Kind of the records. */
  readonly kind: string
  /** How many. */
  readonly count: number
}

/** What merging two clients does, or would do. */
export interface MergeAnswer {
  /** The client that stays, after the merge. */
  readonly into: Client
  /** The client that went into it. */
  readonly from: Client
  /** Fields in which both had a value and the values differed. */
  readonly conflicts: ReadonlyArray<MergeConflict>
  /** Records that move, by kind; kinds without any are left out. */
  readonly moved: ReadonlyArray<MovedCount>
  /** Records that stay with the client that goes, since they cannot move: its loyalty profile and its reward account, both emptied. */
  readonly unmoved: ReadonlyArray<MovedCount>
}

/** What undoing a merge does. */
export interface UnmergeAnswer {
  /** The client that had stayed. */
  readonly into: Client
  /** The client that came back. */
  readonly from: Client
  /** Records that moved back, by kind. */
  readonly moved: ReadonlyArray<MovedCount>
  /** Records that the merge had moved and that went elsewhere since: they stay there. */
  readonly leftCount: number
}

/** Records that one merge moves at most, so that it stays one transaction. */
const mostRecords = 20_000

type ClientKind = Aggregate<ClientRecord, DomainEvent>

const redirected = (
  of: ClientKind,
  record: ClientRecord,
  to: ClientId,
  by: Pick<RecordCorrected["payload"], "cause" | "causeId">,
  occurredAt: string,
): Change =>
  recordEvents(of, record, [{ type: "RecordCorrected", payload: { ...by, values: { clientId: to } } }], { occurredAt })

const customSet = (values: { readonly [key: string]: CustomValue | null }): ReadonlyArray<CustomFieldsSet> =>
  Object.keys(values).length === 0 ? [] : [{ type: "CustomFieldsSet", payload: { values } }]

const countsOf = (moved: ReadonlyArray<{ readonly kind: string }>): ReadonlyArray<MovedCount> => {
  const counts = new Map<string, number>()
  for (const { kind } of moved) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}

function* active(id: ClientId): Generator<Read, Result.Result<Client, RecordNotFound | RecordRetired>, unknown> {
  const client = yield* byId(clientAggregate, id)
  if (client === null) return Result.fail(new RecordNotFound("client", id))
  return client.standing === "active"
    ? Result.succeed(client)
    : Result.fail(new RecordRetired("client", id, client.mergedIntoId))
}

/** What is recorded about some deals, and transfers of their payments, where it is a client's. */
function* aboutDeals(
  moved: ReadonlyArray<{ readonly kind: string; readonly id: string }>,
  clientId: ClientId,
): Generator<Read, ReadonlyArray<{ readonly of: ClientKind; readonly record: ClientRecord }>, unknown> {
  const found: Array<{ readonly of: ClientKind; readonly record: ClientRecord }> = []
  for (const [kind, index] of [
    [dealAggregate.kind, "dealId"],
    [paymentAggregate.kind, "paymentId"],
  ] as const) {
    const ids = [
      ...moved.flatMap((one) => (one.kind === kind ? [one.id] : [])),
      ...found.flatMap(({ of, record }) => (of.kind === kind ? [record.id] : [])),
    ]
    for (const of of clientKinds.filter(({ indexes }) => indexes.includes(index))) {
      for (const record of yield* where(of, index, ids)) {
        if (record.clientId === clientId) found.push({ of, record })
      }
    }
  }
  return found
}

const sameTexts = (left: Texts, right: Texts): boolean => canonicalJson(left) === canonicalJson(right)

/**
 * Merges one client into another: the values by the choices made, and everything that belongs to it moves. The client that
 * goes keeps its own record, texts and journal, and says into which it went. A dry run is the preview.
 */
export function* mergeClients(
  input: MergeClients,
  context: CommandContext,
): Work<MergeAnswer, RecordNotFound | RecordRetired | MergeTooLarge> {
  const readInto = yield* active(input.intoId)
  if (Result.isFailure(readInto)) return Result.fail(readInto.failure)
  const readFrom = yield* active(input.fromId)
  if (Result.isFailure(readFrom)) return Result.fail(readFrom.failure)
  const [into, from] = [readInto.success, readFrom.success]
  const { occurredAt } = context
  const texts = yield* textsOf([into, from])
  const [intoTexts, fromTexts] = [texts.get(into.id) ?? {}, texts.get(from.id) ?? {}]
  const merged = mergedClient(
    { client: into, texts: intoTexts },
    { client: from, texts: fromTexts },
    input.choices ?? {},
  )
  const children: Array<Change> = []
  const moved: Array<{ readonly kind: string; readonly id: string }> = []
  for (const of of clientKinds) {
    for (const record of yield* where(of, "clientId", [from.id])) {
      children.push(redirected(of, record, into.id, { cause: "merge", causeId: from.id }, occurredAt))
      moved.push({ kind: of.kind, id: record.id })
    }
  }
  children.push(...(yield* mergeProfiles(from.id, into.id, context)))
  const points = yield* mergeRewards(from.id, into.id, context)
  children.push(...points.changes)
  moved.push(...points.moved)
  const unmoved: Array<{ readonly kind: string }> = []
  for (const of of unmovedClientKinds) {
    for (const _record of yield* where(of, "clientId", [from.id])) unmoved.push({ kind: of.kind })
  }
  if (moved.length > mostRecords) return Result.fail(new MergeTooLarge(from.id, moved.length, mostRecords))
  const others = (yield* aboutDeals(moved, into.id)).map(({ record }) => record.id)
  const custom = broughtCustom(into.custom, from.custom)
  const newTexts = sameTexts(merged.texts, intoTexts) ? undefined : namedHere(intoTexts, merged.texts, into)
  const absorbed = recordEvents(
    clientAggregate,
    into,
    [{ type: "ClientAbsorbed", payload: { fromId: from.id, values: merged.values } }, ...customSet(custom)],
    { occurredAt, texts: newTexts },
  )
  const gone = recordEvents(
    clientAggregate,
    from,
    [
      {
        type: "ClientMerged",
        payload: {
          merge: {
            intoId: into.id,
            before: mergedValuesOf(into),
            after: merged.values,
            textsBefore: into.textsVersion,
            textsAfter: absorbed.after.textsVersion,
            ...(Object.keys(custom).length === 0 ? {} : { custom }),
            moved,
            ...(others.length === 0 ? {} : { others }),
          },
        },
      },
    ],
    { occurredAt },
  )
  return Result.succeed(
    decision(
      [absorbed, gone, ...children],
      {
        into: absorbed.after,
        from: gone.after,
        conflicts: merged.conflicts,
        moved: countsOf(moved),
        unmoved: countsOf(unmoved),
      },
      { touchedClients: [into.id, from.id], retires: bothOf(into, from) },
    ),
  )
}

/** Both clients, of which nobody writes while what belongs to them is read. */
const bothOf = (into: Client, from: Client) => [into, from].map(({ id }) => ({ kind: "client", id }))

/** Texts of a client as they were at a version; nothing where they were erased or there were none. */
function* textsAt(client: Client, textsVersion: number): Generator<Read, Texts | null, unknown> {
  if (textsVersion === 0) return {}
  const record: RecordState = { ...client, textsVersion }
  return (yield* textsOf([record])).get(client.id) ?? null
}

/**
 * Undoes a merge: the client comes back with its own values, what the merge had moved moves back unless it went elsewhere
 * since, and the client that stayed gets back what the merge had changed, except where it was changed again.
 */
export function* unmergeClient(
  input: UnmergeClient,
  context: CommandContext,
): Work<UnmergeAnswer, RecordNotFound | RecordRetired | ClientNotMerged> {
  const from = yield* byId(clientAggregate, input.clientId)
  if (from === null) return Result.fail(new RecordNotFound("client", input.clientId))
  if (from.merge === null) return Result.fail(new ClientNotMerged(from.id))
  const { merge } = from
  const readInto = yield* active(merge.intoId)
  if (Result.isFailure(readInto)) return Result.fail(readInto.failure)
  const into = readInto.success
  const { occurredAt } = context
  const redirection = { cause: "unmerge", causeId: from.id } as const
  const children: Array<Change> = []
  const moved: Array<{ readonly kind: string; readonly id: string }> = []
  for (const of of clientKinds) {
    const ids = merge.moved.flatMap(({ kind, id }) => (kind === of.kind ? [id] : []))
    for (const record of (yield* byIds(of, ids)).values()) {
      if (record.clientId !== into.id) continue
      children.push(redirected(of, record, from.id, redirection, occurredAt))
      moved.push({ kind: of.kind, id: record.id })
    }
  }
  // What was written about its deals since is theirs: the invoice goes back with the deal that it asks payment for.
  const known = new Set([...moved.map(({ id }) => id), ...(merge.others ?? [])])
  const since = (yield* aboutDeals(moved, into.id)).filter(({ record }) => !known.has(record.id))
  children.push(...since.map(({ of, record }) => redirected(of, record, from.id, redirection, occurredAt)))
  children.push(...(yield* unmergeProfiles(from.id, into.id, merge.moved, context)))
  const points = yield* unmergeRewards(from.id, into.id, merge.moved, context)
  children.push(...points.changes)
  moved.push(...points.moved)
  const before = yield* textsAt(into, merge.textsBefore)
  const after = yield* textsAt(into, merge.textsAfter)
  const now = yield* textsAt(into, into.textsVersion)
  // What was erased since is not brought back.
  const restored = before === null || after === null || now === null ? null : unmergedTexts(before, after, now)
  const released = recordEvents(
    clientAggregate,
    into,
    [
      {
        type: "ClientReleased",
        payload: { fromId: from.id, values: unmergedValues(merge.before, merge.after, mergedValuesOf(into)) },
      },
      ...customSet(Object.fromEntries(unmergedCustom(merge.custom ?? {}, into.custom).map((key) => [key, null]))),
    ],
    { occurredAt, texts: restored === null || now === null || sameTexts(restored, now) ? undefined : restored },
  )
  const back = recordEvents(clientAggregate, from, [{ type: "ClientUnmerged", payload: { intoId: into.id } }], {
    occurredAt,
  })
  return Result.succeed(
    decision(
      [released, back, ...children],
      {
        into: released.after,
        from: back.after,
        moved: countsOf([...moved, ...since.map(({ of }) => ({ kind: of.kind }))]),
        leftCount: merge.moved.length - moved.length,
      },
      { touchedClients: [into.id, from.id], retires: bothOf(into, from) },
    ),
  )
}
