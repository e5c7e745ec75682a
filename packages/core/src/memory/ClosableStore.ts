import * as Effect from "effect/Effect"
import type { StoreShape } from "../ports/Store.ts"
import { StoreFault } from "../ports/StoreErrors.ts"

type Member = (...given: ReadonlyArray<unknown>) => unknown

/** Operations refuse by their names, those of parts (`outbox`, `care`) too, as those of stores do that hold a connection. */
const refusing = <Part extends object>(part: Part, isClosed: () => boolean): Part => {
  const members = Object.entries(part as { readonly [name: string]: unknown }).map(([name, member]) => {
    if (typeof member === "object" && member !== null) return [name, refusing(member, isClosed)]
    // Reads within a host's transaction are none of this store, and refused for that.
    if (typeof member !== "function" || name === "within") return [name, member]
    const operation = (...given: ReadonlyArray<unknown>): unknown =>
      isClosed() ? Effect.fail(new StoreFault(name, "closed", null)) : (member as Member)(...given)
    return [name, operation]
  })
  // Every operation answers with an Effect that may fail so, which the port's type says and a loop cannot show the compiler.
  return Object.fromEntries(members) as Part
}

/**
 * A store that can be closed, for one that holds nothing to be released: what a host's tests do by mistake after closing fails as it
 * would on a database.
 *
 * @param store - the store
 */
export const closableStore = (store: StoreShape): { readonly store: StoreShape; readonly close: () => void } => {
  let isClosed = false
  return {
    store: refusing(store, () => isClosed),
    close: () => {
      isClosed = true
    },
  }
}
