import * as Cause from "effect/Cause"
import type { Work } from "../../journal/Work.ts"
import { StoreFault } from "../StoreErrors.ts"

/** Work of which it is known whether it threw. */
export interface WatchedWork<Answer, Rejection> {
  /** Starts it, as often as the store asks. */
  readonly work: () => Work<Answer, Rejection>
  /**
   * What a failed transaction is told as: what the work itself threw (an access policy of the host, a fault of a command) is a defect, and
   * no failure of the database, which stores take all that is thrown in their transactions for.
   */
  readonly causeOf: <E>(cause: Cause.Cause<E>) => Cause.Cause<E>
}

/** Has an eye on work that a store is given. */
export const watchedWork = <Answer, Rejection>(
  start: () => Work<Answer, Rejection>,
): WatchedWork<Answer, Rejection> => {
  let thrown: { readonly defect: unknown } | null = null
  const watch = <A>(step: () => A): A => {
    try {
      return step()
    } catch (defect) {
      thrown = { defect }
      throw defect
    }
  }
  return {
    work: () => {
      const inner = watch(start)
      const next = inner.next.bind(inner)
      // Named first: the engine puts a function that is written where it is given to an object among what is old already, and with it
      // all that it sees would wait for a full collection, after each command.
      const watchedNext: typeof next = (...given) => watch(() => next(...given))
      inner.next = watchedNext
      return inner
    },
    causeOf: (cause) => {
      if (thrown === null) return cause
      const fault = Cause.squash(cause)
      return fault instanceof StoreFault && fault.cause === thrown.defect ? Cause.die(thrown.defect) : cause
    },
  }
}
