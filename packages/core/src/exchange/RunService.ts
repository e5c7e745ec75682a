import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions } from "../ports/command/Command.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { command, commandOptionFields } from "../ports/command/Command.ts"
import { decodedWith } from "../ports/reading/DecodedQuestion.ts"
import { allWhere, equals } from "../ports/reading/ReadAll.ts"
import { Store } from "../ports/Store.ts"
import type { RunId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import type { Overload } from "../control/CarriedRules.ts"
import { addedEffort, carried, overloads } from "../control/CarriedRules.ts"
import { readWork } from "../ports/reading/WorkReads.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { BulkLine } from "./BulkCommands.ts"
import { bulkPart } from "./BulkCommands.ts"
import { chunkAggregate, runAggregate } from "../department/Run.ts"
import type { RevertedLine } from "./RunCommands.ts"
import { closeReverted, finishRun, revertChunk, startRun } from "./RunCommands.ts"
import { BulkInput, BulkPart, FinishRun, RevertChunk, RevertRun, StartRun } from "../department/RunSchema.ts"

/** The steps of a run; the use cases over imports and bulk commands are made of them. */
export const runSteps = {
  /** Begins a run or goes on with it. */
  start: command({ name: "run.start", input: StartRun, work: startRun }),
  /** Notes that its last part is written. */
  finish: command({ name: "run.finish", input: FinishRun, work: finishRun }),
}

const steps = {
  bulk: command({ name: "run.bulk", input: BulkPart, work: bulkPart }),
  revertChunk: command({ name: "run.revertChunk", input: RevertChunk, work: revertChunk }),
  closeReverted: command({ name: "run.closeReverted", input: RevertRun, work: closeReverted }),
}

const { dryRun, occurredAt } = commandOptionFields

/** Records a part of a bulk command takes: one transaction each. */
const partSize = 200

/** What a bulk command did, or would do. */
export interface BulkReport {
  /** The run, to look at it or take it back; null on a dry run that names none. */
  readonly runId: RunId | null
  /** Line by line, in the order of the input. */
  readonly lines: ReadonlyArray<BulkLine>
  /** Records that changed. */
  readonly done: number
  /** Records that were so already. */
  readonly unchanged: number
  /** Records that were refused. */
  readonly rejected: number
  /** Whom an `assign` leaves with more leads and deals than the person can carry: a warning, not a refusal. */
  readonly overloaded: ReadonlyArray<Overload>
}

const countOf = (lines: ReadonlyArray<BulkLine>, outcome: BulkLine["outcome"]): number =>
  lines.filter((line) => line.outcome === outcome).length

/** Does one thing to many records: the same command as for one, with a report line by line, and reverted as a whole. */
const runBulk = Effect.fnUntraced(function* (
  caller: Caller,
  input: typeof BulkInput.Encoded,
  options: Pick<CommandOptions, "dryRun" | "occurredAt">,
) {
  const { action, ids } = input
  const isDry = options.dryRun === true
  const start = { action: action.type, ...(input.runId === undefined ? {} : { runId: input.runId }) }
  const { run } = yield* runSteps.start(caller, start, options)
  const receiver = action.type === "assign" ? action.ownerId : null
  const rules = {
    defaultDepartment: yield* DefaultDepartment,
    trialDepartment: null,
    occurredAt: options.occurredAt ?? instantOf(yield* Clock.currentTimeMillis),
  }
  // Asked before anything is written: of what is done then, the effort is new.
  const store = yield* Store
  const efforts = receiver === null ? null : yield* readWork(store, caller.tenant, addedEffort(ids, receiver, rules))
  const before = receiver === null ? null : yield* readWork(store, caller.tenant, carried([receiver], rules))
  const lines: Array<BulkLine> = []
  for (let from = 0; from < ids.length; from += partSize) {
    const part = {
      runId: run.id,
      part: from / partSize,
      firstLine: from + 1,
      action,
      ids: ids.slice(from, from + partSize),
    }
    lines.push(...(yield* steps.bulk(caller, part, options)).lines)
  }
  if (!isDry) yield* runSteps.finish(caller, { runId: run.id }, options)
  const added = lines.reduce((sum, { id, outcome }) => sum + (outcome === "done" ? (efforts?.get(id) ?? 0) : 0), 0)
  const report: BulkReport = {
    runId: isDry && input.runId === undefined ? null : run.id,
    lines,
    done: countOf(lines, "done"),
    unchanged: countOf(lines, "unchanged"),
    rejected: countOf(lines, "rejected"),
    overloaded: receiver === null || before === null ? [] : overloads(before, new Map([[receiver, added]])),
  }
  return report
})

/** How many records fared how. */
export type RevertCounts = { readonly [Outcome in RevertedLine["outcome"]]: number }

/** What taking a run back did, or would do. */
export interface RevertReport {
  /** Record by record, the last of the run first. */
  readonly lines: ReadonlyArray<RevertedLine>
  /** How many records fared how. */
  readonly counts: RevertCounts
}

/**
 * Takes a whole run back, the last part first: records it made leave the base, visibly, and are not deleted; records it
 * changed get back what they were, except in fields that were changed again since.
 */
const revertRun = Effect.fnUntraced(function* (
  caller: Caller,
  { runId }: typeof RevertRun.Encoded,
  options: Pick<CommandOptions, "dryRun">,
) {
  const store = yield* Store
  const [run] = yield* store.byIds(caller.tenant, runAggregate, [runId])
  if (run === undefined) return yield* Effect.fail(new RecordNotFound("run", runId))
  const lines: Array<RevertedLine> = []
  const revertChunks = Effect.fnUntraced(function* (most?: number) {
    const chunks = yield* allWhere(store, caller.tenant, chunkAggregate, [equals("runId", runId)])
    for (const { id } of chunks.toReversed().slice(0, most)) {
      lines.push(...(yield* steps.revertChunk(caller, { chunkId: id }, options)).lines.toReversed())
    }
  })
  const isDry = options.dryRun === true
  const mayGrow = run.status === "recording" && !isDry
  // Whoever still records it is refused where the part before was taken back: what is written until then is of the next look.
  if (mayGrow) yield* revertChunks(1)
  yield* revertChunks()
  if (!isDry) yield* steps.closeReverted(caller, { runId }, options)
  if (mayGrow) yield* revertChunks()
  const counts = { voided: 0, inUse: 0, restored: 0, partly: 0, left: 0 }
  for (const { outcome } of lines) counts[outcome] += 1
  const report: RevertReport = { lines, counts }
  return report
})

/** The use cases over runs: imports and bulk commands as wholes. */
export const runUseCases = {
  /** Does one thing to many records. */
  bulk: decodedWith(BulkInput, Schema.Struct({ dryRun, occurredAt }), runBulk),
  /** Takes an import or a bulk command back. */
  revert: decodedWith(RevertRun, Schema.Struct({ dryRun }), revertRun),
}
