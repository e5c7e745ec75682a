import * as Context from "effect/Context"
import type { Id, IdKind } from "../shared/Ids.ts"
import { makeId } from "../shared/Ids.ts"

/** Where new ids and salts come from; replaceable, so that tests and simulations are repeatable. */
export interface IdSourceShape {
  /** A new sortable id of a kind, at a time in milliseconds since 1970. */
  readonly next: <Kind extends IdKind>(kind: Kind, epochMs: number) => Id<Kind>
  /** A new random salt: 32 hex digits. */
  readonly salt: () => string
}

/** Random bytes, `size` of them. */
export type RandomBytes = (size: number) => Uint8Array

/** An id source over a source of random bytes. */
export const idSourceFrom = (random: RandomBytes): IdSourceShape => ({
  next: (kind, epochMs) => makeId(kind, epochMs, random(10)),
  salt: () => Array.from(random(16), (byte) => byte.toString(16).padStart(2, "0")).join(""),
})

/** The id source in force; the platform's secure randomness unless another is provided. */
export const IdSource = Context.Reference<IdSourceShape>("@salesdept/core/IdSource", {
  defaultValue: () => idSourceFrom((size) => crypto.getRandomValues(new Uint8Array(size))),
})
