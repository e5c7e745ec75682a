import * as Result from "effect/Result"
import type { RecordState } from "../journal/Aggregate.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Change, Decision } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { sha256 } from "../journal/Sha256.ts"
import { compareCodePoints } from "../shared/CodePoints.ts"
import type { ChunkId, RunId } from "../shared/Ids.ts"
import { chunkAggregate, runAggregate } from "../department/Run.ts"
import type { RunEntry } from "../department/RunSchema.ts"
import { RunMismatch, RunRevertedAlready } from "./RunErrors.ts"
import { togetherWith } from "./RunKinds.ts"

/** The id of a part: numbered, so that parts stand in the order in which they were written. */
const chunkIdOf = (runId: RunId, part: number): ChunkId =>
  `chunk_${runId.slice("run_".length)}.${String(part).padStart(6, "0")}`

/** Fields that every kind has and that no run changes by itself. */
const ownFields: ReadonlySet<string> = new Set(["id", "version", "textsVersion", "changedAt", "factsVersion"])

interface Fields {
  readonly [field: string]: unknown
}

const fieldsOf = (state: RecordState): Fields => state as RecordState & Fields

const sameValue = (left: unknown, right: unknown): boolean =>
  left === right || canonicalJson([left ?? null]) === canonicalJson([right ?? null])

/** What a change did to a record. */
const entryOf = (kind: string, before: RecordState | null, after: RecordState): RunEntry => {
  const [earlier, later] = [before === null ? {} : fieldsOf(before), fieldsOf(after)]
  const isChanged = (field: string): boolean => !ownFields.has(field) && !sameValue(earlier[field], later[field])
  const changed =
    before === null
      ? []
      : // A record that lost the last of its custom values has no such field any more.
        [...new Set([...Object.keys(earlier), ...Object.keys(later)])].filter((field) =>
          togetherWith(kind, field).some(isChanged),
        )
  const pick = (fields: Fields): Fields => Object.fromEntries(changed.map((field) => [field, fields[field] ?? null]))
  return {
    kind,
    id: after.id,
    isNew: before === null,
    before: pick(earlier),
    after: pick(later),
    version: after.version,
    textsBefore: before?.textsVersion ?? 0,
    textsAfter: after.textsVersion,
  }
}

/** What taking back an entry does to the record as it is now. */
export interface RestoredFields {
  /** Fields that get their earlier values back. */
  readonly values: Fields
  /** Fields that were changed again since the run: they stay; custom fields as `custom.<key>`. */
  readonly kept: ReadonlyArray<string>
}

/**
 * Custom fields are taken back one by one, as if each were a field of the record: what was changed here since the run stays, and the
 * others get back what they were.
 */
const restoredCustom = (before: unknown, after: unknown, now: unknown): RestoredFields => {
  const [earlier, run, current] = [before ?? {}, after ?? {}, now ?? {}] as [Fields, Fields, Fields]
  const values: { [key: string]: unknown } = { ...current }
  const kept: Array<string> = []
  const stated = new Set([...Object.keys(earlier), ...Object.keys(run)])
  for (const key of [...stated].toSorted(compareCodePoints)) {
    if (sameValue(earlier[key], run[key])) continue
    if (!sameValue(current[key], run[key])) kept.push(`custom.${key}`)
    else if (earlier[key] === undefined) delete values[key]
    else values[key] = earlier[key]
  }
  if (sameValue(values, current)) return { values: {}, kept }
  return { values: { custom: Object.keys(values).length === 0 ? null : values }, kept }
}

/** The fields that get back what they were before a run, and those that stay, as they or what they stand with were changed since. */
export const restoredFields = ({ kind, before, after }: RunEntry, now: RecordState): RestoredFields => {
  const current = fieldsOf(now)
  const values: { [field: string]: unknown } = {}
  const kept: Array<string> = []
  const isAsLeft = (field: string): boolean => !(field in after) || sameValue(current[field], after[field])
  for (const field of Object.keys(after)) {
    // It is there for what it stands together with.
    if (sameValue(before[field], after[field])) continue
    // Since when nobody owns it goes with who does, and whose result it is follows from the whole.
    if (field === "unownedSince" || field === "sellerId" || field === "closedById") continue
    if (field === "custom") {
      const custom = restoredCustom(before[field], after[field], current[field])
      Object.assign(values, custom.values)
      kept.push(...custom.kept)
    } else if (togetherWith(kind, field).every(isAsLeft)) values[field] = before[field] ?? null
    else kept.push(field)
  }
  if ("ownerId" in values && "unownedSince" in after) values["unownedSince"] = before["unownedSince"] ?? null
  return { values, kept }
}

/** Runs work and keeps the states it read, by record: what they were before. */
export function* observed<Answer, Rejection>(
  inner: Work<Answer, Rejection>,
  seen: Map<string, RecordState>,
): Generator<Read, Result.Result<Decision<Answer>, Rejection>, unknown> {
  let step = inner.next()
  while (step.done !== true) {
    const answer = yield step.value
    if (step.value._tag !== "Texts") {
      for (const record of answer as ReadonlyArray<RecordState>) seen.set(record.id, record)
    }
    step = inner.next(answer)
  }
  return step.value
}

/** What a part of a run answers: the work's own answer, and whether it had been recorded before. */
export type PartAnswer<Answer> = Answer & {
  /** Whether this part was written by an earlier try of the same run. */
  readonly isResumed: boolean
}

/** The changes of a part, with the record of what they did. */
export const partChange = (
  runId: RunId,
  part: number,
  changes: ReadonlyArray<Change>,
  seen: ReadonlyMap<string, RecordState>,
  answer: object & { readonly inputDigest: string },
  context: CommandContext,
): Change => {
  const entries = changes.map(({ of, after, expectedVersion }) =>
    entryOf(of.kind, expectedVersion === 0 ? null : (seen.get(after.id) ?? null), after),
  )
  const payload = { id: chunkIdOf(runId, part), runId, entries, answer }
  return recordEvents(chunkAggregate, null, [{ type: "ChunkRecorded", payload }], { occurredAt: context.occurredAt })
}

/** Names, numbers, addresses and free text: a digest of few of them could be guessed. */
const personal: ReadonlySet<string> = new Set(
  ["name", "knownAs", "title", "company", "position", "phones", "emails", "taxId", "address", "website"].concat([
    "comment",
    "manner",
    "reason",
    "custom",
  ]),
)

/**
 * By what a part knows its input again: a digest of it without names, numbers and free text.
 *
 * @param input - what the part is given, decoded
 */
export const inputDigest = (input: unknown): string =>
  sha256(JSON.stringify(input, (key, value: unknown) => (personal.has(key) ? undefined : value)))

/**
 * The answer of a part that an earlier try of the same run has written; null where none has. Refused where that was given something else,
 * and where the run is being taken back: that begins with the last part, so the part before tells it too.
 */
export function* recordedAnswer(
  runId: RunId,
  part: number,
  digest: string,
): Generator<Read, Result.Result<object | null, RunMismatch | RunRevertedAlready>, unknown> {
  const run = yield* byId(runAggregate, runId)
  const chunkId = chunkIdOf(runId, part)
  const chunks = yield* byIds(chunkAggregate, part === 0 ? [chunkId] : [chunkIdOf(runId, part - 1), chunkId])
  if (run?.status === "reverted" || [...chunks.values()].some(({ revertedAt }) => revertedAt !== null)) {
    return Result.fail(new RunRevertedAlready(runId))
  }
  const chunk = chunks.get(chunkId)
  if (chunk === undefined) return Result.succeed(null)
  // A part's answer was an object when it was written.
  const { inputDigest: given = digest, ...answer } = chunk.answer as { readonly inputDigest?: string }
  return given === digest ? Result.succeed(answer) : Result.fail(new RunMismatch(runId))
}

/**
 * Runs work as a part of a run: what it changes is recorded beside it, in the same transaction, so that the whole run can be
 * taken back; a part that was written already answers what it answered then.
 */
export function* recordedPart<Answer extends object, Rejection>(
  runId: RunId,
  part: number,
  digest: string,
  inner: Work<Answer, Rejection>,
  context: CommandContext,
): Work<PartAnswer<Answer>, Rejection | RunMismatch | RunRevertedAlready> {
  const earlier = yield* recordedAnswer(runId, part, digest)
  if (Result.isFailure(earlier)) return Result.fail(earlier.failure)
  if (earlier.success !== null) return Result.succeed(decision([], { ...(earlier.success as Answer), isResumed: true }))
  const seen = new Map<string, RecordState>()
  const decided = yield* observed(inner, seen)
  if (Result.isFailure(decided)) return Result.fail(decided.failure)
  const { changes, answer, touches, touchedClients = [], guards } = decided.success
  const recorded =
    changes.length === 0 ? [] : [partChange(runId, part, changes, seen, { ...answer, inputDigest: digest }, context)]
  return Result.succeed(
    decision([...changes, ...recorded], { ...answer, isResumed: false }, { touches, touchedClients, guards }),
  )
}
