import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { systemActor } from "../shared/Actor.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import type { Caller } from "./Caller.ts"
import type { SqlExecutor } from "./SqlExecutor.ts"
import { CannotJoin } from "./JoinErrors.ts"
import { IdempotencyMismatch, StoreFault, VersionConflict } from "./StoreErrors.ts"
import type { StoreError } from "./StoreErrors.ts"

export const hostKinds = ["people", "companies", "products"] as const

/** What of the host's the directory knows: those who work, companies it deals with, what it sells. */
export type HostKind = (typeof hostKinds)[number]

/** What is asked of a directory. */
export interface DirectoryQuestion {
  /** Whose. */
  readonly tenant: TenantId
  /** What. */
  readonly kind: HostKind
  /** The host's ids, each once, 1 to 1,000 at a time. */
  readonly ids: ReadonlyArray<string>
  /** The host's open transaction, whose uncommitted rows count too; null where there is none. */
  readonly tx: SqlExecutor | null
}

/** What a check of a directory found wrong with the host's tables. */
export interface DirectoryProblem {
  /** What is mapped. */
  readonly kind: HostKind
  /** The host's table. */
  readonly table: string
  /** The column; null where it is the table itself. */
  readonly column: string | null
  /** The table is not there, the column is not, it holds another type than mapped, or the role may not read it. */
  readonly code: "tableMissing" | "columnMissing" | "columnType" | "notReadable"
  /** What is wrong, for people. */
  readonly message: Message
}

/**
 * The host's people, companies and products, read where they are: never written, never migrated. `sqliteDirectory` and
 * `postgresDirectory` read the host's own tables by a mapping; any other host writes these members itself.
 *
 * @example
 * ```ts
 * import type { HostDirectoryShape } from "@salesdept/core/promise"
 *
 * const directory: HostDirectoryShape = {
 *   kinds: ["people"],
 *   names: async ({ ids }) => new Map((await users.byIds(ids)).map(({ id, name }) => [id, name] as const)),
 *   check: async () => [],
 * }
 * ```
 */
export interface HostDirectoryShape {
  /** What it knows; nothing else is asked of it. */
  readonly kinds: ReadonlyArray<HostKind>
  /** Names by id, of those that are there. */
  readonly names: (question: DirectoryQuestion) => Promise<ReadonlyMap<string, string>>
  /** Whether it can answer: everything that is wrong with the host's tables at once, nothing where all is as mapped. */
  readonly check: () => Promise<ReadonlyArray<DirectoryProblem>>
}

/** The host's directory; none where the host gives none, and then every id is taken as it comes. */
export const HostDirectory = Context.Reference<HostDirectoryShape | null>("@salesdept/core/HostDirectory", {
  defaultValue: () => null,
})

const storeErrorOf = (cause: unknown): StoreError =>
  cause instanceof StoreFault ||
  cause instanceof CannotJoin ||
  cause instanceof VersionConflict ||
  cause instanceof IdempotencyMismatch
    ? cause
    : new StoreFault("directory", "unknown", cause)

const mostAtOnce = 1000

/** Names by id. Asks in parts, so that no question is too long for a database. */
export const namesOf = (
  directory: HostDirectoryShape,
  question: DirectoryQuestion,
): Effect.Effect<ReadonlyMap<string, string>, StoreError> =>
  Effect.gen(function* () {
    const ids = [...new Set(question.ids)]
    const names = new Map<string, string>()
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const part = ids.slice(from, from + mostAtOnce)
      const found = yield* Effect.tryPromise({
        try: () => directory.names({ ...question, ids: part }),
        catch: storeErrorOf,
      })
      for (const [id, name] of found) names.set(id, name)
    }
    return names
  })

/** Fields of inputs that hold ids of the host's people, wherever they stand. */
const personFields: ReadonlySet<string> = new Set([
  "ownerId",
  "personId",
  "repId",
  "mentorId",
  "mentorIds",
  "headId",
  "coverId",
  "toId",
  "toIds",
  "restToId",
  "assigneeId",
  "askedOf",
  "leaderId",
  "fallbackOwnerIds",
])

const peopleIn = (
  input: unknown,
  path: string,
  into: Array<{ readonly path: string; readonly id: string }>,
  isPerson = false,
): void => {
  if (typeof input === "string") {
    if (isPerson) into.push({ path, id: input })
  } else if (Array.isArray(input)) {
    for (const [index, part] of input.entries()) peopleIn(part, `${path}[${index}]`, into, isPerson)
  } else if (typeof input === "object" && input !== null) {
    for (const [name, part] of Object.entries(input)) {
      peopleIn(part, path === "" ? name : `${path}.${name}`, into, personFields.has(name))
    }
  }
}

/** Imports state what a source says of its own people, also part by part. */
const isImport = (name: string): boolean =>
  /(?:^|\.)import/.test(name) || /^run\.(?:reps|clients|contacts|deals|leads)$/.test(name)

/**
 * The people that an input names and the directory does not know, each with its path. Asked before a transaction opens, over the
 * host's own where the command joins one.
 */
export const unknownPeople = (
  directory: HostDirectoryShape,
  name: string,
  caller: Caller,
  input: unknown,
  tx: SqlExecutor | null,
): Effect.Effect<ReadonlyArray<Problem>, StoreError> => {
  if (!directory.kinds.includes("people") || caller.actor === systemActor) return Effect.succeed([])
  const named: Array<{ readonly path: string; readonly id: string }> = []
  if (name === "batch") {
    // A batch's input is a name and an input for each of its commands.
    for (const [index, [one, part]] of (input as ReadonlyArray<readonly [string, unknown]>).entries()) {
      if (!isImport(one)) peopleIn(part, `[${index}]`, named)
    }
  } else if (!isImport(name)) peopleIn(input, "", named)
  if (named.length === 0) return Effect.succeed([])
  const ids = named.map(({ id }) => id)
  return Effect.map(namesOf(directory, { tenant: caller.tenant, kind: "people", ids, tx }), (names) =>
    named.flatMap(({ id, path }) =>
      names.has(id)
        ? []
        : [
            {
              path,
              code: "person.unknown",
              message: { en: "is nobody of yours", ru: "такого человека у вас нет" },
            },
          ],
    ),
  )
}
