import * as Result from "effect/Result"
import { controlMarkAggregate } from "../control/ControlMark.ts"
import { clientAggregate } from "../client/Client.ts"
import { unmergedTexts } from "../client/Merge.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { dependents } from "../department/Dependents.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { chunkAggregate, runAggregate } from "../department/Run.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { RunMismatch, RunRevertedAlready } from "./RunErrors.ts"
import type { RunKind } from "./RunKinds.ts"
import { runKinds } from "./RunKinds.ts"
import { restoredRecords } from "./RestoreRules.ts"
import type { RestoredFields } from "./RunRules.ts"
import type {
  BulkRun,
  FinishRun,
  RevertChunk,
  RevertRun,
  RunChunk,
  RunEntry,
  StartRun,
} from "../department/RunSchema.ts"

/** A run as commands answer it. */
export interface RunAnswer {
  /** The run after the command. */
  readonly run: BulkRun
}

/** Begins a run, or goes on with one that was begun and not taken back. */
export function* startRun(input: StartRun, context: CommandContext): Work<RunAnswer, RunRevertedAlready | RunMismatch> {
  const id = input.runId ?? context.newId("run")
  const run = yield* byId(runAggregate, id)
  const sourceId = input.sourceId ?? null
  if (run !== null) {
    if (run.status === "reverted") return Result.fail(new RunRevertedAlready(id))
    if (run.action !== input.action || run.sourceId !== sourceId) return Result.fail(new RunMismatch(id))
    return Result.succeed(decision([], { run }))
  }
  const payload = { id, action: input.action, sourceId }
  const change = recordEvents(runAggregate, null, [{ type: "RunStarted", payload }], {
    occurredAt: context.recordedAt,
  })
  return Result.succeed(decision([change], { run: change.after }))
}

/** Notes that the last part of a run is written; said again it changes nothing. */
export function* finishRun(
  input: FinishRun,
  context: CommandContext,
): Work<RunAnswer, RecordNotFound | RunRevertedAlready> {
  const run = yield* byId(runAggregate, input.runId)
  if (run === null) return Result.fail(new RecordNotFound("run", input.runId))
  // Taken back while it was being recorded: who records it is told.
  if (run.status === "reverted") return Result.fail(new RunRevertedAlready(run.id))
  if (run.status === "done") return Result.succeed(decision([], { run }))
  const change = recordEvents(runAggregate, run, [{ type: "RunFinished", payload: {} }], {
    occurredAt: context.recordedAt,
  })
  return Result.succeed(decision([change], { run: change.after }))
}

/** Notes that a run is taken back, after all its parts. */
export function* closeReverted(input: RevertRun, context: CommandContext): Work<RunAnswer, RecordNotFound> {
  const run = yield* byId(runAggregate, input.runId)
  if (run === null) return Result.fail(new RecordNotFound("run", input.runId))
  if (run.status === "reverted") return Result.succeed(decision([], { run }))
  const change = recordEvents(runAggregate, run, [{ type: "RunReverted", payload: {} }], {
    occurredAt: context.recordedAt,
  })
  return Result.succeed(decision([change], { run: change.after }))
}

/**
 * What taking a run back did to one record. `voided`: the run had made it, and it left the base. `inUse`: the run had made it,
 * and it stays, since something that came later leans on it. `restored`: it is as before the run. `partly`: fields stay that were
 * changed again since, stand or fall with such ones, are asked for by gates that the deal has passed, or would give it to an owner who has left. `left`: nothing to take back, such as a kind of record that is never voided.
 */
export interface RevertedLine {
  /** Kind of the record. */
  readonly kind: string
  /** Its id. */
  readonly id: string
  /** What was done. */
  readonly outcome: "voided" | "inUse" | "restored" | "partly" | "left"
  /** Fields that the run had changed and that stay. */
  readonly kept: ReadonlyArray<string>
}

/** What taking back one part did. */
export interface RevertedPart {
  /** Record by record, in the order of the run. */
  readonly lines: ReadonlyArray<RevertedLine>
}

/** Which of some records something else in the base leans on. */
function* inUse(kind: string, ids: ReadonlyArray<string>): Generator<Read, ReadonlySet<string>, unknown> {
  const used = new Set<string>()
  if (kind !== "client" && kind !== "deal" && kind !== "lead" && kind !== "contact") return used
  // Clients and deals that were merged into one are led to it, though they are out of the base themselves.
  if (kind === "client") {
    for (const { mergedIntoId } of yield* where(clientAggregate, "mergedIntoId", ids)) used.add(mergedIntoId ?? "")
  }
  if (kind === "deal") {
    const asked: ReadonlySet<string | null> = new Set(ids)
    for (const { mergedIntoId } of yield* where(dealAggregate, "standing", ["merged"])) {
      if (mergedIntoId !== null && asked.has(mergedIntoId)) used.add(mergedIntoId)
    }
  }
  for (const { of, field } of dependents[kind]) {
    // That somebody parked a record or put it off does not make it one that others need.
    if (of.kind === controlMarkAggregate.kind) continue
    // The field is one of the kind's indexes, which its general type does not show.
    for (const record of yield* where(of, field as keyof RecordState, ids)) {
      const id: unknown = (record as RecordState & { readonly [field: string]: unknown })[field]
      if (isInBase(record) && typeof id === "string") used.add(id)
    }
  }
  return used
}

/** Texts of records as they were at versions of their own. */
function* textsAt(
  records: ReadonlyArray<RecordState>,
  versionOf: (id: string) => number,
): Generator<Read, ReadonlyMap<string, Texts>, unknown> {
  return yield* textsOf(records.map((record) => ({ ...record, textsVersion: versionOf(record.id) })))
}

const revertedNew = (
  of: RunKind,
  record: RecordState,
  isUsed: boolean,
  causeId: string,
  occurredAt: string,
): readonly [RevertedLine["outcome"], Change | null] => {
  if (!("standing" in record) || record.standing !== "active") return ["left", null]
  if (isUsed) return ["inUse", null]
  const payload = { cause: "revert", causeId, values: { standing: "void" } } as const
  return ["voided", recordEvents(of, record, [{ type: "RecordCorrected", payload }], { occurredAt })]
}

const nothingRestored: RestoredFields = { values: {}, kept: [] }

/** Takes back one part of a run; a part that was taken back already answers nothing more. */
export function* revertChunk(input: RevertChunk, context: CommandContext): Work<RevertedPart, RecordNotFound> {
  const chunk: RunChunk | null = yield* byId(chunkAggregate, input.chunkId)
  if (chunk === null) return Result.fail(new RecordNotFound("run", input.chunkId))
  if (chunk.revertedAt !== null) return Result.succeed(decision([], { lines: [] }))
  const { occurredAt } = context
  const { runId } = chunk
  const changes: Array<Change> = []
  const lines: Array<RevertedLine> = []
  const clients = new Set<string>()
  for (const [kind, entries] of Map.groupBy(chunk.entries, (entry) => entry.kind)) {
    const of = runKinds.get(kind)
    if (of === undefined) continue
    const records = yield* byIds(
      of,
      entries.map(({ id }) => id),
    )
    const byEntry = new Map(entries.map((entry) => [entry.id, entry]))
    const used = yield* inUse(
      kind,
      entries.flatMap(({ id, isNew }) => (isNew ? [id] : [])),
    )
    const retold = [...records.values()].filter(({ id }) => {
      const entry = byEntry.get(id)
      return entry !== undefined && !entry.isNew && entry.textsAfter !== entry.textsBefore
    })
    const entryAt = (id: string): RunEntry | undefined => byEntry.get(id)
    const before = yield* textsAt(retold, (id) => entryAt(id)?.textsBefore ?? 0)
    const after = yield* textsAt(retold, (id) => entryAt(id)?.textsAfter ?? 0)
    const now = yield* textsOf(retold)
    const changed = entries.flatMap((entry) => {
      const record = entry.isNew ? undefined : records.get(entry.id)
      return record === undefined ? [] : [{ entry, record }]
    })
    const restored = yield* restoredRecords(kind, changed, context)
    for (const entry of entries) {
      const record = records.get(entry.id)
      if (record === undefined) continue
      if ("clientId" in record && typeof record.clientId === "string") clients.add(record.clientId)
      if (kind === "client") clients.add(record.id)
      if (entry.isNew) {
        const [outcome, change] = revertedNew(of, record, used.has(record.id), runId, occurredAt)
        if (change !== null) changes.push(change)
        lines.push({ kind, id: record.id, outcome, kept: [] })
        continue
      }
      const { values, kept } = restored.get(record.id) ?? nothingRestored
      // Also the client that the record goes back to has gates that may ask for it.
      if (typeof values["clientId"] === "string") clients.add(values["clientId"])
      const [told, tellsNow] = [after.get(record.id), now.get(record.id)]
      // Texts that were erased since are not brought back.
      const texts =
        told === undefined || tellsNow === undefined
          ? undefined
          : unmergedTexts(before.get(record.id) ?? {}, told, tellsNow)
      const retells = texts !== undefined && canonicalJson(texts) !== canonicalJson(tellsNow ?? {})
      if (Object.keys(values).length > 0 || retells) {
        const payload = { cause: "revert", causeId: runId, values } as const
        changes.push(
          recordEvents(of, record, [{ type: "RecordCorrected", payload }], {
            occurredAt,
            texts: retells ? texts : undefined,
          }),
        )
      }
      lines.push({ kind, id: record.id, outcome: kept.length === 0 ? "restored" : "partly", kept })
    }
  }
  const closed = recordEvents(chunkAggregate, chunk, [{ type: "ChunkReverted", payload: {} }], { occurredAt })
  const deals = changes.flatMap(({ of, after }) => (of.kind === dealAggregate.kind ? [after as Deal] : []))
  return Result.succeed(
    decision(
      [...changes, closed],
      { lines },
      {
        touches: deals.map(({ id }) => id),
        touchedClients: [...clients],
        guards: deals.map(({ id, factsVersion }) => ({ dealId: id, factsVersion })),
      },
    ),
  )
}
