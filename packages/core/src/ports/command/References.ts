import * as Context from "effect/Context"
import * as Result from "effect/Result"
import { fnUntraced } from "effect/Effect"
import type { Aggregate, AnyAggregate, Ownership, RecordState } from "../../journal/Aggregate.ts"
import type { Decision } from "../../journal/Decision.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import { isInBase, mergedInto } from "../../journal/Standing.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import type { NamedRecord } from "../../shared/RecordErrors.ts"
import type { ClientId, TenantId } from "../../shared/Ids.ts"
import { fieldOf } from "../RecordFilter.ts"
import type { StoreReads } from "../Store.ts"

/** Kinds of record that a host may keep itself: the library refers to them by ids that it takes as they come. */
export const hostKeptKinds = ["client", "contact", "lead", "deal", "dialog"] as const

/** A kind of record that a host may keep itself. */
export type HostKeptKind = (typeof hostKeptKinds)[number]

/**
 * Fields of an input that name records which have to be in the base, each with their kind: a field, a field within one (`by.advocateId`), one
 * that holds a list of ids, or a field of each entry of a list (`payers.clientId`).
 */
export interface References {
  readonly [field: string]: HostKeptKind
}

/** A record that an input names. */
export interface Reference extends NamedRecord {
  readonly kind: HostKeptKind
}

/** Kinds of record that the host keeps itself; none unless it says so. */
export const KeptByHost = Context.Reference<ReadonlySet<string>>("@salesdept/core/KeptByHost", {
  defaultValue: () => new Set(),
})

/** Whose the records are that commands refer to, as their own areas say: a command may refer to what its area does not know. */
export const referredOwnership: { readonly [Kind in HostKeptKind]: Ownership } = {
  client: { field: "ownerId" },
  contact: { through: "clientId", kind: "client", field: "ownerId" },
  lead: { field: "ownerId" },
  deal: { field: "ownerId" },
  dialog: { field: "repId" },
}

/** Records of a kind that are asked for by its name: what folds their events does not matter to a store that reads. */
const named = (kind: HostKeptKind): AnyAggregate => ({
  kind,
  indexes: [],
  ownership: referredOwnership[kind],
  evolve: (state) => state,
})

const keyOf = (kind: string, id: string): string => `${kind}\n${id}`

type Fields = { readonly [name: string]: unknown }

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null

/** The ids under a way of names, with where each stands; through the entries of lists. */
const idsAt = (
  value: unknown,
  path: string,
  names: ReadonlyArray<string>,
): ReadonlyArray<{ readonly id: string; readonly field: string }> => {
  if (Array.isArray(value)) return value.flatMap((one, at) => idsAt(one, `${path}[${at}]`, names))
  const [name, ...rest] = names
  if (name === undefined) return typeof value === "string" ? [{ id: value, field: path }] : []
  return isFields(value) ? idsAt(value[name], path === "" ? name : `${path}.${name}`, rest) : []
}

const changedAt = (value: unknown, names: ReadonlyArray<string>, change: (value: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => changedAt(one, names, change))
  const [name, ...rest] = names
  if (name === undefined) return change(value)
  return isFields(value) && value[name] !== undefined
    ? { ...value, [name]: changedAt(value[name], rest, change) }
    : value
}

/**
 * The records that an input names.
 *
 * @param references - fields of the input that name records
 * @param input - the command's input
 */
export const referencesIn = (references: References, input: object): ReadonlyArray<Reference> =>
  Object.entries(references).flatMap(([field, kind]) =>
    idsAt(input, "", field.split(".")).map((named) => ({ kind, ...named })),
  )

/** What was read before it is asked for: records by kind and id, null where there is none. */
export type ReadAhead = Map<string, RecordState | null>

/**
 * Reads what is referred to, one question for each kind.
 *
 * @param references - the records that are named
 * @param isPresenceAsked - whether a store may take them for there, and have its write check that
 */
export function* readReferences(
  references: ReadonlyArray<Reference>,
  isPresenceAsked: boolean,
): Generator<Read, ReadAhead, unknown> {
  const ahead: ReadAhead = new Map()
  for (const [kind, ofKind] of Map.groupBy(references, (reference) => reference.kind)) {
    const ids = [...new Set(ofKind.map(({ id }) => id))]
    const question: Read = { _tag: "ById", of: named(kind), ids, ...(isPresenceAsked ? { isPresenceAsked } : {}) }
    const found = (yield question) as ReadonlyArray<RecordState>
    for (const id of ids) ahead.set(keyOf(kind, id), null)
    for (const record of found) ahead.set(keyOf(kind, record.id), record)
  }
  return ahead
}

/**
 * The client that a question is about: the one named, or the one into which it was merged since.
 *
 * @param reads - the store
 * @param tenant - whose
 * @param clientId - the client that is named
 */
export const standingClient = fnUntraced(function* (reads: StoreReads, tenant: TenantId, clientId: ClientId) {
  let id = clientId
  for (;;) {
    const [client] = yield* reads.byIds(tenant, named("client") as Aggregate<RecordState, DomainEvent>, [id])
    const into = client === undefined ? null : mergedInto(client)
    if (into === null) return id
    // Clients are merged into clients.
    id = into as ClientId
  }
})

/** A record that a store took for there holds its id alone, and no event. */
const isWhole = ({ version }: RecordState): boolean => version > 0

/**
 * The answer to a question from what was read before; null where that does not answer it.
 *
 * @param ahead - what was read before
 * @param question - the question
 */
export const answeredAhead = (ahead: ReadAhead, question: Read): ReadonlyArray<RecordState> | null => {
  if (question._tag !== "ById") return null
  const records: Array<RecordState> = []
  for (const id of question.ids) {
    const record = ahead.get(keyOf(question.of.kind, id))
    if (record === undefined) return null
    if (record === null) continue
    if (question.isPresenceAsked !== true && !isWhole(record)) return null
    records.push(record)
  }
  return records
}

/** Which record in the base each reference leads to: itself, or the one into which it was merged; null where to none. */
function* leadingTo(references: ReadonlyArray<Reference>, ahead: ReadAhead) {
  for (let asked = references; asked.length > 0;) {
    const next: Array<Reference> = []
    for (const [key, record] of yield* readReferences(asked, true)) ahead.set(key, record)
    for (const { kind, id, field } of asked) {
      const record = ahead.get(keyOf(kind, id)) ?? null
      const into = record === null ? null : mergedInto(record)
      if (into !== null && !ahead.has(keyOf(kind, into))) next.push({ kind, id: into, field })
    }
    asked = next
  }
  // One can only go into another that is in the base, so that the way ends.
  const lead = (kind: string, id: string): string | null => {
    const record = ahead.get(keyOf(kind, id)) ?? null
    if (record === null) return null
    const into = mergedInto(record)
    if (into !== null) return lead(kind, into)
    return isInBase(record) ? id : null
  }
  return ({ kind, id }: Omit<Reference, "field">) => lead(kind, id)
}

/** The input with what its references lead to in their place. */
const redirected = <Input extends object>(
  input: Input,
  references: References,
  leads: (reference: Omit<Reference, "field">) => string | null,
): Input =>
  Object.entries(references).reduce<unknown>((changed, [field, kind]) => {
    const toward = (id: unknown): unknown => (typeof id === "string" ? (leads({ kind, id }) ?? id) : id)
    return changedAt(changed, field.split("."), toward)
  }, input) as Input

/** Whether a record that was read refers to another by this field already: what it names was held to be there before. */
const isKnown = (read: Iterable<RecordState>, { field, id }: Reference): boolean => {
  for (const record of read) if (fieldOf(record, field) === id) return true
  return false
}

/**
 * A command's work that is refused where its input names records that are not in the base, all of them at once and behind the work's own
 * refusals. What was merged is taken for the record into which it went. What is read of them here is not read again by the work.
 *
 * @param begin - begins the command's work
 * @param references - fields of the input that name records
 * @param input - the command's input
 * @param kept - kinds of record that the host keeps itself
 */
export function* withReferences<Input extends object, Answer, Rejection>(
  begin: (input: Input) => Work<Answer, Rejection>,
  references: References,
  input: Input,
  kept: ReadonlySet<string>,
): Generator<Read, Result.Result<Decision<Answer>, Rejection | RecordNotFound>, unknown> {
  const asked = referencesIn(references, input).filter(({ kind }) => !kept.has(kind))
  if (asked.length === 0) return yield* begin(input)
  const ahead: ReadAhead = new Map()
  const leads = yield* leadingTo(asked, ahead)
  const work = begin(redirected(input, references, leads))
  const read: Array<RecordState> = []
  let step = work.next()
  while (step.done !== true) {
    const answer: unknown = answeredAhead(ahead, step.value) ?? (yield step.value)
    if (step.value._tag !== "Texts") read.push(...(answer as ReadonlyArray<RecordState>))
    step = work.next(answer)
  }
  if (Result.isFailure(step.value) || step.value.success.changes.length === 0) return step.value
  const [first, ...others] = asked.filter((reference) => leads(reference) === null && !isKnown(read, reference))
  return first === undefined ? step.value : Result.fail(new RecordNotFound(first.kind, first.id, first.field, others))
}
