import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { ChunkId, RunId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** What a run did. */
export type RunAction = "import" | "assign" | "move" | "tag" | "close"

/** One import or one bulk command: what it did can be looked at and taken back as a whole. */
export interface BulkRun extends RecordState {
  readonly id: RunId
  /** What it did. */
  readonly action: RunAction
  /** The source of an import; null for bulk commands. */
  readonly sourceId: string | null
  /** `recording` until its last part is written: a run that stopped there can be gone on with. */
  readonly status: "recording" | "done" | "reverted"
  /** When it began. */
  readonly startedAt: Instant
  /** When its last part was written; null while it is recording. */
  readonly finishedAt: Instant | null
  /** When it was taken back; null where it was not. */
  readonly revertedAt: Instant | null
}

/** What a run did to one record. Values are states' own; names and free text are referred to by their versions. */
export interface RunEntry {
  /** Kind of the record. */
  readonly kind: string
  /** Its id. */
  readonly id: string
  /** Whether the run made it. */
  readonly isNew: boolean
  /** Fields that changed, with those that stand or fall with them, as they were; empty for a record that the run made. */
  readonly before: { readonly [field: string]: unknown }
  /** The same fields as the run left them. */
  readonly after: { readonly [field: string]: unknown }
  /** Version of the record after the run; left out where it is not known. */
  readonly version?: number
  /** Version of its texts before the run. */
  readonly textsBefore: number
  /** Version of its texts after the run. */
  readonly textsAfter: number
}

/** One part of a run, written in the same transaction as what it did. */
export interface RunChunk extends RecordState {
  readonly id: ChunkId
  /** The run. */
  readonly runId: RunId
  /** What it did, record by record. */
  readonly entries: ReadonlyArray<RunEntry>
  /** What the part answered, so that going on with a run that stopped gives the same report; with `inputDigest`, by which its input is known again. */
  readonly answer: unknown
  /** When it was taken back; null where it was not. */
  readonly revertedAt: Instant | null
}

/** Input of `runs.start`. */
export const StartRun = Schema.Struct({
  runId: Schema.optionalKey(idField("run")),
  action: Schema.Literals(["import", "assign", "move", "tag", "close"]),
  sourceId: Schema.optionalKey(slug),
})

/** Input of `runs.finish`. */
export const FinishRun = Schema.Struct({ runId: idField("run") })

/** Input of `runs.revert`. */
export const RevertRun = Schema.Struct({
  /** The run: an import or a bulk command, to be taken back whole. */
  runId: idField("run"),
})

/** Input of reverting one part of a run. */
export const RevertChunk = Schema.Struct({ chunkId: idField("chunk") })

const tags = Schema.optionalKey(Schema.Array(slug).check(Schema.isMaxLength(50)))

/** What a bulk command does to each record: the same commands as for one. */
const bulkAction = Schema.Union([
  Schema.Struct({
    type: Schema.Literal("assign"),
    kind: Schema.Literals(["lead", "client", "deal", "nextStep"]),
    ownerId: opaqueId,
  }),
  Schema.Struct({
    type: Schema.Literal("move"),
    kind: Schema.Literal("deal"),
    to: slug,
    reason: Schema.optionalKey(textField(2000)),
  }),
  Schema.Struct({ type: Schema.Literal("tag"), kind: Schema.Literals(["lead", "client"]), add: tags, remove: tags }),
  Schema.Struct({
    type: Schema.Literal("close"),
    kind: Schema.Literal("lead"),
    reasonId: slug,
    reason: Schema.optionalKey(textField(1000)),
  }),
  Schema.Struct({
    type: Schema.Literal("close"),
    kind: Schema.Literal("deal"),
    to: slug,
    lostReasonId: slug,
    reason: Schema.optionalKey(textField(2000)),
  }),
])

const idList = (maximum: number) =>
  Schema.Array(opaqueId).check(
    check<ReadonlyArray<string>>(
      "ids.count",
      {
        en: `must be 1 to ${maximum} ids, each once`,
        ru: `должно быть от 1 до ${maximum} идентификаторов, каждый один раз`,
      },
      (ids) => ids.length >= 1 && ids.length <= maximum && new Set(ids).size === ids.length,
    ),
  )

/** Input of `bulk.run`: one action over 1 to 100,000 records (inclusive). */
export const BulkInput = Schema.Struct({
  /** Goes on with this run where it stopped, or names a new one. */
  runId: Schema.optionalKey(idField("run")),
  /** What is done to each record: `assign` to somebody, `move` to a stage, `tag`, or `close` with a reason; and to which kind. */
  action: bulkAction,
  /** The records by id, 1 to 100,000, each once; one that is not of the action's kind is rejected on its line. */
  ids: idList(100_000),
})

/** Input of one part of a bulk command. */
export const BulkPart = Schema.Struct({
  runId: idField("run"),
  part: Schema.Int,
  firstLine: Schema.Int,
  action: bulkAction,
  ids: idList(1000),
})

/** Decoded input of `runs.start`. */
export type StartRun = typeof StartRun.Type
/** Decoded input of `runs.finish`. */
export type FinishRun = typeof FinishRun.Type
/** Decoded input of `runs.revert`. */
export type RevertRun = typeof RevertRun.Type
/** Decoded input of reverting one part. */
export type RevertChunk = typeof RevertChunk.Type
/** What a bulk command does to each record. */
export type BulkAction = typeof bulkAction.Type
/** Decoded input of one part of a bulk command. */
export type BulkPart = typeof BulkPart.Type
