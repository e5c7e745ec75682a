import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import type { Caller } from "../Caller.ts"
import { executorField } from "../input/FieldSchema.ts"
import { inputDecoder } from "../input/Input.ts"
import type { SqlExecutor } from "../SqlExecutor.ts"
import type { Store, StoreReads } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"
import { storeFor } from "./ScopedStore.ts"

/** What any read of records may be given beside its question. */
export interface ReadOptions {
  /**
   * The host's own open transaction: the read sees what was written in it and is not committed yet, by the host's commands too. Make it
   * with `fromKysely`, `fromPg` or `fromBetterSqlite3`. Absent: the store reads what is committed.
   */
  readonly tx?: SqlExecutor | undefined
}

const decodeReadOptions = inputDecoder(Schema.Struct({ tx: Schema.optional(executorField) }))

/** The store, or the store within the host's transaction, as the caller may see it. */
export const readsFor = Effect.fnUntraced(function* (caller: Caller, options: ReadOptions | undefined) {
  const store = yield* storeFor(caller)
  if (options === undefined) return store
  const decoded = decodeReadOptions(options)
  if (Result.isFailure(decoded)) {
    return yield* Effect.fail(new InputInvalid(problemsUnder("options", decoded.failure.problems)))
  }
  return options.tx === undefined ? store : store.within(options.tx)
})

/** How reads are given to a caller. */
export type ReadsOf = (
  caller: Caller,
  options: ReadOptions | undefined,
) => Effect.Effect<StoreReads, InputInvalid | StoreError, Store>
