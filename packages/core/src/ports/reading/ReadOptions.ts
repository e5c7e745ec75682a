import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Caller } from "../Caller.ts"
import { executorField } from "../input/FieldSchema.ts"
import { inputDecoder } from "../input/Input.ts"
import { optionProblemsOf } from "../input/OptionProblems.ts"
import type { SqlExecutor } from "../SqlExecutor.ts"
import type { Store, StoreReads, StoreShape } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"
import { eachPage } from "./ReadAll.ts"
import { storeFor } from "./ScopedStore.ts"

/** What any read of records may be given beside its question. */
export interface ReadOptions {
  /**
   * The host's own open transaction: the read sees what was written in it and is not committed yet, by the host's commands too. Make it
   * with `fromKysely`, `fromPg` or `fromBetterSqlite3`. Absent: the store reads what is committed.
   */
  readonly tx?: SqlExecutor | undefined
}

/** The options of a read, as they are decoded. */
export const readOptions = Schema.Struct({ tx: Schema.optional(executorField) })

const decodeReadOptions = inputDecoder(readOptions)

/** The store, or the store within the host's transaction, as the caller may see it. */
export const readsFor = Effect.fnUntraced(function* (caller: Caller, options: ReadOptions | undefined) {
  const store = yield* storeFor(caller)
  if (options === undefined) return store
  const decoded = decodeReadOptions(options)
  if (Result.isFailure(decoded)) {
    return yield* Effect.fail(new InputInvalid(optionProblemsOf(decoded.failure.problems)))
  }
  return options.tx === undefined ? store : store.within(options.tx)
})

/** What a question about a whole base reads through. */
export interface BaseReads extends StoreReads, Pick<StoreShape, "scan" | "facts"> {}

/** The reads of a question about a whole base, as the caller may see it: the store's own, or within the host's transaction by pages. */
export const baseReadsFor = Effect.fnUntraced(function* (caller: Caller, { tx }: ReadOptions) {
  const store = yield* storeFor(caller)
  if (tx === undefined) return store
  const reads = store.within(tx)
  const base: BaseReads = {
    ...reads,
    facts: null,
    scan: (tenant, of, onBatch) => eachPage(reads, tenant, of, [], (batch) => Effect.sync(() => onBatch(batch))),
  }
  return base
})

/** How reads are given to a caller. */
export type ReadsOf = (
  caller: Caller,
  options: ReadOptions | undefined,
) => Effect.Effect<StoreReads, InputInvalid | StoreError, Store>
