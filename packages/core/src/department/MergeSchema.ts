import * as Schema from "effect/Schema"
import { idField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

const side = Schema.optionalKey(Schema.Literals(["into", "from"]))

/** Input of `clients.merge` and `clients.previewMerge`. */
export const MergeClients = Schema.Struct({
  /** The client that stays. */
  intoId: idField("client"),
  /** The client that goes into it. */
  fromId: idField("client"),
  /** Whose value stands where both have one and they differ; that of the client that stays where nothing is said. */
  choices: Schema.optionalKey(
    Schema.Struct({
      /** Whose owner stands. */
      ownerId: side,
      /** Whose segment stands. */
      segmentId: side,
      /** Whose preferred language stands. */
      language: side,
      /** Whose preferred way to be reached stands. */
      way: side,
      /** Whose name stands. */
      name: side,
      /** Whose tax number stands. */
      taxId: side,
      /** Whose postal address stands. */
      address: side,
      /** Whose website stands. */
      website: side,
      /** Whose manner to be dealt with in stands. */
      manner: side,
      /** Whose comment stands. */
      comment: side,
    }),
  ),
}).check(
  check<{ readonly intoId: string; readonly fromId: string }>(
    "merge.itself",
    { en: "a client cannot be merged with itself", ru: "клиента нельзя объединить с ним же самим" },
    ({ intoId, fromId }) => intoId !== fromId,
  ),
)

/** Input of `clients.unmerge`: the client that went into another comes back. */
export const UnmergeClient = Schema.Struct({
  /** The client that went into the other. */
  clientId: idField("client"),
})

/** Decoded input of `clients.merge`. */
export type MergeClients = typeof MergeClients.Type
/** Decoded input of `clients.unmerge`. */
export type UnmergeClient = typeof UnmergeClient.Type
