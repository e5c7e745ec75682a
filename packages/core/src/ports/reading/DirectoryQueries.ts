import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Caller } from "../Caller.ts"
import { decodedWith } from "./DecodedQuestion.ts"
import { executorField, opaqueId } from "../input/FieldSchema.ts"
import type { HostKind } from "../HostDirectory.ts"
import { HostDirectory, hostKinds, namesOf } from "../HostDirectory.ts"
import { check } from "../input/Input.ts"
import type { ReadOptions } from "./ReadOptions.ts"

const namesQuestion = Schema.Struct({
  kind: Schema.Literals(hostKinds),
  ids: Schema.Array(opaqueId).check(
    check<ReadonlyArray<unknown>>(
      "ids.count",
      { en: "must be at most 10000 ids", ru: "не больше 10000 идентификаторов" },
      (ids) => ids.length <= 10_000,
    ),
  ),
})

/** Whose names are asked for. */
export interface NamesQuestion {
  /** What they are: people, companies or products of the host. */
  readonly kind: HostKind
  /** The host's ids, up to 10,000; those that the directory does not know are left out of the answer. */
  readonly ids: ReadonlyArray<string>
}

/** What the host's directory answers to callers. */
export const directoryQueries = {
  /**
   * Names of the host's people, companies or products by id, of those that are there; an empty object where the directory does not know
   * that kind, or there is none.
   */
  names: decodedWith(
    namesQuestion,
    Schema.Struct({ tx: Schema.optional(executorField) }),
    Effect.fnUntraced(function* (caller: Caller, { ids, kind }: NamesQuestion, options: ReadOptions) {
      const directory = yield* HostDirectory
      const found =
        directory === null || !directory.kinds.includes(kind) || ids.length === 0
          ? new Map<string, string>()
          : yield* namesOf(directory, { tenant: caller.tenant, kind, ids, tx: options.tx ?? null })
      const names: { readonly [id: string]: string } = Object.fromEntries(found)
      return { names }
    }),
  ),
}
