import * as Context from "effect/Context"
import * as Result from "effect/Result"
import type { AnyAggregate, RecordState } from "../../journal/Aggregate.ts"
import type { Decision } from "../../journal/Decision.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { fieldOf } from "../RecordFilter.ts"

/** Kinds of record that a host may keep itself: the library refers to them by ids that it takes as they come. */
export type HostKeptKind = "client"

/** Fields of an input that name records which have to be there, each with their kind. */
export interface References {
  readonly [field: string]: HostKeptKind
}

/** Kinds of record that the host keeps itself; none unless it says so. */
export const KeptByHost = Context.Reference<ReadonlySet<string>>("@salesdept/core/KeptByHost", {
  defaultValue: () => new Set(),
})

/** Records of a kind that are asked for by its name alone: what folds their events does not matter to a store that reads. */
const named = (kind: string): AnyAggregate => ({ kind, indexes: [], evolve: (state) => state })

/** Whether a record that was read refers to another by this field already: what it names was held to be there before. */
const isKnown = (read: Iterable<RecordState>, field: string, id: string): boolean => {
  for (const record of read) if (record.id === id || fieldOf(record, field) === id) return true
  return false
}

/**
 * A command's work that is refused where its input names a record that is not there. Asked behind the work's own refusals, and of what it
 * has not read itself.
 *
 * @param work - the command's work
 * @param references - fields of the input that name records
 * @param input - the command's input
 * @param kept - kinds of record that the host keeps itself
 */
export function* withReferences<Answer, Rejection>(
  work: Work<Answer, Rejection>,
  references: References,
  input: object,
  kept: ReadonlySet<string>,
): Generator<Read, Result.Result<Decision<Answer>, Rejection | RecordNotFound>, unknown> {
  const read: Array<RecordState> = []
  let step = work.next()
  while (step.done !== true) {
    const answer: unknown = yield step.value
    if (step.value._tag !== "Texts") read.push(...(answer as ReadonlyArray<RecordState>))
    step = work.next(answer)
  }
  if (Result.isFailure(step.value) || step.value.success.changes.length === 0) return step.value
  for (const [field, kind] of Object.entries(references)) {
    const id = (input as { readonly [name: string]: unknown })[field]
    if (typeof id !== "string" || kept.has(kind) || isKnown(read, field, id)) continue
    const found = (yield {
      _tag: "ById",
      of: named(kind),
      ids: [id],
      isPresenceAsked: true,
    }) as ReadonlyArray<RecordState>
    if (found.length === 0) return Result.fail(new RecordNotFound(kind, id, field))
  }
  return step.value
}
