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

type Watch = <A>(step: () => A) => A

/**
 * Steps of work, watched. Made here, and not where it is given to the work: a function written there the engine puts among what is old
 * already, and all that it sees would wait for a full collection, after each command.
 */
const watchedNext = <Answer, Rejection>(
  inner: Work<Answer, Rejection>,
  watch: Watch,
): Work<Answer, Rejection>["next"] => {
  const next = inner.next.bind(inner)
  return (...given) => watch(() => next(...given))
}

/** Has an eye on work that a store is given. */
export const watchedWork = <Answer, Rejection>(
  start: () => Work<Answer, Rejection>,
): WatchedWork<Answer, Rejection> => {
  let thrown: { readonly defect: unknown } | null = null
  const watch: Watch = (step) => {
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
      inner.next = watchedNext(inner, watch)
      return inner
    },
    causeOf: (cause) => {
      if (thrown === null) return cause
      const fault = Cause.squash(cause)
      return fault instanceof StoreFault && fault.cause === thrown.defect ? Cause.die(thrown.defect) : cause
    },
  }
}
