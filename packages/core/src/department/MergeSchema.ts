import * as Schema from "effect/Schema"
import { idField } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"

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
      ownerId: side,
      segmentId: side,
      language: side,
      way: side,
      name: side,
      taxId: side,
      address: side,
      website: side,
      manner: side,
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
export const UnmergeClient = Schema.Struct({ clientId: idField("client") })

/** Decoded input of `clients.merge`. */
export type MergeClients = typeof MergeClients.Type
/** Decoded input of `clients.unmerge`. */
export type UnmergeClient = typeof UnmergeClient.Type
