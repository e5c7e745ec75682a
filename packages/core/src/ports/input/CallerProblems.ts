import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Problem } from "../../shared/Problem.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import type { Caller } from "../Caller.ts"
import { opaqueId, slug } from "./FieldSchema.ts"
import { check, inputDecoder } from "./Input.ts"

const rolesField = Schema.Array(slug).check(
  check<ReadonlyArray<unknown>>(
    "roles.count",
    { en: "must be at most 50 roles", ru: "должно быть не больше 50 ролей" },
    (roles) => roles.length <= 50,
  ),
)

const decodeCaller = inputDecoder(
  Schema.Struct({ tenant: opaqueId, actor: opaqueId, roles: Schema.optional(rolesField) }),
)

// Callers repeat: the last one that was well-formed is not held to the shape again.
let lastCaller: Caller | null = null

/** What is wrong with who calls: it comes from outside as well as the input, and is held to a shape before anything is read. */
export const callerProblems = ({ tenant, actor, roles }: Caller): ReadonlyArray<Problem> => {
  const same = lastCaller !== null && lastCaller.tenant === tenant && lastCaller.actor === actor
  if (same && lastCaller?.roles === roles) return []
  const decoded = decodeCaller({ tenant, actor, roles })
  if (Result.isFailure(decoded)) return problemsUnder("caller", decoded.failure.problems)
  lastCaller = { tenant, actor, ...(roles === undefined ? {} : { roles }) }
  return []
}
