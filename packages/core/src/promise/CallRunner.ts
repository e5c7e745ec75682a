import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { exitOf, waitOf } from "../ports/Awaited.ts"
import { begun } from "../ports/Observed.ts"
import type { Store } from "../ports/Store.ts"
import type { Run } from "./Promised.ts"
import { refusalOf } from "../effect/Unreadable.ts"

type RunOptions = { readonly signal?: AbortSignal }

type RunEffect = <A, E>(
  effect: Effect.Effect<A, E, Store>,
  given?: ReadonlyArray<unknown>,
  options?: RunOptions,
) => Promise<A>

/** What a call that failed rejects with: the library's error, or whatever a defect threw. */
const errorOf = ({ cause }: Exit.Failure<unknown, unknown>, given: ReadonlyArray<unknown>): unknown =>
  refusalOf(Cause.squash(cause), given)

const nothing: ReadonlyArray<unknown> = []

const promiseOf = <A, E>(exit: Exit.Exit<A, E>, given: ReadonlyArray<unknown>): Promise<A> =>
  Exit.isSuccess(exit) ? Promise.resolve(exit.value) : Promise.reject(errorOf(exit, given))

/** Runs until a signal, and rejects with its reason then. */
const endedBy =
  (signal: AbortSignal, run: RunEffect): Run =>
  async (effect, given) => {
    signal.throwIfAborted()
    try {
      return await run(effect, given, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  }

/** How calls of the facade are run over a store. */
export interface CallRunner {
  /** Until they end. */
  readonly toEnd: Run
  /** Until a signal, with whose reason they reject then. */
  readonly until: (signal: AbortSignal | undefined) => Run
}

/** Runs calls with the services of a store. */
export const callRunner = (services: Context.Context<Store>): CallRunner => {
  const runRest = Effect.runPromiseExitWith(services)
  const runEffect: RunEffect = <A, E>(
    call: Effect.Effect<A, E, Store>,
    given: ReadonlyArray<unknown> = nothing,
    runOptions?: RunOptions,
  ) => {
    // Most calls over SQLite need no fibre; what a signal may end does.
    const rest = begun(call, services, runOptions?.signal !== undefined)
    const ended = exitOf(rest)
    if (ended !== null) return promiseOf(ended, given)
    const wait = waitOf(rest)
    if (wait === null) return runRest(rest, runOptions).then((exit) => promiseOf(exit, given))
    return new Promise<A>((resolve, reject) => {
      wait((last) => {
        const exit = exitOf(last)
        if (exit === null) resolve(runRest(last).then((later) => promiseOf(later, given)))
        else if (Exit.isSuccess(exit)) resolve(exit.value)
        else reject(errorOf(exit, given))
      })
    })
  }
  const run: Run = (effect, given) => runEffect(effect, given)
  const runUntil = (signal: AbortSignal | undefined): Run => (signal === undefined ? run : endedBy(signal, runEffect))
  return { toEnd: run, until: runUntil }
}
