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

/** Where a program of Promises says it, since nobody writes a caller there. */
const saidIn: { readonly [path: string]: string } = {
  tenant: "tenant(id)",
  actor: "as(id)",
  roles: "as(id, { roles })",
}

const withPlace = (problem: Problem): Problem => {
  const place = saidIn[problem.path.replace(/\[.*/, "")]
  if (place === undefined) return problem
  const { en, ru } = problem.message
  return { ...problem, message: { en: `${en}; it is said in ${place}`, ru: `${ru}; указывается в ${place}` } }
}

// Callers repeat: the last one that was well-formed is not held to the shape again.
let lastCaller: Caller | null = null

/** What is wrong with who calls: it comes from outside as well as the input, and is held to a shape before anything is read. */
export const callerProblems = ({ tenant, actor, roles }: Caller): ReadonlyArray<Problem> => {
  const same = lastCaller !== null && lastCaller.tenant === tenant && lastCaller.actor === actor
  if (same && lastCaller?.roles === roles) return []
  const decoded = decodeCaller({ tenant, actor, roles })
  if (Result.isFailure(decoded)) return problemsUnder("caller", decoded.failure.problems.map(withPlace))
  lastCaller = { tenant, actor, ...(roles === undefined ? {} : { roles }) }
  return []
}
